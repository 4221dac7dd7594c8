"""Quantiles of amounts, and how long things last when not all were followed to their end. Many groups at once."""

from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Whole: TypeAlias = NDArray[np.int64]
Real: TypeAlias = NDArray[np.float64]
NO_MORE_THAN_ROUNDING = 1e-9  # a share that should meet a quantile exactly misses it by less


@dataclass(frozen=True)
class Amounts:
    """How many have each amount, in each of `group_count` groups.

    `group` (0, 1, …), `amount`, `count` and `event` are arrays of one length, in the order of group and amount.
    `event` says for how many it ended there; the others were followed until there and no longer (censored after
    the events of the same amount).
    """

    group_count: int
    group: Whole
    amount: Whole
    count: Whole
    event: Whole

    def totals(self, values: Whole) -> Whole:
        """The sum of the values in each group."""
        return np.bincount(self.group, values, self.group_count).astype(np.int64)

    def passed(self, values: Whole) -> Whole:
        """The running sum of the values within each group, each with its own."""
        running = np.cumsum(values)
        first = np.searchsorted(self.group, self.group)  # where the group of each begins
        return running - running[first] + values[first]

    def lowest(self, is_wanted: NDArray[np.bool_]) -> Real:
        """The lowest wanted amount of each group; NaN where there is none."""
        found = np.full(self.group_count, np.nan)
        groups, first = np.unique(self.group[is_wanted], return_index=True)
        found[groups] = self.amount[is_wanted][first]
        return found


def quantiles(amounts: Amounts, quantile: float) -> Real:
    """The quantile in each group, on a straight line between the two nearest amounts; NaN for an empty group.

    Hyndman and Fan's seventh (1996), as numpy's and pandas' own; in whole numbers up to the last step.
    """
    position, rest = np.divmod(round(quantile * 100) * (amounts.totals(amounts.count) - 1), 100)
    passed = amounts.passed(amounts.count)
    low = amounts.lowest(passed > position[amounts.group])
    high = amounts.lowest(passed > (position + (rest > 0))[amounts.group])
    return low + (high - low) * rest / 100


def survival(amounts: Amounts) -> Real:
    """The share of its group that lasts beyond each amount: the product-limit estimate of Kaplan and Meier (1958).

    Each group's product is its own, so that its last digit doesn't depend on what else is computed along.
    """
    at_risk = amounts.totals(amounts.count)[amounts.group] - amounts.passed(amounts.count) + amounts.count
    shares = 1 - amounts.event / at_risk
    place = np.arange(len(amounts.group)) - np.searchsorted(amounts.group, amounts.group)  # within its group
    in_turn = np.argsort(place, kind="stable")
    ends = np.cumsum(np.bincount(place))
    for start, end in pairwise(ends):
        following = in_turn[start:end]
        shares[following] *= shares[following - 1]
    return shares


def survival_quantiles(amounts: Amounts, quantile: float) -> Real:
    """The amount by which that share of each group has ended; NaN where it lies beyond all follow-up."""
    return amounts.lowest(survival(amounts) <= 1 - quantile + NO_MORE_THAN_ROUNDING)


def survival_after(amounts: Amounts, amount: int) -> Real:
    """The share of each group that lasts beyond an amount; NaN where no follow-up reaches it, unless all ended."""
    shares, longest = np.ones(amounts.group_count), np.full(amounts.group_count, -1)
    longest[amounts.group] = amounts.amount  # the last of each group is its longest
    until = amounts.amount <= amount
    shares[amounts.group[until]] = survival(amounts)[until]
    return np.where((longest < amount) & (shares > 0), np.nan, shares)
