"""The measure reference: docs/measures.md, as the registry tells it."""

from itertools import groupby

from cp4p_metrics.coalition import coalition

from . import MEASURES
from .base import Measure, PlaceKind, Shape
from .local import in_local_words

TITLE = """# Measures

Generated from the registry by `cp4p measures > docs/measures.md`; a test fails when the two differ.
`GLOSSARY.md` explains the words, `cp4p ask NAME` gives the numbers.
"""
SHAPES = {
    Shape.COUNT: "A count; months add up.",
    Shape.SHARE: "A share; its two parts add up, the share does not.",
    Shape.RATE: "A rate over twelve months, with an exact interval; nothing adds up.",
    Shape.STOCK: "Distinct people on the last day of the period; nothing adds up.",
    Shape.CHANGE: "A change, with an exact interval; nothing adds up.",
}


def reference_text() -> str:
    """Every measure by family, as Markdown, with a line feed at the end."""
    parts = [TITLE]
    for family, measures in groupby(_by_family(), key=lambda measure: measure.family):
        parts.append(f"## {family}\n")
        parts += [_measure_text(in_local_words(measure)) for measure in measures]
    return "\n".join(parts)


def _by_family() -> list[Measure]:
    """All measures, families in the order of their first measure."""
    families = list(dict.fromkeys(measure.family for measure in MEASURES.values()))
    return sorted(MEASURES.values(), key=lambda measure: families.index(measure.family))


def _measure_text(measure: Measure) -> str:
    facts = [
        ("Unit", measure.unit),
        ("Kind", SHAPES[measure.shape]),
        ("Counted as", _formula(measure)),
        ("Periods", ", ".join(f"`{kind}`" for kind in measure.period_kinds)),
        (
            "Places",
            ", ".join(coalition().area if kind is PlaceKind.AREA else kind.value for kind in measure.place_kinds),
        ),
        ("Breakdowns", ", ".join(f"`{name}`" for name in measure.breakdowns) or "none"),
        ("Reading", reading(measure.fewer_is_better)),
        ("Source", measure.source),
    ]
    lines = [f"### {measure.title}", f"`{measure.name}`", ""]
    lines.append(measure.meaning + (" Our own definition." if measure.is_our_definition else ""))
    lines += ["", *(f"- {label}: {said}" for label, said in facts)]
    if measure.caveats:
        lines += ["- Mind:", *(f"  - {caveat}" for caveat in measure.caveats)]
    return "\n".join(lines) + "\n"


def _formula(measure: Measure) -> str:
    above = f"`{measure.numerator}`"
    below = {
        Shape.RATE: f" ÷ residents × {measure.multiplier:,}",
        Shape.CHANGE: " ÷ the mean of the three windows before − 1, in percent",
    }.get(measure.shape, f" ÷ `{measure.denominator}`" if measure.denominator else "")
    return f"{above}{below} over the view `{measure.view}`"


def reading(fewer_is_better: bool | None) -> str:
    """Whether fewer or more of it is better, or neither."""
    if fewer_is_better is None:
        return "Shows what was recorded; neither more nor fewer is better in itself."
    return "Fewer is better." if fewer_is_better else "More is better."
