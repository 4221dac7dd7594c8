"""Street outreach, from partners' own records: meetings, people met, time on the street and those who work there."""

from cp4p_metrics.periods import PeriodKind

from .base import Measure, Part, PlaceKind, Shape

PARTNERS = "Partners' monthly submissions"
RECORDED = "A count of what was recorded. More may mean more work, more need, or better records."
PARTNER_AND_COALITION = (PlaceKind.PARTNER, PlaceKind.COALITION)
QUARTER_OR_LONGER = (PeriodKind.QUARTER, PeriodKind.YEAR, PeriodKind.FISCAL_YEAR, PeriodKind.LAST_12_MONTHS)

OUTREACH_CONTACTS = Measure(
    name="outreach_contacts",
    title="Outreach contacts",
    unit="contacts",
    meaning="Recorded meetings of outreach workers with participants. Not people: one participant is met many times.",
    view="contacts",
    subject="outreach",
    numerator="count(*)",
    family="Street outreach",
    breakdowns=("purpose",),
    caveats=(RECORDED, "A large share of 'other' among the purposes is a sign of unclear records."),
    source=PARTNERS,
)

PEOPLE_ENGAGED = Measure(
    name="people_engaged",
    title="Participants met",
    unit="participants",
    meaning="Distinct participants whom outreach workers met in the period. Each is counted once at each place and in "
    "each period, however many meetings and partners there were.",
    view="contacts",
    subject="outreach",
    distinct="participant_id",
    shape=Shape.DISTINCT,
    family="Street outreach",
    breakdowns=("purpose",),
    caveats=(
        RECORDED,
        "Nothing adds up: someone met in two months, by two partners or for two purposes is one person in the year, "
        "in the coalition and in the total.",
        "A participant is known by the id that all partners share. Someone with two ids counts twice.",
    ),
    source=PARTNERS,
)

CONTACT_PURPOSE_MIX = Measure(
    name="contact_purpose_mix",
    title="What outreach contacts are about",
    short_title="Purposes of contacts",
    unit="% of contacts",
    meaning="Of all recorded meetings with participants, the share that was mainly about each purpose.",
    view="contacts",
    subject="outreach",
    numerator="count(*)",
    shape=Shape.MIX,
    multiplier=100,
    family="Street outreach",
    always_by="purpose",
    periods=QUARTER_OR_LONGER,
    caveats=(
        "A large share of 'other' is a problem of the records: where nearly all meetings stand in one catch-all, "
        "no change can be seen.",
        "Meetings without a purpose are the category 'unknown', and part of the whole.",
    ),
    source=PARTNERS,
)

PARTICIPANT_WEEKS = Measure(
    name="participant_weeks",
    title="Weeks that participants were enrolled",
    unit="participant-weeks",
    meaning="The time that participants spent on the caseload in the period, added up in weeks: seven days of one "
    "participant are one. The day of enrollment counts, the day of exit does not.",
    view="participant_days",
    subject="case_management",
    table="enrollments",
    numerator="sum(days)",
    divisor=7,
    family="Case management",
    caveats=(
        "Each enrollment counts: the time of a participant who is enrolled with two partners counts for both.",
        "An enrollment without a day of exit is taken to go on to the partner's last month that came in.",
    ),
    source=PARTNERS,
    is_our_definition=True,
)

CONTACTS_PER_PARTICIPANT_WEEK = Measure(
    name="contacts_per_participant_week",
    title="Contacts for each participant and week",
    unit="contacts per participant-week",
    meaning="Recorded meetings with participants, divided by the weeks that participants were enrolled: how often an "
    "active participant is met in a week.",
    view="",
    subject="outreach",
    shape=Shape.QUOTIENT,
    parts=(Part("outreach_contacts"), Part("participant_weeks")),
    family="Street outreach",
    caveats=(
        RECORDED,
        "Meetings before the enrollment or after the exit, such as those before a release, count as well.",
        "In an area, meetings held there are divided by the weeks of those enrolled there; a participant may be met "
        "elsewhere.",
        "Known only where outreach and case management came in for the same months. In the coalition, a partner whose "
        "case management is missing still adds its contacts.",
    ),
    source=PARTNERS,
)

OUTREACH_HOURS = Measure(
    name="outreach_hours",
    title="Hours on the street",
    short_title="Outreach hours",
    unit="hours worked",
    meaning="Hours worked on street shifts, canvassing and safe passage, all workers together.",
    view="shifts",
    subject="outreach",
    numerator="sum(hundredths_of_hours)",
    unknown="sum(has_unknown_hours)",
    divisor=100,
    family="Street outreach",
    breakdowns=("kind",),
    caveats=(
        RECORDED,
        "Shifts whose hours are blank are unknown and add nothing; shifts that were not worked have none.",
    ),
    source=PARTNERS,
)

CANVASSING_SHIFTS = Measure(
    name="canvassing_shifts",
    title="Canvassing shifts worked",
    short_title="Canvassing shifts",
    unit="shifts",
    meaning="Shifts in which outreach workers walked their area and spoke with people, and which were worked.",
    view="shifts",
    subject="outreach",
    numerator="sum(is_canvassing_and_worked)",
    unknown="sum(is_canvassing_and_not_told)",
    family="Street outreach",
    caveats=(RECORDED, "Planned shifts that don't say whether they were worked are unknown."),
    source=PARTNERS,
)

SAFE_PASSAGE_COVERAGE = Measure(
    name="safe_passage_coverage",
    title="Safe passage shifts covered",
    short_title="Safe passage",
    unit="% of planned shifts",
    meaning="Of the planned safe passage shifts, which watch over the way to school, the share that was worked.",
    view="shifts",
    subject="outreach",
    numerator="sum(is_passage_and_covered)",
    denominator="sum(is_passage_and_told)",
    unknown="sum(is_passage_and_not_told)",
    shape=Shape.SHARE,
    multiplier=100,
    family="Street outreach",
    caveats=("Shifts that don't say whether they were worked are in neither side of the share.",),
    source=PARTNERS,
)

OUTREACH_STAFF = Measure(
    name="outreach_staff",
    title="Filled outreach positions",
    short_title="Outreach staff",
    unit="full-time equivalents",
    meaning="Outreach positions that were filled in the last month of the period, in full-time equivalents: two people "
    "who each work half of the time are one.",
    view="outreach_staff",
    subject="staffing",
    table="staffing",
    numerator="sum(hundredths_of_positions)",
    unknown="sum(is_not_told)",
    divisor=100,
    shape=Shape.STOCK,
    family="Street outreach",
    places=PARTNER_AND_COALITION,
    caveats=(
        "A month has one number for a partner, not for an area.",
        "A partner whose filled positions are blank adds nothing to the coalition's number.",
    ),
    source=PARTNERS,
)

PARTICIPANTS_PER_WORKER = Measure(
    name="participants_per_worker",
    title="Participants for each outreach worker",
    short_title="Participants per worker",
    unit="participants per full-time equivalent",
    meaning="Participants on the caseload on the last day of the period, divided by the filled outreach positions of "
    "its last month.",
    view="",
    subject="case_management",
    shape=Shape.QUOTIENT,
    parts=(Part("active_caseload"), Part("outreach_staff")),
    family="Street outreach",
    places=PARTNER_AND_COALITION,
    caveats=(
        "A partner knows its positions by month, not by area: the finest place is the partner.",
        "In the coalition, a partner that does not tell its filled positions still adds its participants; the number "
        "is then too high.",
    ),
    source=f"{PARTNERS}; after the evaluation of CeaseFire (829 clients, 75 workers)",
)
