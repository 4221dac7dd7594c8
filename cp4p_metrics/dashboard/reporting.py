"""What came in of what was due: month by month, and over the years."""

import pandas as pd
import streamlit as st

from cp4p_metrics.figures import lines, squares, words

from . import cards, choices, frame, submissions
from .answers import Answers

MEASURE = "reporting_completeness"
WINDOW_LAST_MONTH = pd.DateOffset(months=11)
CHART_HEIGHT = 230


def twelve_months(answers: Answers, stated: pd.DataFrame, whose: str) -> None:
    """A square for each partner (or part of a partner's month) and month, beside what is missing now."""
    recent, by_part = submissions.lately(stated), whose != choices.COALITION
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader("The last 12 months", anchor=False)
        st.caption(squares.LEGEND + ("" if by_part else ". A square tells of the month's last or missing part."))
        shown = submissions.squares(recent, answers.partners, by_part=by_part)
        row = "Part" if by_part else "Partner"
        st.plotly_chart(
            squares.months_in_squares(shown, frame.colors()),
            config=lines.NO_TOOLBAR,
            key="squares",
            alt=f"A square for each {row.lower()} and month: on time, days late or missing. "
            "The table below says the same in words.",
        )
        table = submissions.squares_as_table(shown, row)
        cards.same_as_table(table, f"Months on time, late and missing for each {row.lower()}")
    with right:
        st.subheader("What is missing now", anchor=False)
        missing = submissions.missing_by_partner(recent, answers.partners)
        if len(missing):
            st.table(missing, hide_index=True, border="horizontal", alt="Partners and the parts that are missing")
        else:
            st.markdown("Nothing. Every part that was due came in.")
        st.caption(f"A missing part is not reported, never zero. {submissions.older_missing(stated, recent)}")


def over_the_years(answers: Answers, whose: str) -> None:
    """The share of parts received in twelve months, of one partner beside all where one is chosen."""
    st.subheader("Share of parts received, over 12 months", anchor=False)
    rolling = {}
    for place in dict.fromkeys([whose, choices.COALITION]):
        windows = answers.ask(MEASURE, by="last_12_months", place=place)
        rolling[place] = windows.assign(period_start=windows["period_start"] + WINDOW_LAST_MONTH)
    drawn = [
        lines.Line(
            answers.partners.get(place.partition(":")[2], "All partners"),
            table,
            is_comparison=place != whose,
            is_main=place == whose,
        )
        for place, table in rolling.items()
    ]
    st.plotly_chart(
        lines.shares_over_time(drawn, frame.colors(), height=CHART_HEIGHT),
        config=lines.NO_TOOLBAR,
        key="completeness",
        alt="Share of the parts due in twelve months that came in, late or not, by the last of the twelve.",
    )
    table = rolling[whose].iloc[::-1]
    cards.same_as_table(
        pd.DataFrame(
            {
                "12 months to": table["period_start"].dt.strftime("%B %Y"),
                "Parts received": [words.value_words("share", row.value, row.status) for row in table.itertuples()],
                "Of parts due": [words.value_words("count", row.denominator, row.status) for row in table.itertuples()],
            }
        ),
        "Share of parts received in twelve months",
    )
