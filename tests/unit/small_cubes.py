"""Small tables for tests of what is hidden, and a check of witnesses in plain Python."""

from collections.abc import Iterable, Sequence

import numpy as np
import scipy.sparse as sp

from cp4p_metrics.disclosure.cube import NOBODY, Cube, Primary, Protection


def cube_of(
    inner: Sequence[int],
    cells: Iterable[Iterable[int]],
    *,
    owner: Sequence[int] | None = None,
    contributors: int = 0,
    unit: Sequence[int] | None = None,
    headline: Iterable[int] = (),
    weight: Sequence[float] | None = None,
    least: Sequence[int] | None = None,
    near: Sequence[int] | None = None,
    wide: Sequence[int] | None = None,
    equations: Sequence[Sequence[int]] | None = None,
    inequalities: Sequence[Sequence[int]] | None = None,
) -> Cube:
    """A cube whose cells are given as the places of the inner counts that they are sums of."""
    members = [list(cell) for cell in cells]
    matrix = sp.lil_matrix((len(members), len(inner)), dtype=np.int64)
    for row, places in enumerate(members):
        matrix[row, places] = 1
    counts = matrix @ np.asarray(inner)
    top = np.zeros(len(members), dtype=bool)
    top[list(headline)] = True
    return Cube(
        inner=np.asarray(inner, dtype=np.int64),
        cells=matrix.tocsr(),
        least=np.asarray(np.minimum(counts, 1) if least is None else least, dtype=np.int64),
        owner=np.full(len(inner), NOBODY) if owner is None else np.asarray(owner, dtype=np.int64),
        unit=np.arange(len(members)) if unit is None else np.asarray(unit, dtype=np.int64),
        weight=np.log1p(counts) + 1.0 if weight is None else np.asarray(weight, dtype=float),
        headline=top,
        near=np.zeros(len(inner), np.int64) if near is None else np.asarray(near, dtype=np.int64),
        wide=np.zeros(len(inner), np.int64) if wide is None else np.asarray(wide, dtype=np.int64),
        equations=None if equations is None else sp.csr_matrix(np.asarray(equations, dtype=np.int64)),
        inequalities=None if inequalities is None else sp.csr_matrix(np.asarray(inequalities, dtype=np.int64)),
        contributors=tuple(f"contributor {number}" for number in range(contributors)),
    )


def two_way(rows: Sequence[Sequence[int]], **more: object) -> Cube:
    """A table with its margins: inner cells row by row, then the sums of rows, of columns, and of all (a headline)."""
    height, width = len(rows), len(rows[0])
    at = np.arange(height * width).reshape(height, width)
    cells = [[int(place)] for place in at.ravel()]
    cells += [at[row].tolist() for row in range(height)] + [at[:, column].tolist() for column in range(width)]
    cells.append(at.ravel().tolist())
    more.setdefault("headline", [len(cells) - 1])
    return cube_of([count for row in rows for count in row], cells, **more)  # type: ignore[arg-type]


def complaints(cube: Cube, primary: Primary, protection: Protection, width: int = 1, every: bool = False) -> list[str]:
    """What is wrong with a protection, worked out number by number; nothing but for its unprotected cells."""
    cells = [row.indices.tolist() for row in cube.cells]
    hidden, unprotected = protection.hidden.tolist(), set(protection.unprotected.tolist())
    public = len(cube.contributors)
    found = []
    covered: list[set[int]] = [set() for _ in cells]
    for number, move in enumerate(protection.moves):
        other = cube.inner.tolist()
        for place, change in zip(move.inner.tolist(), move.change.tolist(), strict=True):
            other[place] += change
        found += [f"move {number}: {complaint}" for complaint in _complaints_of(cube, cells, hidden, other)]
        touched = {int(cube.owner[place]) for place in move.inner.tolist()}
        for cell, members in enumerate(cells):
            if abs(sum(other[place] - int(cube.inner[place]) for place in members)) >= width:
                covered[cell] |= {who for who in range(public + 1) if who not in touched}
    for cell in range(len(cells)):
        needed = {who for who in range(public) if primary.against[cell, who]}
        if primary.is_primary[cell] or (every and hidden[cell]):
            needed.add(public)
        if not needed <= covered[cell] and cell not in unprotected:
            found.append(f"cell {cell} isn't protected from {needed - covered[cell]}")
        if primary.is_primary[cell] and not hidden[cell]:
            found.append(f"cell {cell} is shown")
        mates = np.flatnonzero(cube.unit == cube.unit[cell]).tolist()
        if any(hidden[mate] != hidden[cell] for mate in mates):
            found.append(f"cells {mates} are of one unit, but not hidden together")
    return found


def _complaints_of(cube: Cube, cells: list[list[int]], hidden: list[bool], other: list[int]) -> list[str]:
    """Why a reader can tell another table from the true one."""
    inner = cube.inner.tolist()
    found = ["nothing moves"] if other == inner else []
    if min(other) < 0:
        found.append("less than nobody")
    for system, is_equation in ((cube.equations, True), (cube.inequalities, False)):
        for row in [] if system is None else system.toarray().tolist():
            value = sum(factor * count for factor, count in zip(row, other, strict=True))
            if value < 0 or (is_equation and value != 0):
                found.append("what is known is contradicted")
    for cell, members in enumerate(cells):
        now, then = sum(other[place] for place in members), sum(inner[place] for place in members)
        if now != then and not hidden[cell]:
            found.append(f"cell {cell} is shown, and changes")
        if hidden[cell] and now < min(then, int(cube.least[cell])):
            found.append(f"cell {cell} is smaller than it can be")
    return found


def recoverable(cube: Cube, protection: Protection) -> list[int]:
    """The hidden cells that are sums of multiples of shown ones."""
    shown = cube.cells[~protection.hidden].toarray()
    rank = np.linalg.matrix_rank(shown) if len(shown) else 0
    found = []
    for cell in np.flatnonzero(protection.hidden):
        if np.linalg.matrix_rank(np.vstack([shown, cube.cells[cell].toarray()])) == rank:
            found.append(int(cell))
    return found
