"""Which cells are sums of other cells: a quarter of its months, a region of its areas. Read off the cube itself."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import scipy.sparse as sp

from .cube import Flags


def families(cells: sp.csr_matrix) -> tuple[sp.csr_matrix, Flags]:
    """Rows with -1 at one cell and 1 at cells inside it that have no inner count in common, f x m.

    And whether they make up all of that cell, f. Next relatives only: a quarter's months are listed, not a year's. Of
    cells with the same inner counts, each makes up the first, which stands for them all.
    """
    size = np.diff(cells.indptr)
    common = (cells @ cells.T).tocoo()
    equal = (common.data == size[common.row]) & (common.data == size[common.col])
    first = np.arange(len(size))
    np.minimum.at(first, common.row[equal], common.col[equal].astype(np.int64))
    is_first = first == np.arange(len(size))
    inside = (common.data == size[common.col]) & ~equal & is_first[common.row] & is_first[common.col]
    contains = _ones(common.row[inside], common.col[inside], common.shape)
    next_relatives = contains - contains.multiply((contains @ contains).astype(bool))
    next_relatives.eliminate_zeros()

    parents, children = first[~is_first].tolist(), [[cell] for cell in np.flatnonzero(~is_first).tolist()]
    inner_of = [frozenset(cells.indices[begin:end].tolist()) for begin, end in pairwise(cells.indptr)]
    for cell in np.flatnonzero(np.diff(next_relatives.indptr)).tolist():
        relatives = next_relatives.indices[next_relatives.indptr[cell] : next_relatives.indptr[cell + 1]]
        for family in _without_overlap(sorted(relatives.tolist()), inner_of):
            parents.append(cell)
            children.append(family)
    length = np.array([len(family) for family in children], dtype=np.int64)
    family_of = np.repeat(np.arange(len(parents)), length)
    child = np.concatenate([np.empty(0, np.int64), *children]).astype(np.int64)
    parent = np.array(parents, dtype=np.int64)
    shape = (len(parents), len(size))
    rows = _ones(family_of, child, shape) - _ones(np.arange(len(parents)), parent, shape)
    return rows.tocsr(), np.bincount(family_of, size[child], len(parents)) == size[parent]


def _without_overlap(relatives: list[int], inner_of: list[frozenset[int]]) -> Iterator[list[int]]:
    """The cells, dealt out to families whose cells have no inner count in common."""
    while relatives:
        taken: set[int] = set()
        family, others = [], []
        for cell in relatives:
            if taken.isdisjoint(inner_of[cell]):
                taken |= inner_of[cell]
                family.append(cell)
            else:
                others.append(cell)
        yield family
        relatives = others


def _ones(row: np.ndarray, column: np.ndarray, shape: tuple[int, int]) -> sp.csr_matrix:
    return sp.csr_matrix((np.ones(len(row), dtype=np.int64), (row, column)), shape)
