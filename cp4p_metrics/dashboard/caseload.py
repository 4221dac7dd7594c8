"""People on the caseload, month end by month end, and who enrolled."""

from datetime import date

import pandas as pd
import streamlit as st

from cp4p_metrics.figures import caseload_line, lines
from cp4p_metrics.figures.words import value_words

from . import cards, frame, received
from .answers import Answers


def show(answers: Answers, *, place: str, reports: pd.DataFrame) -> None:
    """The caseload over time: a stock, so each point is a day and nothing is added up."""
    measure = answers.measure("active_caseload")
    monthly = received.last_months(answers, measure.name, place, reports)
    doubtful = first_doubtful_month(monthly)
    st.subheader("Participants on the caseload", anchor=False)
    st.plotly_chart(
        caseload_line.month_ends(monthly, frame.colors(), doubtful_from=doubtful),
        config=lines.NO_TOOLBAR,
        key="caseload",
        alt="Participants enrolled on the last day of each month, "
        f"over the last {received.MONTHS_DRAWN // 12} years. The same numbers stand in the table below.",
    )
    dotted = " Dotted: not all reports came in." if doubtful else ""
    st.caption(f"Distinct people enrolled on the last day of each month; months are never added up.{dotted}")
    latest_first = monthly.sort_values("period_start", ascending=False)
    cards.same_as_table(
        pd.DataFrame(
            {
                "Last day of": latest_first["period_start"].dt.strftime("%B %Y"),
                "Participants": [value_words(measure.form, r.value, r.status) for r in latest_first.itertuples()],
            }
        ),
        "Participants on the caseload by month",
    )


def first_doubtful_month(monthly: pd.DataFrame) -> date | None:
    """The first of the latest months whose reports did not all come in; None where the latest did."""
    whole = monthly.loc[monthly["is_complete"], "period_start"]
    after = monthly if whole.empty else monthly[monthly["period_start"] > whole.max()]
    return None if after.empty else after["period_start"].min().date()
