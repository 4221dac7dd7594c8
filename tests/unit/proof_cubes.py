"""Small tables with margins, for tests of disclosure."""

import numpy as np
import scipy.sparse as sp

from cp4p_metrics.disclosure.cube import NOBODY, Cube, Flags, Primary


def with_margins(*sizes: int) -> sp.csr_matrix:
    """The cells of a table and all its sums: along each dimension its values, then their total."""
    cells = sp.csr_matrix(np.ones((1, 1), dtype=np.int64))
    for size in sizes:
        one = sp.vstack([sp.identity(size, dtype=np.int64), np.ones((1, size), dtype=np.int64)])
        cells = sp.kron(cells, one, format="csr")
    return cells.astype(np.int64)


def cube_of(table: object, **but: object) -> Cube:
    """A table with its margins; zeros are left out of the inner counts. Other fields of the cube can be given."""
    counts = np.asarray(table, dtype=np.int64)
    present = np.flatnonzero(counts.ravel())
    cells = with_margins(*counts.shape)[:, present].tocsr()
    inner = counts.ravel()[present]
    total = cells @ inner
    fields = {
        "inner": inner,
        "cells": cells,
        "least": (total > 0).astype(np.int64),
        "owner": np.full(len(inner), NOBODY),
        "unit": np.arange(len(total)),
        "weight": np.log1p(total) + 1.0,
        "headline": np.zeros(len(total), dtype=bool),
        "near": np.zeros(len(inner), dtype=np.int64),
        "wide": np.zeros(len(inner), dtype=np.int64),
    }
    return Cube(**(fields | but))


def flags(size: int, *at: int) -> Flags:
    """True at those places."""
    answer = np.zeros(size, dtype=bool)
    answer[list(at)] = True
    return answer


def primary_at(cube: Cube, *at: int, against: object = None) -> Primary:
    """Those cells are primary; against the public alone unless said otherwise."""
    size = len(cube.counts)
    pairs = np.zeros((size, len(cube.contributors)), dtype=bool) if against is None else np.asarray(against, dtype=bool)
    return Primary(flags(size, *at), pairs)
