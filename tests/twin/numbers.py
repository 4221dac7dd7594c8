"""What a number is made of, spelled out once more."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import pandas as pd

FEW = 20  # a share or rate that rests on fewer is marked unstable


class Number(NamedTuple):
    """A number of some rows: `rests_on` is what must not be few, `is_found` whether any row speaks for it."""

    numerator: int | None
    denominator: int | None = None
    unknown: int | None = None
    value: float | None = None
    rests_on: int | None = None
    is_found: bool = False


class Cell(NamedTuple):
    """What is published of it."""

    numerator: int | None
    denominator: int | None
    unknown: int | None
    value: float | None
    status: str


NOT_REPORTED = Cell(None, None, None, None, "not_reported")


def count(counted: float, unknown: int | None = None, per: int = 1) -> Number:
    """A whole number of things, counted in parts of `per`."""
    return Number(int(counted), None, unknown, int(counted) / per, None, counted > 0)


def added_up(amounts: pd.Series, unknown: int | None = None, per: int = 1) -> Number:
    """A sum of what was told: where rows lie and none of them tells, it is not zero, it is not known."""
    if len(amounts) and amounts.isna().all():
        return Number(None, None, unknown)
    return count(round(amounts.sum()), unknown, per)


def share(part: int, whole: int, unknown: int | None = None) -> Number:
    """Percent of a whole; none where there is no whole."""
    value = 100 * int(part) / int(whole) if whole else None
    return Number(int(part), int(whole), None if unknown is None else int(unknown), value, int(whole), whole > 0)


def ratio(above: int | None, below: int, unknown: int | None = None) -> Number:
    value = above / below if below and above is not None else None
    return Number(above, int(below), unknown, value, None, below > 0)


def quantile(amounts: pd.Series, which: float) -> Number:
    """The quantile of what was told; what was not told is unknown."""
    told = amounts.dropna()
    value = float(told.quantile(which)) if len(told) else None
    return Number(len(told), None, int(amounts.isna().sum()), value, len(told), len(told) > 0)


def survival_after(day: int, lasted: Sequence[int], ended: Sequence[bool]) -> Fraction | None:
    """Kaplan and Meier: day after day, the share of those still there that does not end on it.

    None where nobody was followed as far as the day, unless all had ended before.
    """
    left = Fraction(1)
    for amount in sorted({amount for amount, has in zip(lasted, ended, strict=True) if has and amount <= day}):
        at_risk = sum(other >= amount for other in lasted)
        ends = sum(other == amount and has for other, has in zip(lasted, ended, strict=True))
        left *= 1 - Fraction(ends, at_risk)
    return None if max(lasted, default=-1) < day and left > 0 else left


def first_day_with_half(lasted: Sequence[int], ended: Sequence[bool]) -> int | None:
    """The first day by which half have ended; None where that lies beyond all follow-up."""
    for amount in sorted(set(lasted)):
        left = survival_after(amount, lasted, ended)
        if left is not None and left <= Fraction(1, 2):
            return amount
    return None
