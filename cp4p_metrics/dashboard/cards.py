"""The pieces that pages are made of: cards, tables, meanings."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from cp4p_metrics.figures.words import baseline_words, difference_words, value_words
from cp4p_metrics.periods import PeriodKind, last_complete_month
from cp4p_metrics.release.comparison import Comparison
from cp4p_metrics.release.facts import MeasureFacts

from . import frame
from .answers import Answers
from .received import reports_by_month

CARD_WIDTH = 155  # two stand side by side on a phone
SPARK_MONTHS = 24


def card_row(
    answers: Answers, measures: Sequence[str], *, places: dict[str, str], kind: PeriodKind
) -> list[Comparison]:
    """A card for each measure the release holds, at its place, and the comparisons behind them."""
    shown = [name for name in measures if answers.has(name)]
    comparisons = []
    with st.grid(columns=max(len(shown), 1), min_column_width=CARD_WIDTH, gap="small", key="cards"):
        for name in shown:
            comparisons.append(card(answers, name, place=places.get(name, places[""]), kind=kind))
    return comparisons


def card(answers: Answers, name: str, *, place: str, kind: PeriodKind) -> Comparison:
    """One number with its change and its last months."""
    measure = answers.measure(name)
    compared = answers.compare(name, place=place, kind=kind)
    monthly = answers.ask(name, by="month", place=place)
    whole = monthly[monthly["period_start"] <= last_whole_month(answers, measure, place)].tail(SPARK_MONTHS)
    spark = whole["value"].dropna().tolist()
    words = difference_words(measure.form, compared.difference)
    st.metric(
        measure.label,
        value_words(measure.form, compared.value, compared.status),
        delta=words or None,
        delta_color="off",
        delta_arrow="off",
        help=f"{measure.meaning} Compared with the three years before.",
        border=True,
        height="stretch",
        chart_data=spark if len(spark) > 2 else None,
        chart_type="line",
    )
    return compared


def last_whole_month(answers: Answers, measure: MeasureFacts, place: str) -> pd.Timestamp:
    """The last month that is over and, for partners' work, for which every report due came in."""
    through = pd.Timestamp(last_complete_month(answers.through(measure.name)))
    if measure.is_public or place.startswith("area:"):
        return through
    reports = reports_by_month(answers, measure.subject, place)
    whole = reports.index[(reports["received"] == reports["due"]) & (reports.index <= through)]
    return whole.max() if len(whole) else through


def sentence(compared: Comparison, what: str) -> str:
    """'**1,412** people shot: 318 fewer than the average of the three years before', for a lead."""
    form = compared.measure.form
    said = f"**{value_words(form, compared.value, compared.status)}** {what}"
    words = difference_words(form, compared.difference)
    return f"{said}, {words} {baseline_words(form)}" if words and words != "no change" else said


def same_as_table(table: pd.DataFrame, what: str, *, expanded: bool = False) -> None:
    """The numbers of a picture as a table that can be read aloud; open where there is no picture."""
    with st.expander(
        "The numbers as a table" if expanded else "The same numbers as a table",
        icon=":material/table:",
        expanded=expanded,
    ):
        st.table(table, hide_index=True, border="horizontal", alt=what)


def explain(measures: Sequence[MeasureFacts]) -> None:
    """What the numbers of a page mean and don't show, in the same place on every page."""
    with st.expander("What these numbers mean, and what they do not show", icon=":material/info:"):
        for measure in measures:
            ours = " Our own definition." if measure.is_our_definition else ""
            lines = [f"**{measure.title}** ({measure.unit}). {measure.meaning}{ours}"]
            lines += [f"- {caveat}" for caveat in measure.caveats]
            st.markdown("\n".join(lines))
        frame.link_to("methods", "All measures and methods", "menu_book")
