"""The linear test: which hidden counts are sums and differences of what is shown.

A hidden count can be worked out if it is a combination of known sums. If it is not, the inner counts can move in some
direction along which no known sum changes, and it does. So one direction is drawn at random among all those along
which no known sum changes; a hidden count that stands still along it is taken as recovered. The arithmetic is exact,
modulo a prime of 31 bits: a safe count stands still in one of a billion draws, and a prime that hides a recovery is as
rare. It is done for two random primes, and what stands still for either is recovered.

The directions are found by Gaussian elimination of sparse rows, many pivots at a time: pivots none of which stands in
the row of another are eliminated together, by one product of sparse matrices.
"""

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp

from .cube import Cube, Flags, Whole

HALF = 2**16  # numbers of 31 bits are multiplied in halves, so that sums of products fit into 64 bits


def recovered(cube: Cube, shown: Flags, hidden: Flags, contributor: int | None = None, seed: int = 0) -> Flags:
    """The hidden cells that any reader can work out, m; or that contributor, who knows their own inner counts.

    A cell of which that contributor owns all, or of which the rest is zero, leaves nothing to find out: it is not
    among the recovered. The seed is that of the primes and of the direction.
    """
    random = np.random.default_rng(seed)
    unknown = np.ones(len(cube.inner), dtype=bool) if contributor is None else cube.owner != contributor
    known = cube.cells[shown] if cube.equations is None else sp.vstack([cube.cells[shown], cube.equations])
    known, wanted = known.tocsr()[:, unknown], cube.cells[hidden][:, unknown]
    still = np.zeros(wanted.shape[0], dtype=bool)
    for prime in (random_prime(random), random_prime(random)):
        still |= _times(wanted, unseen_direction(known, prime, random), prime) == 0
    if contributor is not None:
        still &= wanted @ cube.inner[unknown] > 0
    answer = np.zeros(len(hidden), dtype=bool)
    answer[np.flatnonzero(hidden)[still]] = True
    return answer


def random_prime(random: np.random.Generator) -> int:
    """A prime of 31 bits."""
    small = np.arange(2, int(2**15.5) + 1)
    while True:
        number = int(random.integers(2**30, 2**31)) | 1
        if (number % small).all():
            return number


def unseen_direction(known: sp.csr_matrix, prime: int, random: np.random.Generator) -> Whole:
    """A random solution of `known @ direction == 0` modulo the prime, n; known is k x n, of whole numbers."""
    direction = random.integers(0, prime, known.shape[1])
    for _, pivots, rest in reversed(list(_eliminated(known, prime, random))):
        direction[pivots] = -_times(rest, direction, prime) % prime
    return direction


def independent_rows(known: sp.csr_matrix, seed: int = 0) -> Whole:
    """Rows that say all that the k rows say, and none of which follows from the others. Short rows are preferred."""
    random = np.random.default_rng(seed)
    rounds = _eliminated(known, random_prime(random), random)
    return np.sort(np.concatenate([np.empty(0, dtype=np.int64), *(chosen for chosen, _, _ in rounds)]))


def _eliminated(
    known: sp.csr_matrix, prime: int, random: np.random.Generator
) -> Iterator[tuple[Whole, Whole, sp.csr_matrix]]:
    """In rounds: rows that are taken, their pivot columns, and what those depend on.

    `direction[pivots] + rest @ direction == 0`, and the rest has no pivots but those of later rounds.
    """
    rows = _modulo(sp.csr_matrix(known, dtype=np.int64, copy=True), prime)
    number, length = np.arange(rows.shape[0]), np.diff(rows.indptr)
    while rows.nnz:
        number = number[np.diff(rows.indptr) > 0]
        rows = rows[np.diff(rows.indptr) > 0]
        chosen, pivots = _independent_pivots(rows, length[number], random)
        rest = rows[chosen]
        row = _row_of_each(rest)
        at_pivot = rest.indices == pivots[row]
        rest.data = rest.data * _inverse(rest.data[at_pivot], prime)[row] % prime
        rest.data[at_pivot] = 0
        rest.eliminate_zeros()
        yield number[chosen], pivots, rest

        others = np.isin(np.arange(rows.shape[0]), chosen, invert=True)
        rows, number = rows[others], number[others]
        multiple = rows[:, pivots]
        is_pivot = np.isin(np.arange(rows.shape[1]), pivots)
        rows.data[is_pivot[rows.indices]] = 0
        rows = _modulo(rows - _product(multiple, rest, prime), prime)


def _independent_pivots(rows: sp.csr_matrix, length: Whole, random: np.random.Generator) -> tuple[Whole, Whole]:
    """Rows and a column of each, so that no chosen row has another's column; those that fill in least.

    length: of each row before the elimination. Rows that were short go first, so that long ones, which mostly follow
    from them, vanish unused. A pivot adds to the other rows at most (entries of its row - 1) x (entries of its
    column - 1): Markowitz, 1957.
    """
    in_row = np.diff(rows.indptr)
    row = _row_of_each(rows)
    cost = (in_row[row] - 1) * (np.bincount(rows.indices, minlength=rows.shape[1])[rows.indices] - 1.0)
    cost += 100 * length[row] + random.random(len(cost)) / 2  # ties at random: neighbors would choose the same
    best = np.lexsort((cost, row))[rows.indptr[:-1]]  # the first entry of each row is its cheapest
    cheap = np.flatnonzero(cost[best] <= np.median(cost[best]))
    cheap = cheap[np.argsort(cost[best[cheap]])]
    pivots = rows.indices[best[cheap]]
    meets = rows[cheap][:, pivots].tocoo()  # the row of the one has the column of the other
    lost = np.zeros(len(cheap), dtype=bool)
    lost[np.maximum(meets.row, meets.col)[meets.row != meets.col]] = True  # the cheaper of the two stays
    return cheap[~lost], pivots[~lost].astype(np.int64)


def _product(left: sp.csr_matrix, right: sp.csr_matrix, prime: int) -> sp.csr_matrix:
    high, low = left.copy(), left.copy()
    high.data, low.data = left.data // HALF, left.data % HALF
    return _modulo(_modulo(high @ right, prime) * HALF + low @ right, prime)


def _times(matrix: sp.csr_matrix, vector: Whole, prime: int) -> Whole:
    terms = matrix.data.astype(np.int64) % prime * vector[matrix.indices] % prime
    return np.asarray(sp.csr_matrix((terms, matrix.indices, matrix.indptr), matrix.shape).sum(axis=1)).ravel() % prime


def _modulo(matrix: sp.csr_matrix, prime: int) -> sp.csr_matrix:
    matrix.data %= prime
    matrix.eliminate_zeros()
    return matrix


def _inverse(values: Whole, prime: int) -> Whole:
    """values ** (prime - 2), which is the inverse modulo a prime (Fermat)."""
    power, square, exponent = np.ones_like(values), values, prime - 2
    while exponent:
        if exponent % 2:
            power = power * square % prime
        square, exponent = square * square % prime, exponent // 2
    return power


def _row_of_each(matrix: sp.csr_matrix) -> Whole:
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
