"""What a measure is, in words that the release brings: for the Methods page."""

from collections.abc import Iterable

from cp4p_metrics.coalition import coalition
from cp4p_metrics.figures.words import code_words
from cp4p_metrics.places import census_years
from cp4p_metrics.release.facts import MeasureFacts

PERIODS = {
    "month": "month",
    "quarter": "quarter",
    "year": "calendar year",
    "fiscal_year": "fiscal year",
    "last_12_months": "last 12 months",
}


def by_family(measures: Iterable[MeasureFacts], family: str | None, text: str) -> dict[str, list[MeasureFacts]]:
    """The measures of a family (of all if None) that speak of the text, by family in the registry's order."""
    wanted = text.strip().casefold()
    found: dict[str, list[MeasureFacts]] = {}
    for measure in measures:
        if family in (None, measure.family) and wanted in _searched(measure):
            found.setdefault(measure.family, []).append(measure)
    return found


def _searched(measure: MeasureFacts) -> str:
    spoken = (measure.name, measure.name.replace("_", " "), measure.title, measure.short_title, measure.unit)
    more = (measure.meaning, measure.family, measure.source, *measure.caveats, *measure.breakdowns)
    return " ".join([*spoken, *more]).casefold()


def definition(measure: MeasureFacts) -> str:
    """Everything about a measure, as Markdown."""
    facts = {
        "Unit": measure.unit,
        "Reading": reading(measure),
        "Periods": ", ".join(PERIODS[kind] for kind in measure.period_kinds),
        "Places": ", ".join(coalition().area if kind == "area" else kind for kind in measure.place_kinds),
        "Broken down by": ", ".join(code_words(name).lower() for name in measure.breakdowns),
        "Source": measure.source,
        "In a terminal": f"cp4p ask {measure.name}",
    }
    lines = [measure.meaning + (" Our own definition." if measure.is_our_definition else ""), ""]
    lines += [f"- **{label}**: {said}" for label, said in facts.items() if said]
    if measure.caveats:
        lines += ["", "**Keep in mind**", "", *(f"- {caveat}" for caveat in measure.caveats)]
    return "\n".join(lines)


def why_waiting(measure: MeasureFacts) -> str:
    """In brief, why a release has no number of the measure."""
    return "residents not known" if measure.shape in ("rate", "gap") and not census_years() else "no records yet"


def reading(measure: MeasureFacts) -> str:
    """Whether fewer or more of it is better, or neither."""
    if measure.fewer_is_better is None:
        return "shows what was recorded; neither more nor fewer is better in itself"
    return "fewer is better" if measure.fewer_is_better else "more is better"
