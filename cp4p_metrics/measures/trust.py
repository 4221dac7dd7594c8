"""How far the numbers can be trusted."""

from .base import Measure, Shape

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
    source="The coalition's list of submissions",
)
