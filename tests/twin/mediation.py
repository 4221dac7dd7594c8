"""Mediation: conflicts worked on, how they ended and what came after; agreements between groups."""

from datetime import date

import pandas as pd

from . import codes
from .cells import PARTNER_AND_COALITION, happened, made, twin
from .numbers import Number, count, quantile, share, survival_after
from .periods import QUARTER_AND_LONGER
from .records import Records, is_yes

mediated = happened("mediations", "started_date")
LIKELIHOOD = {"conflict_type": codes.CONFLICTS, "shooting_likelihood": codes.LIKELIHOODS}
CONFLICT = LIKELIHOOD | {
    "catalyst": codes.CATALYSTS,
    "learned_via": codes.LEARNED_VIA,
    "people_band": codes.PEOPLE_BANDS,
}
OUTCOME = {"outcome": codes.OUTCOMES}


def plus(days: pd.Series, number: int) -> pd.Series:
    return days + pd.Timedelta(days=number)


@twin("mediations", "outreach", mediated, by=OUTCOME | CONFLICT)
def mediations(rows: pd.DataFrame) -> Number:
    return count(len(rows))


@twin(
    "gun_conflict_mediations",
    "outreach",
    mediated,
    by=OUTCOME | {"conflict_type": codes.CONFLICTS, "catalyst": codes.CATALYSTS},
)
def gun_conflict_mediations(rows: pd.DataFrame) -> Number:
    likely = rows["shooting_likelihood"].isin(["likely", "very_likely"])
    return count(likely.sum(), unknown=int((rows["shooting_likelihood"] == "unknown").sum()))


def ended(rows: pd.DataFrame, ends: tuple[str, ...]) -> Number:
    """Of known outcomes; one that is ongoing has none yet, which is not an unknown one."""
    known = rows[~rows["outcome"].isin(["ongoing", "unknown"])]
    return share(known["outcome"].isin(ends).sum(), len(known), unknown=(rows["outcome"] == "unknown").sum())


@twin("resolved_share", "outreach", mediated, by=LIKELIHOOD)
def resolved_share(rows: pd.DataFrame) -> Number:
    return ended(rows, ("resolved",))


@twin("at_least_temporarily_resolved_share", "outreach", mediated, by=LIKELIHOOD)
def at_least_temporarily_resolved_share(rows: pd.DataFrame) -> Number:
    return ended(rows, codes.AT_LEAST_TEMPORARILY_RESOLVED)


@twin("retaliation_share", "outreach", mediated, by=LIKELIHOOD)
def retaliation_share(rows: pd.DataFrame) -> Number:
    told = rows["is_linked_to_earlier_incident"].dropna()
    return share(is_yes(told).sum(), len(told), unknown=len(rows) - len(told))


def follow_ups(rows: pd.DataFrame, _: str) -> dict[str, Number]:
    """By day 7 or 30, of those whose day has passed while the partner's records are known."""
    numbers = {}
    for name, days, column in (("day_7", 7, "follow_up_7_date"), ("day_30", 30, "follow_up_30_date")):
        due = rows[plus(rows["started_date"], days) <= rows["through"]]
        numbers[name] = share((due[column] <= plus(due["started_date"], days)).sum(), len(due))
    return numbers


@twin(
    "follow_up_done_share",
    "outreach",
    mediated,
    periods=QUARTER_AND_LONGER,
    by={"follow_up": ("day_7", "day_30")},
    has_total=False,
    split=follow_ups,
)
def follow_up_done_share(_: pd.DataFrame) -> Number:
    return share(0, 0)


def resolved_for_a_time(records: Records) -> pd.DataFrame:
    """Conflicts that ended resolved at least for a time, by the day of the outcome, else the first day of work."""
    rows = records.happened("mediations", "started_date")
    rows = rows[rows["outcome"].isin(codes.AT_LEAST_TEMPORARILY_RESOLVED)]
    return rows.assign(date=rows["outcome_date"].fillna(rows["started_date"]))


@twin("recurrence_within_90_days", "outreach", made(resolved_for_a_time), places=PARTNER_AND_COALITION, by=LIKELIHOOD)
def recurrence_within_90_days(rows: pd.DataFrame) -> Number:
    due = rows[plus(rows["outcome_date"], 90) <= rows["through"]]
    again = (due["reopened_date"] > due["outcome_date"]) & (due["reopened_date"] <= plus(due["outcome_date"], 90))
    return share(again.sum(), len(due), unknown=rows["outcome_date"].isna().sum())


def under_way(records: Records, _: date, end: date) -> pd.DataFrame:
    """Mediations begun by that day, and whether each was open then: yes, no, or None where nobody knows."""
    rows = records.happened("mediations", "started_date")
    day = pd.Timestamp(end)
    rows = rows[(rows["started_date"] <= day) & (rows["through"] >= day)]
    is_open: list[bool | None] = []
    for row in rows.itertuples():
        if row.outcome == "ongoing":
            was_closed = not pd.isna(row.outcome_date) and not pd.isna(row.reopened_date)
            is_open.append(not (was_closed and row.outcome_date <= day < row.reopened_date))
        elif not pd.isna(row.outcome_date):
            is_open.append(bool(day < row.outcome_date))
        elif row.outcome == "unknown":
            is_open.append(None)
        else:  # it was over by the last day known, nobody knows since when
            is_open.append(None if day < row.through else False)
    age = (day - rows["started_date"]).dt.days.astype(float)
    told = pd.Series(is_open, index=rows.index, dtype=object)
    rows = rows.assign(is_open=told, age_days=age.where(is_yes(told)))
    return rows[is_yes(told) | told.isna()]


@twin("open_mediations", "outreach", under_way, by=LIKELIHOOD, at_end=True)
def open_mediations(rows: pd.DataFrame) -> Number:
    return count(is_yes(rows["is_open"]).sum(), unknown=int(rows["is_open"].isna().sum()))


@twin("open_mediations_age", "outreach", under_way, at_end=True)
def open_mediations_age(rows: pd.DataFrame) -> Number:
    return quantile(rows["age_days"], 0.5)


def in_force(records: Records, _: date, end: date) -> pd.DataFrame:
    """Agreements that held on that day, or may have: a reason for the end without its day says only that it is over."""
    rows = records.happened("agreements", "agreed_date")
    day = pd.Timestamp(end)
    rows = rows[(rows["agreed_date"] <= day) & (rows["through"] >= day)]
    is_untold = rows["ended_date"].isna() & (rows["end_reason"] != "unknown")
    holds = rows["ended_date"].isna() | (day < rows["ended_date"])
    rows = rows.assign(is_untold=is_untold)
    return rows[holds & (~is_untold | (day < rows["through"]))]


@twin("agreements_active", "outreach", in_force, at_end=True)
def agreements_active(rows: pd.DataFrame) -> Number:
    return count((~rows["is_untold"]).sum(), unknown=int(rows["is_untold"].sum()))


def agreed(records: Records) -> pd.DataFrame:
    """Agreements, and for how many days each held or was followed; one that was replaced was not broken."""
    rows = records.happened("agreements", "agreed_date")
    rows = rows[rows["agreed_date"] <= rows["through"]]
    lasted, broke = [], []
    for row in rows.itertuples():
        has_ended = not pd.isna(row.ended_date) and row.ended_date <= row.through
        is_untold = pd.isna(row.ended_date) and row.end_reason != "unknown"
        last = row.ended_date if has_ended else row.through
        lasted.append(None if is_untold else (last - row.agreed_date).days)
        broke.append(has_ended and row.end_reason != "replaced")
    return rows.assign(lasted=pd.Series(lasted, index=rows.index, dtype=object), broke=broke)


def holding(rows: pd.DataFrame, _: str) -> dict[str, Number]:
    followed = rows[rows["lasted"].notna()]
    lasted, broke = [int(days) for days in followed["lasted"]], [bool(each) for each in followed["broke"]]
    numbers = {}
    for day in (90, 180):
        held = sum(days > day or (days == day and not has_ended) for days, has_ended in zip(lasted, broke, strict=True))
        left = survival_after(day, lasted, broke)
        numbers[str(day)] = Number(
            held,
            len(followed),
            len(rows) - len(followed),
            None if left is None else float(100 * left),
            len(followed),
            len(followed) > 0,
        )
    return numbers


@twin(
    "agreements_holding",
    "outreach",
    made(agreed),
    places=PARTNER_AND_COALITION,
    periods=QUARTER_AND_LONGER,
    by={"day": ("90", "180")},
    has_total=False,
    split=holding,
)
def agreements_holding(_: pd.DataFrame) -> Number:
    return Number(0, 0, 0)
