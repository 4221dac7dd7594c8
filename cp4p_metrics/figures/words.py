"""Numbers in words: how every figure is written, in one place."""

from collections.abc import Callable, Sequence
from datetime import date
from math import floor, isinf, isnan, log10

from cp4p_metrics.periods import Period, PeriodKind

HIDDEN = "hidden to protect people (1-10)"
NOT_REPORTED = "not reported"
NOTHING_TO_COUNT = "nothing to count yet"
UNSTABLE = "unstable"
DEMONSTRATION = "Demonstration data: a made-up coalition"


def whole(value: float) -> str:
    """1412 → '1,412'."""
    return f"{value:,.0f}"


def three_figures(value: float) -> str:
    """At most three significant figures: 212.4 → '212', 21.28 → '21.3', 2.071 → '2.07'."""
    if value == 0:
        return "0"
    decimals = max(0, 2 - floor(log10(abs(value))))
    return f"{value:,.{decimals}f}"


def value_words(shape: str, value: float | None, status: str = "shown") -> str:  # noqa: PLR0911  (one for each case)
    """A value as a reader sees it, or why there is none. `shape` is that of the measure."""
    if status == "hidden":
        return HIDDEN
    if status == "not_reported":
        return NOT_REPORTED
    if value is None or isnan(value):
        return "too few to compare" if shape == "change" else NOTHING_TO_COUNT
    match shape:
        case "share":
            return f"{value:.0f}%"
        case "change":
            return f"{value:+.0f}%".replace("-", "\N{MINUS SIGN}")
        case "rate":
            return three_figures(value)
        case _:
            return whole(value)


def range_words(lower: float, upper: float, unit: str = "") -> str:
    """'between 3.1 and 14.2'; an open end says so."""
    if isinf(upper):
        return f"at least {three_figures(lower)}{unit}"
    return f"between {three_figures(lower)} and {three_figures(upper)}{unit}"


def difference_words(shape: str, difference: float | None) -> str:
    """'318 fewer', '4 points higher', 'no change': a difference in the measure's own unit; '' for None."""
    if difference is None:
        return ""
    size = round(abs(difference))
    if size == 0:
        return "no change"
    if shape == "share":
        return f"{size} point{'s' if size != 1 else ''} {'lower' if difference < 0 else 'higher'}"
    if shape == "rate":
        return f"{three_figures(abs(difference))} {'lower' if difference < 0 else 'higher'}"
    return f"{whole(size)} {'fewer' if difference < 0 else 'more'}"


def baseline_words(shape: str) -> str:
    """What a difference is measured from, to follow its words."""
    return "than in the three years before" if shape == "share" else "than the average of the three years before"


def period_words(period: Period) -> str:
    """'In the 12 months to October 2026', 'From July to September 2026', 'In fiscal year 2026'."""
    match period.kind:
        case PeriodKind.LAST_12_MONTHS:
            return f"In the 12 months to {period.end:%B %Y}"
        case PeriodKind.QUARTER:
            return f"From {period.start:%B} to {period.end:%B %Y}"
        case PeriodKind.FISCAL_YEAR:
            return f"In fiscal year {period.end.year} ({period.start:%B %Y} to {period.end:%B %Y})"
        case PeriodKind.YEAR:
            return f"In {period.start.year}"
        case _:
            return f"In {period.start:%B %Y}"


def day_words(day: date) -> str:
    """'October 31, 2026'."""
    return f"{day:%B} {day.day}, {day.year}"


def code_words(code: str) -> str:
    """A code of a list as words: 'mental_health' → 'Mental health'."""
    return CODES.get(code, code.replace("_", " ").capitalize())


CODES = {
    "legal_and_restorative_justice": "Legal and restorative justice",
    "family_support": "Family support",
    "mental_health": "Mental health, trauma-informed",
    "substance_use": "Substance use services",
    "closed_no_contact": "Closed, no contact",
    "18_24": "18 to 24",
    "25_34": "25 to 34",
    "35_44": "35 to 44",
    "45_and_over": "45 and over",
    "under_18": "Under 18",
    "resolved_conditionally": "Resolved on conditions",
    "temporarily_resolved": "Resolved for a time",
    "not_resolved": "Not resolved",
    "canceled_weather": "Canceled for weather",
    "canceled_safety": "Canceled for safety",
    "canceled_other": "Canceled, other reason",
    "court_or_legal": "Court or legal",
    "rumor_control": "Rumor control",
    "check_in": "Check-in",
    "de_escalation": "De-escalation",
    "intra_group": "Within a group",
    "on_scene": "At the scene",
    "pre_release": "Before release",
}


def people_shot_headline(
    value: float | None, before: Sequence[float], lower: float | None, upper: float | None, place: str
) -> str:
    """One sentence on people shot, no surer than the data allow.

    `before` are the three years before, `lower` and `upper` the 95% limits of the change in percent.
    """
    if value is None or len(before) < 3 or lower is None or upper is None or isnan(lower):
        return f"People shot in {place}"
    if lower <= 0 <= upper:
        return f"About as many people were shot in {place} as in the three years before"
    if value < min(before):
        return f"Fewer people were shot in {place} than in any of the last three years"
    if value > max(before):
        return f"More people were shot in {place} than in any of the last three years"
    return f"{'Fewer' if upper < 0 else 'More'} people were shot in {place} than on average in the three years before"


def change_range(lower: float, upper: float) -> str:
    """Limits of a change in percent: '12% to 22% fewer', '3% fewer to 8% more'."""
    low, high = round(lower), round(upper)
    if high <= 0:
        return f"{-high}% to {-low}% fewer"
    if low >= 0:
        return f"{low}% to {high}% more"
    return f"{-low}% fewer to {high}% more"


def legend_number(shape: str) -> Callable[[float], str]:
    """How the legend of a map writes a limit of that shape."""
    return (lambda value: f"{value:.0f}%") if shape == "share" else (lambda value: f"{value:,g}")


def part_words(count: float, total: float) -> str:
    """'9%', 'under 1%', 'over 99%': something is never written as 0%, nor less than all as 100%."""
    percent = 100 * count / total if total else 0.0
    if 0 < percent < 0.5:
        return "under 1%"
    if 99.5 <= percent < 100:
        return "over 99%"
    return f"{percent:.0f}%"
