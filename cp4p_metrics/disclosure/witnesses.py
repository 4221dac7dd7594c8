"""Hiding just enough: for every primary cell, another table that readers can't tell from the true one.

The search goes through the primary cells, big ones first. For each it asks for the cheapest move that changes the cell
(programs.py), hides the cells that the move changes, and keeps the move as the witness (ledger.py). A move protects
every other primary cell that it changes by enough, so most are protected before their turn comes. A contributor knows
its own inner counts: a move protects a cell from those whose inner counts it leaves alone, and a cell needs moves until
it is protected from the public and from everybody it has to be. In the end, what needn't be hidden after all is shown
again (trimming.py).

Cells that reach over several wide scopes come first; then each wide scope by itself, in several processes if there are
cores for it; then whatever is left. What is hidden does not depend on the number of processes.
"""

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .cube import Cube, Flags, Move, Primary, Protection, Whole
from .ledger import Ledger
from .moves import Arithmetic
from .search import Search
from .trimming import trim

SCOPES = ("near", "wide", "everywhere")


def protect(
    cube: Cube,
    primary: Primary,
    width: int = 1,
    *,
    hidden: Flags | None = None,
    frozen: Flags | None = None,
    every_hidden_cell: bool = False,
    trimming: bool = True,
    processes: int = 1,
    tell: Callable[[str], None] | None = None,
) -> Protection:
    """What to hide so that nobody can tell a primary cell from one that differs by `width`, and the proof.

    hidden: m; hidden from the start, for example by an earlier release. frozen: m; shown earlier, so they can't be
    hidden any more: a primary one among them stays unprotected. every_hidden_cell: cells hidden for the sake of others
    get that width as well, against the public. trimming: show again what needn't be hidden after all; about as long
    again for a twentieth fewer cells. processes: how many wide scopes to work on at the same time. tell: is told how
    far the search has come.
    """
    none = np.zeros(cube.cells.shape[0], dtype=bool)
    task = Task(
        cube,
        primary,
        width,
        none if hidden is None else hidden,
        none if frozen is None else frozen,
        every_hidden_cell,
        trimming,
    )
    search = task.search(SCOPES)
    parts = _parts(cube)
    search.run(parts < 0)
    first = tuple(search.ledger.moves)
    count = int(parts.max(initial=-1)) + 1
    if processes > 1 and count > 1:
        with multiprocessing.get_context("spawn").Pool(min(processes, count), _start, (task, parts, first)) as pool:
            found = pool.map(_work, range(count), chunksize=1)
    else:
        found = [_part(task, parts, first, number) for number in range(count)]
    for part in found:
        for move, target in zip(*part, strict=True):
            search.ledger.enter(move, target)
    if tell is not None:
        tell(f"{len(search.ledger.moves):,} witnesses, {int(search.ledger.hidden.sum()):,} cells hidden")
    search.run(~none)
    ledger = search.ledger
    ledger.strike_needless()
    moves = tuple(ledger.moves[number] for number in ledger.standing())
    return Protection(ledger.hidden, moves, np.flatnonzero(ledger.open().any(axis=1)))


@dataclass(frozen=True, eq=False)
class Task:
    """What `protect` was asked."""

    cube: Cube
    primary: Primary
    width: int
    hidden: Flags
    frozen: Flags
    every_hidden_cell: bool
    trimming: bool

    def search(self, scopes: tuple[str, ...]) -> Search:
        cube = self.cube
        ledger = Ledger(
            Arithmetic(cube),
            self.primary,
            self.width,
            hidden=self.primary.is_primary | self.hidden,
            every_hidden_cell=self.every_hidden_cell,
        )
        fixed = ledger.whole_units(cube.headline | (cube.counts < cube.least)) & ~ledger.hidden
        return Search(cube, ledger, fixed | ledger.whole_units(self.frozen), self.width, scopes)


def _parts(cube: Cube) -> Whole:
    """The number of the wide scope that each cell lies within; -1 where it reaches over several, or counts nothing."""
    cells = cube.cells
    rows = np.repeat(np.arange(cells.shape[0]), np.diff(cells.indptr))
    scopes, wide = np.unique(cube.wide, return_inverse=True)
    lowest, highest = np.full(cells.shape[0], len(scopes)), np.full(cells.shape[0], -1)
    np.minimum.at(lowest, rows, wide[cells.indices])
    np.maximum.at(highest, rows, wide[cells.indices])
    return np.where(lowest == highest, lowest, -1)


def _part(task: Task, parts: Whole, first: tuple[Move, ...], part: int) -> tuple[list[Move], list[int]]:
    """The witnesses of the cells within one wide scope, beside those that there are."""
    search = task.search(SCOPES[:2])
    ledger = search.ledger
    for move in first:
        ledger.enter(move, -1)
    ledger.settle()
    search.run(parts == part)
    if task.trimming:
        trim(search)
    numbers = ledger.standing()
    return [ledger.moves[number] for number in numbers], [ledger.targets[number] for number in numbers]


_shared: list[tuple[Task, Whole, tuple[Move, ...]]] = []  # what a worker process was started with


def _start(task: Task, parts: Whole, first: tuple[Move, ...]) -> None:
    _shared.append((task, parts, first))


def _work(part: int) -> tuple[list[Move], list[int]]:
    return _part(*_shared[0], part)
