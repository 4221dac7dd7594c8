"""The measure reference: docs/measures.md, as the registry tells it."""

from itertools import groupby

from cp4p_metrics.coalition import coalition

from . import MEASURES
from .base import Measure, PlaceKind, Shape
from .catalogue import CATALOGUE, names_of
from .local import in_local_words

TITLE = """# Measures

Generated from the registry by `cp4p measures > docs/measures.md`; a test fails when the two differ.
`GLOSSARY.md` explains the words, `cp4p ask NAME` gives the numbers.

## The catalogue, line by line

| family | what is counted | name |
|---|---|---|"""
SHAPES = {
    Shape.COUNT: "A count; months add up.",
    Shape.SHARE: "A share; its two parts add up, the share does not.",
    Shape.MIX: "The categories of one breakdown, each as a share of all of them.",
    Shape.RATIO: "A ratio; its two parts add up, the ratio does not.",
    Shape.RATE: "A rate over twelve months, with an exact interval; nothing adds up.",
    Shape.STOCK: "What stands on the last day of the period; nothing adds up.",
    Shape.DISTINCT: "Each counted once in a period and place, however often they come; nothing adds up.",
    Shape.QUANTILE: "A quantile of the rows' own amounts; nothing adds up.",
    Shape.SURVIVAL: "A share that still holds after so many days (Kaplan-Meier); nothing adds up.",
    Shape.QUOTIENT: "One measure divided by another of the same place and period; nothing adds up.",
    Shape.CHANGE: "A change, with an exact interval; nothing adds up.",
    Shape.GAP: "A ratio of two rates, with an exact interval; nothing adds up.",
    Shape.PROGRESS: "What was done, of what was promised up to the date; nothing adds up.",
}


def reference_text() -> str:
    """Every measure by family, as Markdown, with a line feed at the end."""
    parts = [TITLE, *_catalogue_rows(), ""]
    for family, measures in groupby(_by_family(), key=lambda measure: measure.family):
        parts.append(f"## {family}\n")
        parts += [_measure_text(in_local_words(measure)) for measure in measures]
    return "\n".join(parts)


def _catalogue_rows() -> list[str]:
    return [
        f"| {family} | {line} | {', '.join(f'`{name}`' for name in names_of(names))} |"
        for family, lines in CATALOGUE.items()
        for line, names in lines
    ]


def _by_family() -> list[Measure]:
    """All measures, families in the order of their first measure."""
    families = list(dict.fromkeys(measure.family for measure in MEASURES.values()))
    return sorted(MEASURES.values(), key=lambda measure: families.index(measure.family))


def _measure_text(measure: Measure) -> str:
    always = f"always by `{measure.always_by}`" if measure.always_by else "none"
    facts = [
        ("Unit", measure.unit),
        ("Kind", SHAPES[measure.shape]),
        ("Counted as", _formula(measure)),
        ("Left out and shown beside", f"`{measure.unknown}`" if measure.unknown else ""),
        ("Periods", ", ".join(f"`{kind}`" for kind in measure.period_kinds)),
        (
            "Places",
            ", ".join(coalition().area if kind is PlaceKind.AREA else kind.value for kind in measure.place_kinds),
        ),
        ("Breakdowns", ", ".join(f"`{name}`" for name in measure.breakdowns) or always),
        ("Reading", reading(measure.fewer_is_better)),
        ("Source", measure.source),
    ]
    lines = [f"### {measure.title}", f"`{measure.name}`", ""]
    lines.append(measure.meaning + (" Our own definition." if measure.is_our_definition else ""))
    lines += ["", *(f"- {label}: {said}" for label, said in facts if said)]
    if measure.caveats:
        lines += ["- Mind:", *(f"  - {caveat}" for caveat in measure.caveats)]
    return "\n".join(lines) + "\n"


def _formula(measure: Measure) -> str:
    view = f" over the view `{measure.view}`"
    match measure.shape:
        case Shape.QUOTIENT:
            one, other = measure.parts
            of_place = f" of the {other.place_kind}" if other.place_kind else ""
            times = f" × {measure.multiplier:,}" if measure.multiplier != 1 else ""
            return f"`{one.measure}` ÷ `{other.measure}`{of_place}{times}"
        case Shape.GAP:
            return f"`{measure.parts[0].measure}` in the fifth of areas where it is highest ÷ where it is lowest"
        case Shape.PROGRESS:
            return "each measure that has a target ÷ its target, pro-rated to the months that are known"
        case Shape.DISTINCT:
            return f"distinct `{measure.distinct}`{view}"
        case Shape.QUANTILE | Shape.SURVIVAL:
            percent = round(measure.quantile * 100)
            what = {50: "the median"}.get(percent, f"the {percent}th percentile")
            if measure.shape is Shape.SURVIVAL:
                what = "survival"
            of_event = f", ended where `{measure.event}` is 1" if measure.event else ""
            return f"{what} of `{measure.amount}`{of_event}{view}"
    above = f"distinct `{measure.distinct}`" if measure.distinct else f"`{measure.numerator}`"
    below = {
        Shape.RATE: f" ÷ residents × {measure.multiplier:,}",
        Shape.CHANGE: _baseline(measure),
        Shape.MIX: " ÷ the sum over all categories",
    }.get(measure.shape, f" ÷ `{measure.denominator}`" if measure.denominator else "")
    hundredths = f" ÷ {measure.divisor}" if measure.divisor != 1 else ""
    return f"{above}{hundredths}{below}{view}"


def _baseline(measure: Measure) -> str:
    years = {1: "the same period a year before", 3: "the mean of the three windows before"}
    return f" ÷ {years[measure.years_before]} − 1, in percent{', in adjacent areas' if measure.of_neighbors else ''}"


def reading(fewer_is_better: bool | None) -> str:
    """Whether fewer or more of it is better, or neither."""
    if fewer_is_better is None:
        return "Shows what was recorded; neither more nor fewer is better in itself."
    return "Fewer is better." if fewer_is_better else "More is better."
