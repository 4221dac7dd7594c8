"""Recorded work over the last years, month by month: the picture, its words and its table."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from cp4p_metrics.figures import lines, months, words
from cp4p_metrics.periods import Period

from . import cards, frame, received
from .answers import Answers


def show(answers: Answers, names: Mapping[str, str], *, place: str, period: Period, reports: pd.DataFrame) -> None:
    """One of several measures by month, as the reader chooses; `names` gives each a short name."""
    title = st.empty()
    chosen = st.segmented_control(
        "Shown by month",
        list(names),
        default=next(iter(names)),
        required=True,
        format_func=lambda name: names[name],
        key="work",
        bind="query-params",
        label_visibility="collapsed",
    )
    measure = answers.measure(chosen or next(iter(names)))
    title.subheader(f"{measure.title}, by month", anchor=False)
    monthly = received.last_months(answers, measure.name, place, reports)
    st.plotly_chart(
        months.months_of_work(monthly, frame.colors(), shape=measure.form, unit=measure.unit, period=period),
        config=lines.NO_TOOLBAR,
        key="by_month",
        alt=f"{measure.title} by month over the last {received.MONTHS_DRAWN // 12} years, "
        "with the mean of twelve months. The same numbers stand in the table below.",
    )
    notes = ["Bars are months, the line is the mean of the last twelve, the shaded part is the period above."]
    if (~monthly["is_complete"] & monthly["value"].notna()).any():
        notes.append("Paler months still lack a report.")
    if (monthly["status"] == "not_reported").any():
        notes.append("A dash is a month that was not reported.")
    st.caption(" ".join(notes))
    latest_first = monthly.iloc[::-1]
    rows = list(latest_first.itertuples())
    cards.same_as_table(
        pd.DataFrame(
            {
                "Month": latest_first["period_start"].dt.strftime("%B %Y"),
                measure.title: [words.value_words(measure.form, row.value, row.status) for row in rows],
                "Reports": ["all in" if row.is_complete else "not all in" for row in rows],
            }
        ),
        f"{measure.title} by month",
    )
