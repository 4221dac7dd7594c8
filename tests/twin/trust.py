"""How far the numbers can be trusted, and how far partners have come with what contracts promise."""

from collections.abc import Callable
from datetime import date

import pandas as pd

from . import codes
from .cells import PARTNER_AND_COALITION, TWINS, Cells, derived, made, twin
from .numbers import NOT_REPORTED, Cell, Number, ratio, share
from .periods import FISCAL_YEAR, periods
from .records import Records

PART = {"part": codes.PARTS}


def due(records: Records) -> pd.DataFrame:
    """Parts of partners' months that were due by the end of what is reported on."""
    rows = records.happened("submissions", "month")
    return rows[rows["month"] <= pd.Timestamp(records.known.through)]


@twin("reporting_completeness", "submissions", made(due), places=PARTNER_AND_COALITION, by=PART)
def reporting_completeness(rows: pd.DataFrame) -> Number:
    return share(rows["received_date"].notna().sum(), len(rows))


@twin("days_late", "submissions", made(due), places=PARTNER_AND_COALITION, by=PART)
def days_late(rows: pd.DataFrame) -> Number:
    """On average over what came in; early is not late."""
    came = rows.dropna(subset=["received_date"])
    late = (came["received_date"] - came["due_date"]).dt.days
    return ratio(int(late[late > 0].sum()), len(came), unknown=len(rows) - len(came))


# Table → its day, and the fields that should say something
FIELDS = {
    "contacts": ("contact_date", ("purpose", "minutes")),
    "mediations": ("started_date", ("outcome", "catalyst", "shooting_likelihood")),
    "responses": ("response_date", ("hours_to_response",)),
    "enrollments": ("enrolled_date", ("risk_level", "age_band", "gender", "race_ethnicity")),
    "referrals": ("referred_date", ("status",)),
    "events": ("event_date", ("attendance", "attendance_method")),
}


def fields(records: Records) -> pd.DataFrame:
    """One row per record and key field: whether it says."""
    found = []
    for table, (day, columns) in FIELDS.items():
        rows = records.happened(table, day)
        if table == "events":
            rows = rows[rows["status"] == "held"]
        for column in columns:
            says = rows[column].notna() & (rows[column] != "unknown")
            one = rows[["date", "partner_id", "area_number"]].assign(field=f"{table}.{column}", says=says)
            found.append(one)
    return pd.concat([each for each in found if len(each)] or found[:1])


@twin(
    "unknown_share",
    "records",
    made(fields),
    places=PARTNER_AND_COALITION,
    by={"field": tuple(f"{table}.{column}" for table, (_, columns) in FIELDS.items() for column in columns)},
    has_total=False,
)
def unknown_share(rows: pd.DataFrame) -> Number:
    return share((~rows["says"].astype(bool)).sum(), len(rows))


SHARES_AND_STOCKS = ("resolved_share", "connected_share", "reporting_completeness", "active_caseload")


@derived("contract_progress")
def contract_progress(records: Records, of: Callable[[str], Cells]) -> Cells:
    """Done in the fiscal year, in percent of what is promised for the months of it that came in."""
    cells: Cells = {}
    for target in records.table("targets").itertuples():
        if pd.isna(target.target) or target.target == 0:
            continue
        start = date(target.fiscal_year - 1, 7, 1)
        done = of(target.measure).get((FISCAL_YEAR, start, "partner", target.partner_id, "all", "all"))
        if done is None:
            continue
        key = (FISCAL_YEAR, start, "partner", target.partner_id, "measure", target.measure)
        if done.value is None or done.status == "not_reported":
            cells[key] = NOT_REPORTED
            continue
        months = records.known.months[TWINS[target.measure].subject]["partner", target.partner_id]
        known = [months[month] for month in periods(FISCAL_YEAR, tuple(months))[start]]
        promised = float(target.target)
        if target.measure not in SHARES_AND_STOCKS:
            promised *= sum(known) / 12
        value = 100 * done.value / promised if promised else None
        rounded = int(done.value + 0.5)
        cells[key] = Cell(rounded, int(target.target), known.count(False), value, done.status)
    return cells
