"""Rates with exact intervals."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2


def garwood_interval(counts: ArrayLike, confidence: float = 0.95) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Exact lower and upper limits of the mean behind each Poisson count, both of the shape of `counts`.

    Garwood (1936): chi-square quantiles with 2x and 2x + 2 degrees of freedom, halved; the lower
    limit of a count of 0 is 0. Assumes that events are independent of each other, which several
    people shot in one incident are not: the true range is somewhat wider.
    Raises ValueError for negative counts.
    """
    events = np.asarray(counts, dtype=float)
    if (events < 0).any():
        raise ValueError("A count can't be negative.")
    tail = (1 - confidence) / 2
    lower = np.where(events > 0, chi2.ppf(tail, 2 * np.maximum(events, 1)) / 2, 0.0)
    upper = chi2.ppf(1 - tail, 2 * events + 2) / 2
    return lower, upper
