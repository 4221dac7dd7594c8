"""How long participants stay, why they leave, and coming home, from partners' own records."""

from .base import Measure, Shape
from .outreach import PARTNERS, RECORDED
from .participation import FAMILY, PARTNER_AND_COALITION, QUARTER_AND_LONGER

# Every enrollment of a landmark has been followed for all of its days. So the share still active is the very value
# of the Kaplan-Meier curve of that cohort, and the share of competing exits that of the Aalen-Johansen estimator.
LANDMARK = (
    "A cohort is followed from enrollment to day 30, 90, 180 or 365. Only enrollments whose day has come, while the "
    "partner's records are known, are counted: the later days rest on fewer periods."
)
NO_AREAS = "Cohorts are small: there is no number by area, and none by month."

RETENTION = Measure(
    name="retention",
    title="Participants still active after 30, 90, 180 and 365 days",
    short_title="Retention",
    unit="% of enrollments followed that long",
    meaning="Of the enrollments that began in the period and were followed for that many days, the share that had not "
    "ended by then.",
    view="retention",
    subject="case_management",
    numerator="sum(is_active)",
    denominator="sum(has_known_stay)",
    unknown="sum(has_unknown_stay)",
    shape=Shape.SHARE,
    multiplier=100,
    family=FAMILY,
    always_by="day",
    periods=QUARTER_AND_LONGER,
    places=PARTNER_AND_COALITION,
    caveats=(
        LANDMARK,
        "People leave for good reasons too: some complete, others move, are incarcerated or die. The competing exits "
        "stand beside, and neither more nor less is better in itself.",
        "Never compare those who completed with the others: who stays long enough to complete differs from the start.",
        "Where a reason for leaving stands without a day, the stay is not known, and is shown apart.",
        NO_AREAS,
    ),
    source=PARTNERS,
)

RETENTION_COMPETING_EXITS = Measure(
    name="retention_competing_exits",
    title="Participants incarcerated or deceased within 30, 90, 180 and 365 days",
    short_title="Competing exits",
    unit="% of enrollments followed that long",
    meaning="Of the same cohort as in retention, the share that had left by then because the participant was "
    "incarcerated or died.",
    view="retention",
    subject="case_management",
    numerator="sum(is_incarcerated_or_deceased)",
    denominator="sum(has_known_stay)",
    unknown="sum(has_unknown_exit)",
    shape=Shape.SHARE,
    multiplier=100,
    family=FAMILY,
    always_by="day",
    periods=QUARTER_AND_LONGER,
    places=PARTNER_AND_COALITION,
    caveats=(
        LANDMARK,
        "Of those who left for an unknown reason, some may have been incarcerated or have died. They stay in the "
        "cohort, so that it is the one of retention, and are shown apart: the true share lies between the one shown "
        "and the one with all of them.",
        NO_AREAS,
    ),
    source=PARTNERS,
    is_our_definition=True,
)

EXIT_REASONS = Measure(
    name="exit_reasons",
    title="Why participants left",
    unit="% of enrollments that ended",
    meaning="The enrollments that ended in the period, by the reason for leaving.",
    view="exits",
    subject="case_management",
    table="enrollments",
    numerator="count(*)",
    shape=Shape.MIX,
    multiplier=100,
    family=FAMILY,
    always_by="exit_reason",
    periods=QUARTER_AND_LONGER,
    caveats=(
        "Enrollments that go on are not here: after a quick start many of the early exits are of those who disengaged.",
        "A large share of unknown or other reasons is a sign of unclear records.",
    ),
    source=PARTNERS,
)

REENTRY_PRE_RELEASE_CONTACTS = Measure(
    name="reentry_pre_release_contacts",
    title="Contacts before coming home",
    unit="contacts",
    meaning="Recorded meetings with participants in jail or prison, to prepare for coming home. "
    "Not people: one participant is met many times.",
    view="contacts",
    subject="outreach",
    numerator="sum(CASE WHEN purpose = 'pre_release' THEN 1 ELSE 0 END)",
    unknown="sum(CASE WHEN purpose = 'unknown' THEN 1 ELSE 0 END)",
    family=FAMILY,
    caveats=(RECORDED, "Contacts whose purpose is unknown are shown apart: some may be of this kind."),
    source=PARTNERS,
)

REENTRY_ENROLLED_WITHIN_30_DAYS = Measure(
    name="reentry_enrolled_within_30_days",
    title="Returning residents enrolled within 30 days",
    short_title="Enrolled by day 30",
    unit="% of returning residents home for at least 30 days",
    meaning="Of the participants who came home from jail or prison in the period, at least 30 days before the "
    "partner's records end, the share enrolled by day 30. Enrollment before coming home counts.",
    view="releases",
    partner_view="partner_releases",
    subject="case_management",
    table="enrollments",
    numerator="sum(is_enrolled_within_30_days)",
    denominator="count(*)",
    shape=Shape.SHARE,
    multiplier=100,
    family=FAMILY,
    caveats=(
        "People who never enrolled are not in the records, so the share among all who come home is smaller.",
        "Recent periods look too good: those who will enroll later are not in the records yet.",
        "A participant of two partners counts once in the coalition, and in the area of the first enrollment.",
        "Someone who enrolled without a day of coming home is not counted.",
    ),
    source=PARTNERS,
)
