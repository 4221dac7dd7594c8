"""How long things last when not all were followed to their end."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

NO_MORE_THAN_ROUNDING = 1e-12  # products of fractions that should meet a quantile exactly miss it by less


@dataclass(frozen=True)
class Survival:
    """The Kaplan-Meier estimate: at each amount at which something ended, the share that lasts beyond it."""

    amounts: np.ndarray
    shares: np.ndarray
    longest: int  # the longest that anything was followed; -1 where nothing was

    def share_after(self, amount: int) -> float | None:
        """The share that lasts beyond an amount; None where no follow-up reaches it, unless all ended before."""
        before = self.shares[self.amounts <= amount]
        share = float(before[-1]) if len(before) else 1.0
        return None if self.longest < amount and share > 0 else share

    def quantile(self, quantile: float) -> float | None:
        """The amount by which that share has ended; None where it lies beyond all follow-up."""
        reached = np.flatnonzero(self.shares <= 1 - quantile + NO_MORE_THAN_ROUNDING)
        return float(self.amounts[reached[0]]) if len(reached) else None


def kaplan_meier(amounts: Sequence[int], counts: Sequence[int], events: Sequence[int]) -> Survival:
    """The product-limit estimate of Kaplan and Meier (1958), from how many have each amount.

    `amounts` in ascending order, `counts` how many have each, `events` for how many of them it ended there; the
    others were followed until there and no longer (censored after the events of the same amount).
    """
    lasted, had = np.asarray(amounts, dtype=np.int64), np.asarray(counts, dtype=np.int64)
    ended = np.asarray(events, dtype=np.int64)
    if not len(lasted):
        return Survival(lasted, np.ones(0), -1)
    at_risk = had.sum() - np.cumsum(had) + had
    shares = np.cumprod(1 - ended / at_risk)
    return Survival(lasted[ended > 0], shares[ended > 0], int(lasted[-1]))
