"""The faults that real files have, in small numbers that are counted and written down."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .draws import dates, stream
from .settings import Settings

Tally = Counter[tuple[str, str]]  # (table, fault) → rows

UNLISTED = "a value that no list holds"
WRONG_ORDER = "dates in the wrong order"
FUTURE = "a date in the future"
REPEATED = "a row repeated exactly"
CONFLICTING = "a key that comes twice with different content"
FUTURE_DAYS = 400


@dataclass(frozen=True)
class Faults:
    """What can go wrong in one table: columns, and what a careless hand writes into them."""

    key: str
    unlisted: tuple[str, str] | None = None  # column, value
    order: tuple[str, str] | None = None  # earlier date, later date
    future: str | None = None
    conflict: tuple[str, str | int] | None = None  # column, other content


FAULTS: dict[str, Faults] = {
    "responses": Faults("response_id", ("kind", "met w/ family"), ("notified_date", "response_date")),
    "mediations": Faults(
        "mediation_id",
        ("conflict_type", "argument"),
        ("started_date", "outcome_date"),
        "started_date",
        ("outcome", "ongoing"),
    ),
    "contacts": Faults("contact_id", ("purpose", "home visit"), None, "contact_date", ("minutes", 240)),
    "enrollments": Faults(
        "enrollment_id",
        ("risk_level", "Level 2"),
        ("enrolled_date", "exited_date"),
        "enrolled_date",
        ("age_band", "45_and_over"),
    ),
    "needs": Faults("need_id", ("domain", "transportation")),
    "referrals": Faults(
        "referral_id",
        ("status", "pending"),
        ("referred_date", "connected_date"),
        "referred_date",
        ("status", "withdrawn"),
    ),
    "goals": Faults("goal_id", ("domain", "drivers license"), ("set_date", "met_date")),
    "events": Faults("event_id", ("activity", "bouncy house"), None, None, ("attendance", 1000)),
    "shifts": Faults("shift_id", ("kind", "safe haven")),
}


def with_faults(table: str, rows: pa.Table, settings: Settings, last_day: int, tally: Tally, part: int = 1) -> pa.Table:
    """The rows with faults in a few of them; no row has two.

    Repeats and conflicts come at the end, as if sent again.
    """
    faults, count = FAULTS.get(table), len(rows)
    if faults is None or count == 0:
        return rows
    draw = stream(settings.seed, f"faults in {table}", part)
    shares = (
        settings.unlisted_share if faults.unlisted else 0.0,
        settings.impossible_date_share if faults.order else 0.0,
        settings.future_date_share if faults.future else 0.0,
        settings.repeat_share,
        settings.conflict_share if faults.conflict else 0.0,
    )
    wanted = [int(draw.binomial(count, share)) for share in shares]
    chosen = draw.choice(count, size=min(count, sum(wanted)), replace=False)
    unlisted, order, future, repeated, conflicting = np.split(chosen, np.cumsum(wanted)[:-1])

    original = rows
    if faults.unlisted:
        column, value = faults.unlisted
        rows = _replaced(rows, column, pa.scalar(value), unlisted)
        tally[table, UNLISTED] += len(unlisted)
    if faults.order:
        earlier, later = faults.order
        order = _without_blanks(rows, (earlier, later), order)
        rows = _replaced(rows, later, _days_before(rows, earlier, draw), order)
        tally[table, WRONG_ORDER] += len(order)
    if faults.future:
        rows = _replaced(rows, faults.future, dates(np.array([last_day + FUTURE_DAYS]))[0], future)
        tally[table, FUTURE] += len(future)
    again = original.take(pa.array(np.sort(repeated)))
    tally[table, REPEATED] += len(again)
    pieces = [rows, again]
    if faults.conflict:
        column, other = faults.conflict
        differs = original.take(pa.array(np.sort(conflicting)))
        differs = differs.filter(pc.fill_null(pc.not_equal(differs[column], other), True))
        tally[table, CONFLICTING] += len(differs)
        pieces.append(_replaced(differs, column, pa.scalar(other), np.arange(len(differs))))
    return pa.concat_tables(pieces).combine_chunks()


def _replaced(rows: pa.Table, column: str, value: pa.Scalar | pa.Array, positions: np.ndarray) -> pa.Table:
    """The rows with another value in a column at those positions."""
    mask = np.zeros(len(rows), dtype=bool)
    mask[positions] = True
    kind = rows.schema.field(column).type
    values = pc.if_else(pa.array(mask), value.cast(kind), rows[column])
    return rows.set_column(rows.schema.get_field_index(column), column, values)


def _without_blanks(rows: pa.Table, columns: tuple[str, str], positions: np.ndarray) -> np.ndarray:
    known = np.ones(len(rows), dtype=bool)
    for column in columns:
        known &= pc.is_valid(rows[column]).to_numpy()
    return positions[known[positions]]


def _days_before(rows: pa.Table, column: str, draw: np.random.Generator) -> pa.ChunkedArray:
    """A day some weeks before the date in the column."""
    days = rows[column].cast(pa.int32())
    return pc.subtract(days, pa.array(draw.integers(3, 60, len(rows)), pa.int32())).cast(pa.date32())
