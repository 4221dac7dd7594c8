"""Case management: who takes part, for how long, and what becomes of needs, goals and referrals."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd

from . import codes
from .cells import PARTNER_AND_COALITION, PROGRAM, Cells, derived, happened, made, twin
from .mediation import plus
from .numbers import Number, count, first_day_with_half, share
from .outreach import divided, mix, nothing_of_a_mix
from .periods import QUARTER_AND_LONGER
from .records import Records, where

Of = Callable[[str], Cells]
enrolled = happened("enrollments", "enrolled_date")
referred = happened("referrals", "referred_date")
TRAITS = {
    "age_band": codes.AGE_BANDS,
    "gender": codes.GENDERS,
    "race_ethnicity": codes.RACES_AND_ETHNICITIES,
}
RISK_AND_TRAITS = {"risk_level": codes.RISKS} | TRAITS
DOMAIN = {"domain": codes.DOMAINS}


# Who takes part


@twin("new_enrollments", "case_management", enrolled, by=RISK_AND_TRAITS)
def new_enrollments(rows: pd.DataFrame) -> Number:
    return count(len(rows))


def open_on_last_day(records: Records, _: date, end: date) -> pd.DataFrame:
    """The day of enrollment counts, the day of exit does not; nobody after the partner's last month received."""
    rows, day = records.happened("enrollments", "enrolled_date"), pd.Timestamp(end)
    is_open = (rows["enrolled_date"] <= day) & (rows["exited_date"].isna() | (day < rows["exited_date"]))
    return rows[is_open & (day <= rows["through"])]


@twin("active_caseload", "case_management", open_on_last_day, by=RISK_AND_TRAITS, at_end=True)
def active_caseload(rows: pd.DataFrame) -> Number:
    return count(len(set(rows["participant_id"])))


def open_on_any_day(records: Records, start: date, end: date) -> pd.DataFrame:
    """The same on any day of the period, up to the last day on which the partner's records are known."""
    rows = records.happened("enrollments", "enrolled_date")
    first = rows["enrolled_date"].where(rows["enrolled_date"] > pd.Timestamp(start), pd.Timestamp(start))
    last = rows["through"].where(rows["through"] < pd.Timestamp(end), pd.Timestamp(end))
    last = last.where(rows["through"].notna())
    return rows[(first <= last) & (rows["exited_date"].isna() | (first < rows["exited_date"]))]


@twin("people_served", "case_management", open_on_any_day, by=RISK_AND_TRAITS, needs_months=True)
def people_served(rows: pd.DataFrame) -> Number:
    return count(len(set(rows["participant_id"])))


@twin("people_served_at_highest_risk", "case_management", open_on_any_day, needs_months=True)
def people_served_at_highest_risk(rows: pd.DataFrame) -> Number:
    return count(len(set(rows["participant_id"][rows["risk_level"] == "highest"])))


def latest_estimates(records: Records, _: date, end: date) -> pd.DataFrame:
    """Each area's latest estimate for the year of that day, or for one before; a year without a number is none."""
    rows = records.table("risk_estimates")
    rows = rows[rows["people_count"].notna() & (rows["year"].astype(float) <= end.year)]
    return rows.sort_values("year").groupby("area_number").tail(1).assign(date=pd.Timestamp(end))


@twin("people_at_highest_risk", "risk_estimates", latest_estimates, at_end=True)
def people_at_highest_risk(rows: pd.DataFrame) -> Number:
    return count(rows["people_count"].sum())


@derived("reach")
def reach(_: Records, of: Of) -> Cells:
    return divided(of("people_served_at_highest_risk"), of("people_at_highest_risk"), PROGRAM, times=100)


@twin("highest_risk_share", "case_management", enrolled, by=TRAITS)
def highest_risk_share(rows: pd.DataFrame) -> Number:
    assessed = rows[rows["risk_level"] != "unknown"]
    return share((assessed["risk_level"] == "highest").sum(), len(assessed), unknown=len(rows) - len(assessed))


@twin("assessed_within_30_days", "case_management", enrolled, by=TRAITS)
def assessed_within_30_days(rows: pd.DataFrame) -> Number:
    """Where only a risk tells that there was an assessment, nobody knows whether it came by day 30."""
    due = rows[plus(rows["enrolled_date"], 30) <= rows["through"]]
    is_untold = due["assessed_date"].isna() & (due["risk_level"] != "unknown")
    told = due[~is_untold]
    by_day_30 = told["assessed_date"] <= plus(told["enrolled_date"], 30)
    return share(by_day_30.sum(), len(told), unknown=is_untold.sum())


# How long they stay, and why they leave


def followed_up(rows: pd.DataFrame, day: int) -> pd.DataFrame:
    """The enrollments whose day has come while their partner's records are known, and what is known of each."""
    rows = rows[plus(rows["enrolled_date"], day) <= rows["through"]]
    has_reason = rows["exit_reason"] != "unknown"
    is_untold = rows["exited_date"].isna() & has_reason
    has_left = rows["exited_date"] <= plus(rows["enrolled_date"], day)
    return rows.assign(has_reason=has_reason, is_untold=is_untold, has_left=has_left)


def retained(rows: pd.DataFrame, _: str) -> dict[str, Number]:
    numbers = {}
    for day in (30, 90, 180, 365):
        cohort = followed_up(rows, day)
        told = cohort[~cohort["is_untold"]]
        numbers[str(day)] = share((~told["has_left"]).sum(), len(told), unknown=cohort["is_untold"].sum())
    return numbers


def incarcerated_or_deceased(rows: pd.DataFrame, _: str) -> dict[str, Number]:
    numbers = {}
    for day in (30, 90, 180, 365):
        cohort = followed_up(rows, day)
        told = cohort[~cohort["is_untold"]]
        competing = told["has_left"] & told["exit_reason"].isin(["incarcerated", "deceased"])
        unknown = cohort["is_untold"].sum() + (told["has_left"] & ~told["has_reason"]).sum()
        numbers[str(day)] = share(competing.sum(), len(told), unknown=unknown)
    return numbers


COHORT = {
    "places": PARTNER_AND_COALITION,
    "periods": QUARTER_AND_LONGER,
    "by": {"day": ("30", "90", "180", "365")},
    "has_total": False,
}


@twin("retention", "case_management", enrolled, split=retained, **COHORT)
def retention(_: pd.DataFrame) -> Number:
    return share(0, 0, 0)


@twin("retention_competing_exits", "case_management", enrolled, split=incarcerated_or_deceased, **COHORT)
def retention_competing_exits(_: pd.DataFrame) -> Number:
    return share(0, 0, 0)


twin(
    "exit_reasons",
    "case_management",
    happened("enrollments", "exited_date"),
    by={"exit_reason": codes.EXIT_REASONS},
    has_total=False,
    split=mix,
)(nothing_of_a_mix)


def coming_home(records: Records, of_each: list[str], order: list[str]) -> pd.DataFrame:
    """Each participant's days of coming home, at the first enrollment that names them, once 30 days went by."""
    rows = records.happened("enrollments", "released_date").dropna(subset=["released_date"])
    first = rows.sort_values(order).groupby(of_each).head(1)
    return first[plus(first["released_date"], 30) <= first["through"]]


def of_anyone(records: Records) -> pd.DataFrame:
    order = ["enrolled_date", "partner_id", "enrollment_id"]
    return coming_home(records, ["participant_id", "released_date"], order)


def of_each_partner(records: Records) -> pd.DataFrame:
    order = ["enrolled_date", "enrollment_id"]
    return coming_home(records, ["partner_id", "participant_id", "released_date"], order)


@twin(
    "reentry_enrolled_within_30_days",
    "case_management",
    made(of_anyone),
    select_of_partners=made(of_each_partner),
)
def reentry_enrolled_within_30_days(rows: pd.DataFrame) -> Number:
    return share((rows["enrolled_date"] <= plus(rows["released_date"], 30)).sum(), len(rows))


# Needs and goals


@twin("needs_named", "case_management", happened("needs", "identified_date"), by=DOMAIN)
def needs_named(rows: pd.DataFrame) -> Number:
    return count(len(rows))


def enrolled_with_needs(records: Records) -> pd.DataFrame:
    """Enrollments with the domains of the needs that were named from the first day to the day of leaving."""
    rows, needs = records.happened("enrollments", "enrolled_date"), records.table("needs")
    named = []
    for row in rows.itertuples():
        own = needs[(needs["partner_id"] == row.partner_id) & (needs["participant_id"] == row.participant_id)]
        since = own[own["identified_date"] >= row.enrolled_date]
        during = since if pd.isna(row.exited_date) else since[since["identified_date"] <= row.exited_date]
        named.append(set(during["domain"]))
    is_assessed = rows["assessed_date"].notna() | (rows["risk_level"] != "unknown")
    return rows.assign(named=pd.Series(named, index=rows.index, dtype=object), is_assessed=is_assessed)


def needing(rows: pd.DataFrame, _: str) -> dict[str, Number]:
    assessed = rows[rows["is_assessed"]]
    return {
        domain: share(sum(domain in named for named in assessed["named"]), len(assessed), len(rows) - len(assessed))
        for domain in codes.DOMAINS
    }


@twin("needs_identified", "case_management", made(enrolled_with_needs), by=DOMAIN, has_total=False, split=needing)
def needs_identified(_: pd.DataFrame) -> Number:
    return share(0, 0, 0)


@twin("goals_met_share", "case_management", happened("goals", "set_date"), by=DOMAIN)
def goals_met_share(rows: pd.DataFrame) -> Number:
    return share((rows["met_date"] <= rows["through"]).sum(), len(rows))


# Referrals


def told(records: Records) -> pd.DataFrame:
    """Referrals and what they tell: connected by the day of the first service or, without it, by what only a service has."""
    rows = records.happened("referrals", "referred_date")
    no_connection, no_completion = rows["connected_date"].isna(), rows["completed_date"].isna()
    has_completed = (rows["completed_date"] <= rows["through"]) | (no_completion & (rows["status"] == "completed"))
    is_connected = (
        (rows["connected_date"] <= rows["through"])
        | (no_connection & (rows["completed_date"] <= rows["through"]))
        | (no_connection & no_completion & rows["status"].isin(["connected", "completed"]))
    )
    return rows.assign(
        is_connected=is_connected,
        is_completed=is_connected & has_completed,
        says_nothing=no_connection & no_completion & (rows["status"] == "unknown"),
        is_due=plus(rows["referred_date"], 60) <= rows["through"],
    )


referrals_told = made(told)


@twin("referrals", "case_management", referred, by=DOMAIN | {"status": codes.STATUSES})
def referrals(rows: pd.DataFrame) -> Number:
    return count(len(rows))


twin(
    "referral_status_mix",
    "case_management",
    referred,
    by={"status": codes.STATUSES},
    has_total=False,
    split=mix,
)(nothing_of_a_mix)


@twin("referrals_connected", "case_management", referrals_told, by=DOMAIN)
def referrals_connected(rows: pd.DataFrame) -> Number:
    return count(rows["is_connected"].sum())


@twin("referrals_completed", "case_management", referrals_told, by=DOMAIN)
def referrals_completed(rows: pd.DataFrame) -> Number:
    return count(rows["is_completed"].sum())


@twin("connected_share", "case_management", referrals_told, by=DOMAIN)
def connected_share(rows: pd.DataFrame) -> Number:
    due = rows[rows["is_due"]]
    return share(due["is_connected"].sum(), (~due["says_nothing"]).sum(), unknown=due["says_nothing"].sum())


@twin("completed_share", "case_management", referrals_told, by=DOMAIN)
def completed_share(rows: pd.DataFrame) -> Number:
    started = rows[rows["is_connected"]]
    gave_up = started["status"].isin(["declined", "withdrawn", "closed_no_contact"])
    unknown = ~started["is_completed"] & (started["status"] == "unknown")
    return share(started["is_completed"].sum(), (started["is_completed"] | gave_up).sum(), unknown=unknown.sum())


@twin(
    "days_to_connection",
    "case_management",
    referrals_told,
    places=PARTNER_AND_COALITION,
    periods=QUARTER_AND_LONGER,
    by=DOMAIN,
)
def days_to_connection(rows: pd.DataFrame) -> Number:
    """Kaplan and Meier's median; whoever was not connected is followed as far as the partner's records go."""
    lasted, connected, unknown = [], [], 0
    for row in rows[rows["referred_date"] <= rows["through"]].itertuples():
        has_come = not pd.isna(row.connected_date) and row.connected_date <= row.through
        says_service = row.status in ("unknown", "connected", "completed") or not pd.isna(row.completed_date)
        if pd.isna(row.connected_date) and says_service:
            unknown += 1  # it does not say whether there was one, or not when
            continue
        last = row.connected_date if has_come else row.through
        lasted.append((last - row.referred_date).days)
        connected.append(has_come)
    median = first_day_with_half(lasted, connected)
    value = None if median is None else float(median)
    return Number(sum(connected), len(lasted), unknown, value, len(lasted), len(lasted) > 0)


def not_met(records: Records) -> pd.DataFrame:
    """Needs that no service met since they were named, whichever partner referred the participant."""
    needs, services = records.happened("needs", "identified_date"), told(records)
    services = services[services["is_connected"]]

    def is_met(need: Any) -> bool:
        own = services[(services["participant_id"] == need.participant_id) & (services["domain"] == need.domain)]
        under_way = ~own["is_completed"] & own["status"].isin(["open", "accepted", "connected"])
        until = own["completed_date"].fillna(own["connected_date"]).fillna(own["referred_date"])
        return bool((under_way | (until >= need.identified_date)).any())

    return needs[~where(needs, is_met)]


@twin("unmet_need", "case_management", made(not_met), by=DOMAIN)
def unmet_need(rows: pd.DataFrame) -> Number:
    return count(len(set(rows["participant_id"])))
