"""One small picture for each partner or area, in the order of the alphabet, all on the same axes."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from cp4p_metrics.coalition import coalition
from cp4p_metrics.figures import trends, words
from cp4p_metrics.figures.palette import Palette
from cp4p_metrics.periods import Period, PeriodKind, add_months, last_complete_period
from cp4p_metrics.places import area_name
from cp4p_metrics.release.facts import MeasureFacts

from . import cards
from .answers import Answers

KEPT = 60  # up to 200 kB each
PANEL_WIDTH = 155  # two side by side on a phone


@dataclass(frozen=True)
class Panel:
    """One place: its values over the periods that all panels share, None where not known."""

    name: str
    values: list[float | None]
    now: float | None
    status: str
    before: float | None  # the same period a year earlier


@dataclass(frozen=True)
class Panels:
    """All places of a kind, and what they share."""

    panels: list[Panel]
    silent: list[str]  # places whose every value is zero
    starts: list[pd.Timestamp]
    period: Period

    @property
    def values(self) -> list[float]:
        return [value for panel in self.panels for value in panel.values if value is not None]


@st.cache_data(max_entries=KEPT, show_spinner=False)
def read(version: str, audience: str, name: str, kind: str, each: str, _answers: Answers) -> Panels:
    """The panels of every partner or area; places where nothing was ever recorded stand apart."""
    measure = _answers.measure(name)
    table = _answers.ask(name, by=kind, place=each)
    period = last_complete_period(PeriodKind(kind), _answers.through(name))
    now, before = pd.Timestamp(period.start), pd.Timestamp(add_months(period.start, -12))
    wide = table.pivot(index="place", columns="period_start", values="value")
    status = table[table["period_start"] == now].set_index("place")["status"]
    names = {place: area_name(int(place)) if each == "areas" else _answers.partners[place] for place in wide.index}
    panels, silent = [], []
    for place in sorted(names, key=lambda place: names[place]):
        values = [None if pd.isna(value) else float(value) for value in wide.loc[place]]
        if measure.form == "count" and not any(values):
            silent.append(names[place])
            continue
        row = wide.loc[place]
        at = [None if when not in row or pd.isna(row[when]) else float(row[when]) for when in (now, before)]
        panels.append(Panel(names[place], values, at[0], str(status.get(place, "not_reported")), at[1]))
    return Panels(panels, silent, list(wide.columns), period)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def show(
    version: str,
    audience: str,
    name: str,
    kind: str,
    each: str,
    colors: Palette,
    _panels: Panels,
    _answers: Answers,
) -> None:
    """The pictures, and the same numbers as a table."""
    measure, through = _answers.measure(name), _answers.through(name)
    first = _answers.sources[measure.subject][0]
    top, bottom = max([*_panels.values, 0.0]), min([*_panels.values, 0.0])
    periods = [Period(start.date(), PeriodKind(kind)) for start in _panels.starts]
    whole = [period.end <= through and (measure.shape == "stock" or period.start >= first) for period in periods]
    reach = f"{periods[0].label} to {periods[-1].label}"
    lowest, highest = (words.value_words(measure.form, value) for value in (bottom, top))
    st.caption(
        f"Every picture has the same axes: {measure.unit} from {lowest} to {highest}, {reach}. "
        "The number is that of the last complete period. In the order of the alphabet."
    )
    with st.grid(columns=5, min_column_width=PANEL_WIDTH, gap="small", key="panels"):
        for panel in _panels.panels:
            said = _said(measure, panel)
            with st.container(gap="xxsmall"):
                st.image(
                    trends.small_line(panel.values, top, bottom, whole, colors),
                    width="stretch",
                    alt=f"{measure.title}, {panel.name}, {reach}; last: {said}",
                )
                st.markdown(f"{panel.name} · **{said}**")
    if _panels.silent:
        st.caption(f"Nothing was ever recorded in: {', '.join(_panels.silent)}.")
    rows = [
        {
            "Partner" if each == "partners" else coalition().area.capitalize(): panel.name,
            _panels.period.label: _said(measure, panel),
            "A year before": words.value_words(measure.form, panel.before) if panel.before is not None else "not known",
        }
        for panel in _panels.panels
    ]
    cards.same_as_table(pd.DataFrame(rows), f"{measure.title} of each, in the last complete period and a year before")


def _said(measure: MeasureFacts, panel: Panel) -> str:
    said = words.value_words(measure.form, panel.now, panel.status)
    return f"{said} (unstable)" if panel.status == "unstable" and panel.now is not None else said
