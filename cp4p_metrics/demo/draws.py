"""Seeded random draws, and columns made of them.

Each table, and each chunk of a big one, draws from a stream of its own, so that a new table shifts no other.
"""

from collections.abc import Mapping
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Days = np.ndarray  # whole days since 1970-01-01
UNKNOWN = "unknown"


def stream(seed: int, name: str, part: int = 0) -> np.random.Generator:
    """The generator of that name and part."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(crc32(name.encode()), part))))


def happens(draw: np.random.Generator, share: float | np.ndarray, count: int) -> np.ndarray:
    """True for about that share of `count` rows."""
    return draw.random(count) < share


def pick(draw: np.random.Generator, weights: list[float] | tuple[float, ...], count: int) -> np.ndarray:
    """Positions in `weights`, each as often as its weight says."""
    bounds = np.cumsum(np.asarray(weights, dtype=float))
    positions = np.searchsorted(bounds / bounds[-1], draw.random(count), side="right")
    return np.minimum(positions, len(bounds) - 1)


def texts(values: list[str] | tuple[str, ...], positions: np.ndarray, missing: np.ndarray | None = None) -> pa.Array:
    """The values at those positions; blank where missing."""
    return pa.array(list(values), pa.string()).take(pa.array(positions, pa.int32(), mask=missing))


def codes(draw: np.random.Generator, weights: Mapping[str, float], count: int) -> pa.Array:
    """Codes, each as often as its weight says."""
    return texts(list(weights), pick(draw, list(weights.values()), count))


def uncertain(draw: np.random.Generator, column: pa.Array, unknown: float, blank: float) -> pa.Array:
    """The column of an optional code: a share of it unknown, a share blank."""
    luck = draw.random(len(column))
    column = pc.if_else(pa.array(luck < unknown + blank), pa.scalar(UNKNOWN), column)
    return blank_where(column, luck < blank)


def blank_where(column: pa.Array, missing: np.ndarray) -> pa.Array:
    """The column with blanks where missing."""
    return pc.if_else(pa.array(missing), pa.scalar(None, column.type), column)


def dates(days: Days, missing: np.ndarray | None = None) -> pa.Array:
    """Days as dates; blank where missing."""
    return pa.array(np.asarray(days, dtype=np.int32), pa.int32(), mask=missing).cast(pa.date32())


def whole_numbers(values: np.ndarray, missing: np.ndarray | None = None) -> pa.Array:
    """Numbers without decimals; blank where missing."""
    return pa.array(np.asarray(values, dtype=np.int64), mask=missing)


def decimals(values: np.ndarray, missing: np.ndarray | None = None) -> pa.Array:
    """Numbers with two decimals, always written the same way; blank where missing."""
    hundredths = np.rint(np.asarray(values) * 100).astype(np.int64)
    whole = pa.array(hundredths // 100).cast(pa.string())
    rest = pc.utf8_lpad(pa.array(hundredths % 100).cast(pa.string()), 2, "0")
    written = pc.binary_join_element_wise(whole, rest, ".")
    return written if missing is None else blank_where(written, missing)


def keys(letter: str, numbers: np.ndarray) -> pa.Array:
    """Keys such as M000123. A letter before the digits, so that no key looks like a telephone number."""
    digits = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 9, "0")
    return pc.binary_join_element_wise(pa.scalar(letter), digits, "")


def yes_no(values: np.ndarray, missing: np.ndarray | None = None) -> pa.Array:
    """Yes or no; blank where missing."""
    return texts(("no", "yes"), values.astype(np.int32), missing)


def epoch_day(text: str) -> int:
    """Days since 1970-01-01 of an ISO date."""
    return int(np.datetime64(text, "D").astype(np.int64))


def month_numbers(days: Days) -> np.ndarray:
    """Months since January 1970."""
    return np.asarray(days).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def first_days(months: np.ndarray) -> Days:
    """The first day of each month, counted in months since January 1970."""
    return np.asarray(months).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def weekdays(days: Days) -> np.ndarray:
    """0 for Monday to 6 for Sunday."""
    return (np.asarray(days) + 3) % 7
