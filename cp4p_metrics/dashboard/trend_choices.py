"""What the Trends page lets a reader choose. Every choice lives in the address."""

from dataclasses import dataclass

import streamlit as st

from cp4p_metrics.coalition import coalition
from cp4p_metrics.periods import PeriodKind
from cp4p_metrics.release.facts import MeasureFacts

from . import choices
from .answers import Answers

FIRST_CHOICES = ("mediations", "gunshot_victimizations")
LENGTHS = {
    PeriodKind.LAST_12_MONTHS: "12 months, rolling",
    PeriodKind.MONTH: "Months",
    PeriodKind.QUARTER: "Quarters",
    PeriodKind.FISCAL_YEAR: "Fiscal years",
    PeriodKind.YEAR: "Calendar years",
}
PARTNERS, AREA, CITY = "partners", "area", "city"
EACH_PARTNER, EACH_AREA = "each_partner", "each_area"
PLACES = (PARTNERS, AREA, CITY, EACH_PARTNER, EACH_AREA)
BEFORE, WIDER, NOTHING = "before", "wider", "nothing"
PHONE_HALF = 155  # two filters side by side on a phone
SAME_AXIS = ("share", "rate", "change")  # forms whose size does not depend on how large the place is


@dataclass(frozen=True)
class Chosen:
    """A reader's choices. `place` is None where every partner or area is drawn, or no area is picked yet."""

    measure: MeasureFacts
    kind: PeriodKind
    show: str
    place: str | None
    compare: str

    @property
    def each(self) -> str | None:
        """'partners' or 'areas' where each is drawn."""
        return {EACH_PARTNER: "partners", EACH_AREA: "areas"}.get(self.show)


def read(answers: Answers) -> Chosen:
    """The filters, and what was chosen in them."""
    measure = _measure(answers)
    with st.grid(columns=4, min_column_width=PHONE_HALF, gap="small", key="trend_choices"):
        show = _select("Show", _places(answers, measure), _place_names(), key="show")
        place: str | None = None
        if show == PARTNERS:
            place = choices.partner_or_coalition(answers)
            if measure.is_public:
                place = choices.public_place(answers, place)
        elif show == AREA:
            number = choices.area()
            place = f"area:{number}" if number else None
        elif show == CITY:
            place = "city"
        names = {kind.value: words for kind, words in LENGTHS.items() if kind in measure.period_kinds}
        kind = PeriodKind(_select("Period length", list(names), names, key="length"))
        compare = NOTHING
        if show in (PARTNERS, AREA, CITY):
            compare = _compare(measure, show, place)
    return Chosen(measure, kind, show, place, compare)


def _measure(answers: Answers) -> MeasureFacts:
    # A measure that is always by some breakdown has no one line to draw.
    published = [measure for measure in answers.measures.values() if measure.is_published and not measure.always_by]
    families = list(dict.fromkeys(measure.family for measure in published))
    published.sort(key=lambda measure: families.index(measure.family))
    names = [measure.name for measure in published]
    first = next((names.index(name) for name in FIRST_CHOICES if name in names), 0)
    labels = {measure.name: f"{measure.family}: {measure.title}" for measure in published}
    return answers.measure(_select("Measure", names, labels, key="measure", index=first))


def _place_names() -> dict[str, str]:
    return {
        PARTNERS: "All partners or one",
        AREA: "One area",
        CITY: coalition().city,
        EACH_PARTNER: "Each partner",
        EACH_AREA: "Each area",
    }


def _places(answers: Answers, measure: MeasureFacts) -> list[str]:
    """What can be shown of the measure; without partners, the city comes first."""
    has_areas, has_city, has_partners = "area" in measure.place_kinds, "city" in measure.place_kinds, answers.partners
    offered = {AREA: has_areas, EACH_AREA: has_areas, CITY: has_city, PARTNERS: True, EACH_PARTNER: True}
    return [name for name in (PLACES if has_partners else (CITY, AREA, EACH_AREA)) if offered[name]]


def _compare(measure: MeasureFacts, show: str, place: str | None) -> str:
    wider = coalition().city if measure.is_public else "All partners"
    names = {BEFORE: "Three years before", WIDER: wider, NOTHING: "Nothing"}
    if measure.shape == "change":
        del names[BEFORE]
    if show == CITY or place in (CITY, choices.COALITION) or not (measure.is_public or measure.form in SAME_AXIS):
        del names[WIDER]
    return _select("Compare with", list(names), names, key="compare")


def _select(label: str, options: list[str], names: dict[str, str], *, key: str, index: int = 0) -> str:
    return st.selectbox(label, options, index=index, format_func=lambda name: names[name], key=key, bind="query-params")
