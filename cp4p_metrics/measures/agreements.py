"""Non-aggression agreements between groups, from partners' own records. No group is named."""

from .base import Measure, Shape
from .outreach import PARTNER_AND_COALITION, PARTNERS, QUARTER_OR_LONGER, RECORDED

AGREEMENTS_ACTIVE = Measure(
    name="agreements_active",
    title="Non-aggression agreements in force",
    short_title="Agreements in force",
    unit="agreements",
    meaning="Agreements between groups not to attack each other that held on the last day of the period. "
    "The day of the agreement counts, the day on which it stopped holding does not.",
    view="agreements_active",
    subject="outreach",
    table="agreements",
    numerator="sum(is_active)",
    unknown="sum(is_not_told)",
    shape=Shape.STOCK,
    family="Mediation",
    caveats=(
        RECORDED,
        "One that ended on a day nobody wrote down is unknown until the last day known.",
        "No group is named anywhere.",
    ),
    source=PARTNERS,
)

AGREEMENTS_HOLDING = Measure(
    name="agreements_holding",
    title="Non-aggression agreements that held",
    short_title="Agreements holding",
    unit="% of agreements",
    meaning="The share of the agreements made in the period that still held after 90 and after 180 days, estimated "
    "from all of them, also from those that are younger (Kaplan-Meier).",
    view="agreements",
    subject="outreach",
    amount="days_held",
    event="has_ended",
    at_days=(90, 180),
    shape=Shape.SURVIVAL,
    multiplier=100,
    family="Mediation",
    always_by="day",
    periods=QUARTER_OR_LONGER,
    places=PARTNER_AND_COALITION,
    caveats=(
        "An agreement that another one replaced was not broken: it is followed until that day.",
        "One that stopped holding on day 90 did not hold for 90 days.",
        "One that ended on a day nobody wrote down is unknown and left out.",
        "Agreements are few: the finest place is the partner, the shortest period the quarter.",
    ),
    source=f"{PARTNERS}; Kaplan and Meier (1958)",
)
