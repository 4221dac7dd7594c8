"""How far the numbers can be trusted."""

from cp4p_metrics.periods import PeriodKind

from .base import TWELVE_MONTHS, Measure, PlaceKind, Shape
from .outreach import PARTNERS

LIST = "The coalition's list of submissions"

REPORTING_COMPLETENESS = Measure(
    name="reporting_completeness",
    title="Partner-months received",
    unit="% of partner-months due",
    meaning="Of the monthly submissions that were due, the share that came in, late or not.",
    view="submissions",
    subject="submissions",
    numerator="sum(is_received)",
    denominator="sum(is_due)",
    shape=Shape.SHARE,
    multiplier=100,
    family="Trust in the numbers",
    breakdowns=("part",),
    fewer_is_better=False,
    source=LIST,
)

DAYS_LATE = Measure(
    name="days_late",
    title="Days late, on average",
    short_title="Days late",
    unit="days past the due day, on average",
    meaning="How many days after its due day a part of a partner's month came in, on average over all that came in. "
    "On time or early is 0.",
    view="submissions",
    subject="submissions",
    numerator="sum(days_late)",
    denominator="sum(is_received)",
    unknown="sum(is_missing)",
    shape=Shape.RATIO,
    family="Trust in the numbers",
    breakdowns=("part",),
    caveats=(
        "What has not come in yet is not in the average, however late it is by now: it is counted beside.",
        "One part that was very late moves the average of a short period.",
    ),
    fewer_is_better=True,
    source=LIST,
)

UNKNOWN_SHARE = Measure(
    name="unknown_share",
    title="Records that do not say, by field",
    short_title="Unknown",
    unit="% of records",
    meaning="For each key field of partners' records, the share of records in which it is blank or unknown.",
    view="unknown_fields",
    subject="records",
    numerator="sum(unknown_count)",
    denominator="sum(row_count)",
    shape=Shape.SHARE,
    always_by="field",
    multiplier=100,
    family="Trust in the numbers",
    periods=(PeriodKind.QUARTER, *TWELVE_MONTHS),
    places=(PlaceKind.PARTNER, PlaceKind.COALITION),
    caveats=(
        "Unknown is a true answer at times: nobody has to guess to make it smaller.",
        "Of events, only those that were held are looked at.",
    ),
    fewer_is_better=True,
    source=PARTNERS,
)

UNKNOWN_SHARE_OF_PUBLIC_RECORDS = Measure(
    name="unknown_share_of_public_records",
    title="The City's records that do not say, by field",
    short_title="Unknown in the City's file",
    unit="% of the City's records",
    meaning="For each key field of the City's victim file, the share of rows in which it is blank or unknown.",
    view="unknown_public_fields",
    subject="gunshots",
    numerator="sum(is_unknown)",
    denominator="count(*)",
    shape=Shape.SHARE,
    always_by="field",
    multiplier=100,
    family="Trust in the numbers",
    periods=(PeriodKind.YEAR, PeriodKind.LAST_12_MONTHS),
    places=(PlaceKind.CITY,),
    caveats=(
        "Only for the whole city and for whole years: finer would say more about single people than about the file.",
        "A row that does not say whether there was a gunshot is not counted among people shot.",
    ),
    fewer_is_better=True,
    source="{victims}",
)

CONTRACT_PROGRESS = Measure(
    name="contract_progress",
    title="Progress against contract targets",
    short_title="Contract progress",
    unit="% of the target to date",
    meaning="What a partner has recorded in the fiscal year, in percent of what its contract promises by now. A target "
    "for a count is taken for the months that came in: after three of twelve months, a quarter of it. Targets for "
    "shares, and for how many stand at the end, are taken whole.",
    view="",
    subject="targets",
    shape=Shape.PROGRESS,
    always_by="measure",
    multiplier=100,
    family="Trust in the numbers",
    periods=(PeriodKind.FISCAL_YEAR,),
    places=(PlaceKind.PARTNER,),
    caveats=(
        "Known for partners and fiscal years alone, where a contract names a target.",
        "Months that did not come in count neither as work nor as time; how many they are stands beside.",
        "Work has seasons: a summer program is ahead of its target in September and behind in June.",
        "Distinct people come early in a year and come again later: their target is passed sooner.",
        "A share as it stands beside its target is rounded to whole percent.",
    ),
    source=f"{PARTNERS}; targets of partners' contracts",
)
