"""What partners sent of what was due: how far the counts of a period can be trusted to be whole."""

from functools import lru_cache

import pandas as pd

from cp4p_metrics.periods import Period

from . import choices
from .answers import Answers

MONTHS_DRAWN = 60
KEPT_COUNTS = 500  # a few releases' partners and parts


@lru_cache(maxsize=KEPT_COUNTS)
def reports_by_month(answers: Answers, part: str, whose: str) -> pd.DataFrame:
    """`received` and `due` reports on one part by month, of all partners or of one ('partner:ID').

    Empty where the release holds no list of submissions: then nothing is known to be missing. The table is
    kept and shared: don't change it.
    """
    reports = answers.submissions()
    reports = reports[reports["part"] == part]
    if whose != choices.COALITION:
        reports = reports[reports["partner_id"] == whose.partition(":")[2]]
    counted = reports.groupby("month")["received_date"].agg(["count", "size"])
    return counted.rename(columns={"count": "received", "size": "due"})


def report_words(reports: pd.DataFrame, period: Period) -> str:
    """How many of a period's reports came in, as a sentence; '' where no list of them is known."""
    within = reports.loc[pd.Timestamp(period.start) : pd.Timestamp(period.end)]
    received, due = int(within["received"].sum()), int(within["due"].sum())
    if not due:
        return ""
    reports_due = f"{due} monthly report{'' if due == 1 else 's'}"
    if received == due:
        return f"All {reports_due} came in." if due > 1 else "The monthly report came in."
    if received == 0:
        return f"None of the {reports_due} has come in yet."
    return f"{received} of {reports_due} came in, so counts may still rise."


def last_months(answers: Answers, measure: str, place: str, reports: pd.DataFrame) -> pd.DataFrame:
    """The last months of a measure with `is_complete`: every report due for the month came in."""
    # Asked as the cards ask it, so that it is answered once.
    monthly = answers.ask(measure, by="month", place=place).tail(MONTHS_DRAWN).reset_index(drop=True)
    missing = reports.index[reports["received"] < reports["due"]]
    return monthly.assign(is_complete=~monthly["period_start"].isin(missing))
