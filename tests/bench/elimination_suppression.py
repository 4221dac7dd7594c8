"""Suppression by Gaussian elimination, as it is commonly done: what the method of witnesses is held against.

Cells are shown one by one, big ones first, unless a primary cell becomes a combination of what is shown. It looks at
sums and differences alone: that a hidden count is not zero, or is narrowly hemmed in, is nothing to it.
"""

import numpy as np

from cp4p_metrics.disclosure.cube import Cube, Flags, Whole

PRIME = 2_147_483_629

Row = tuple[Whole, Whole]  # which columns, ascending, and their values; the first value is 1


class Shown:
    """What is shown, as rows of which each starts where no other does."""

    def __init__(self, columns: int) -> None:
        self.starting_at: dict[int, Row] = {}
        self._work = np.zeros(columns, dtype=np.int64)

    def rest(self, row: Row) -> Row:
        """What of a row doesn't follow from what is shown, up to its first column without a row there."""
        work, columns = self._work, row[0]
        work[columns] = row[1]
        first = int(columns[0])
        while True:
            first += int((work[first:] != 0).argmax())
            if work[first] == 0:
                return columns[:0], row[1][:0]
            if first not in self.starting_at:
                break
            at, values = self.starting_at[first]
            work[at] = (work[at] - work[first] * values) % PRIME
        left = first + np.flatnonzero(work[first:])
        values = work[left] * pow(int(work[first]), -1, PRIME) % PRIME
        work[left] = 0
        return left, values


def hidden_by_elimination(cube: Cube, is_primary: Flags) -> Flags:
    """The primary cells, and those that may not be shown for their sake, m."""
    cells = cube.cells.sorted_indices()
    rows = [(part, np.ones(len(part), np.int64)) for part in np.split(cells.indices, cells.indptr[1:-1])]
    shown, hidden = Shown(len(cube.inner)), is_primary.copy()
    waiting: dict[int, list[Row]] = {}  # the rests of primary cells, by their first column
    for cell in np.flatnonzero(is_primary):
        waiting.setdefault(int(rows[cell][0][0]), []).append(rows[cell])
    for cell in sorted(np.flatnonzero(~is_primary & (cube.counts > 0)), key=lambda cell: -cube.counts[cell]):
        row = shown.rest(rows[cell])
        if not len(row[0]):
            continue  # it follows from what is shown
        start = int(row[0][0])
        shown.starting_at[start] = row
        rests = [shown.rest(primary) for primary in waiting.get(start, [])]
        if all(len(rest[0]) for rest in rests):
            waiting.pop(start, None)
            for rest in rests:
                waiting.setdefault(int(rest[0][0]), []).append(rest)
        else:
            del shown.starting_at[start]
            hidden[cell] = True
    return hidden
