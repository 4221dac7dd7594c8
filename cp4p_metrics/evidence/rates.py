"""Rates with exact intervals."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import beta, chi2


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


def ratio_interval(
    counts: ArrayLike,
    exposures: ArrayLike,
    base_counts: ArrayLike,
    base_exposures: ArrayLike,
    confidence: float = 0.95,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Exact limits of the ratio of two Poisson rates, (count / exposure) over (base count / base exposure).

    Conditional on the sum of both counts, the first is binomial: Clopper and Pearson (1934) limits of
    its share, turned into a ratio. The upper limit is infinite for a base count of 0. Arrays broadcast;
    exposures are in any unit, the same for both. Assumes independent events.
    """
    x1, t1 = np.asarray(counts, dtype=float), np.asarray(exposures, dtype=float)
    x0, t0 = np.asarray(base_counts, dtype=float), np.asarray(base_exposures, dtype=float)
    tail = (1 - confidence) / 2
    # beta.ppf is undefined where a count is 0; the limit is then 0 or infinity by definition.
    lower_share = np.where(x1 > 0, beta.ppf(tail, np.maximum(x1, 1), x0 + 1), 0.0)
    upper_share = np.where(x0 > 0, beta.ppf(1 - tail, x1 + 1, np.maximum(x0, 1)), 1.0)
    with np.errstate(divide="ignore"):
        return lower_share / (1 - lower_share) * t0 / t1, upper_share / (1 - upper_share) * t0 / t1
