"""What the Trends page draws and says for a measure at one place."""

from dataclasses import dataclass, field, replace
from datetime import date

import plotly.graph_objects as go

from cp4p_metrics.coalition import coalition
from cp4p_metrics.figures import trends, words
from cp4p_metrics.figures.palette import Palette
from cp4p_metrics.figures.trends import Mark
from cp4p_metrics.periods import PeriodKind, add_months
from cp4p_metrics.places import area_name
from cp4p_metrics.release.facts import MeasureFacts

from . import series
from .answers import Answers
from .series import Point
from .trend_choices import BEFORE, SAME_AXIS, WIDER, Chosen

SEASONAL = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 8}  # how many periods a seasonal view shows
CALENDAR_YEARS = (PeriodKind.YEAR, PeriodKind.FISCAL_YEAR)


@dataclass(frozen=True)
class View:
    """One picture: its marks, how they are drawn, and what is said below it."""

    history: list[Point]  # every period the release knows
    points: list[Point]  # those that are drawn
    marks: list[Mark]
    name: str
    unit: str
    title: str
    style: dict[str, object] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def figure(self, colors: Palette) -> go.Figure:
        return trends.over_time(self.marks, colors, unit=self.unit, name=self.name, **self.style)  # type: ignore[arg-type]


def place_name(answers: Answers, measure: MeasureFacts, place: str) -> str:
    """The place as it is named in a legend or a title."""
    kind, _, name = place.partition(":")
    if kind == "partner":
        return f"areas of {answers.partners[name]}" if measure.is_public else answers.partners[name]
    if kind == "area":
        return area_name(int(name))
    return {"city": coalition().city, "served_now": "coalition areas", "coalition": "all partners"}[kind]


def view(answers: Answers, chosen: Chosen, place: str, colors: Palette) -> View:
    """The picture that the choices ask for."""
    measure, kind = chosen.measure, chosen.kind
    points = series.read_series(answers, measure, kind, place)
    name = place_name(answers, measure, place)
    name = name[0].upper() + name[1:]
    plain = View(
        points,
        points,
        [_mark(point, measure) for point in points],
        name,
        measure.unit,
        f"{measure.label}, {place_name(answers, measure, place)}",
        {
            "is_bars": kind in CALENDAR_YEARS and measure.shape == "count",
            "from_zero": measure.shape != "change",
            "band_name": "Plausible range (95%)" if any(point.upper is not None for point in points) else "",
        },
    )
    if not points:
        return plain
    if chosen.compare == BEFORE:
        return _beside_before(answers, plain, chosen, colors)
    if chosen.compare == WIDER:
        return _beside_wider(answers, plain, chosen)
    return plain


def _beside_before(answers: Answers, plain: View, chosen: Chosen, colors: Palette) -> View:
    measure, kind = chosen.measure, chosen.kind
    if not any(point.before for point in plain.points):
        first = answers.sources[measure.subject][0]
        note = (
            f"The three years before are not all known here, so there is nothing to compare with yet: "
            f"this release's records begin in {first:%B %Y}."
        )
        return replace(plain, notes=(note,))
    if kind not in SEASONAL:
        marks = [
            replace(mark, other=point.before.mean, other_text=words.value_words(measure.form, point.before.mean))
            if point.before
            else mark
            for mark, point in zip(plain.marks, plain.points, strict=True)
        ]
        note = "The gray line is the mean of the same period in the three years before."
        return replace(
            plain,
            marks=marks,
            style={**plain.style, "other_name": "Mean of the three years before"},
            notes=(note,),
        )
    shown = [p for p in plain.points if p.is_complete][-SEASONAL[kind] :]
    marks = []
    for point in shown:
        before = point.before
        mark = replace(_mark(point, measure), lower=None, upper=None)
        if before:
            mark = replace(
                mark,
                lower=before.lowest,
                upper=before.highest,
                other=before.mean,
                other_text=words.value_words(measure.form, before.mean),
            )
        marks.append(mark)
    each = "month" if kind is PeriodKind.MONTH else "quarter"
    style = {
        "other_name": "Mean of the three years before",
        "band_name": "Their range",
        "from_zero": True,
        "band_color": colors.comparison,
    }
    note = f"Each {each} beside the same {each} of the three years before, so that the seasons don't mislead."
    return replace(plain, points=shown, marks=marks, style=style, notes=(note,))


def _beside_wider(answers: Answers, plain: View, chosen: Chosen) -> View:
    measure = chosen.measure
    place = "city" if measure.is_public else "coalition"
    name = place_name(answers, measure, place)
    name = name[0].upper() + name[1:]
    own, wider = series.common_part(plain.points, series.read_series(answers, measure, chosen.kind, place))
    style = {**plain.style, "other_name": name, "is_bars": False}
    said = [words.value_words(measure.form, point.value, point.status) for point in wider]
    if measure.form in SAME_AXIS:
        marks = [
            replace(_mark(point, measure), other=there.value, other_text=text)
            for point, there, text in zip(own, wider, said, strict=True)
        ]
        return replace(plain, points=own, marks=marks, style=style)
    bases = series.index_base(own), series.index_base(wider)
    if bases[0] is None or bases[1] is None:
        note = (
            f"Not set against {name}: two counts of such different size need a common start, and the first "
            f"twelve months hold fewer than {series.FEWEST_FOR_AN_INDEX} here."
        )
        return replace(plain, notes=(note,))
    marks = [
        replace(
            _mark(point, measure),
            value=None if point.value is None else 100 * point.value / bases[0].value,
            text=_index_words(point, bases[0].value, measure),
            short_text="" if point.value is None else f"{100 * point.value / bases[0].value:.0f}",
            other=100 * there.value / bases[1].value if there.value is not None and there.is_complete else None,
            other_text=_index_words(there, bases[1].value, measure),
        )
        for point, there in zip(own, wider, strict=True)
    ]
    note = (
        f"Both lines are set to 100 in their first twelve months ({bases[0].label}), because the counts "
        "differ so much in size: 80 means a fifth fewer than then. The counts themselves stand in the table."
    )
    unit = f"index, {bases[0].label} = 100"
    return replace(plain, points=own, marks=marks, unit=unit, style=style, notes=(note,))


def _index_words(point: Point, base: float, measure: MeasureFacts) -> str:
    if point.value is None:
        return words.value_words(measure.form, None, point.status)
    return f"{100 * point.value / base:.0f} ({words.whole(point.value)})"


def _mark(point: Point, measure: MeasureFacts) -> Mark:
    x: date | str = point.period.start
    if point.period.kind is PeriodKind.LAST_12_MONTHS:
        x = add_months(point.period.start, 11)
    elif point.period.kind in CALENDAR_YEARS:
        x = point.period.label
    return Mark(
        x=x,
        label=point.period.label,
        text=words.value_words(measure.form, point.value, point.status),
        value=point.value,
        is_complete=point.is_complete,
        is_unstable=point.status == "unstable" and measure.shape != "change",
        lower=point.lower,
        upper=point.upper,
    )
