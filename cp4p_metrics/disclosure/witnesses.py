"""Hiding just enough: for every primary cell, another table that readers can't tell from the true one.

The search goes through the primary cells, big ones first. For each it asks for the cheapest move that changes the cell
(programs.py), hides the cells that the move changes, and keeps the move as the witness. A move protects every other
primary cell that it changes by enough, so most are protected before their turn comes. A contributor knows its own inner
counts: a move protects a cell from those whose inner counts it leaves alone, and a cell needs moves until it is
protected from the public and from everybody it has to be.
"""

from collections.abc import Callable, Iterator

import numpy as np

from .cube import Cube, Flags, Move, Primary, Protection
from .moves import Arithmetic
from .programs import Prices, Program

EVERYWHERE = -1
FAMILIES = 3  # contributors of a cell that are tried alone, those with most of it first
LARGEST_SCOPE = 6_000  # inner counts; where nothing is found within a year, all years seldom have it, and cost minutes


def protect(
    cube: Cube,
    primary: Primary,
    width: int = 1,
    *,
    hidden: Flags | None = None,
    frozen: Flags | None = None,
    every_hidden_cell: bool = False,
    tell: Callable[[str], None] | None = None,
) -> Protection:
    """What to hide so that nobody can tell a primary cell from one that differs by `width`, and the proof.

    hidden: m; hidden from the start, for example by an earlier release. frozen: m; shown earlier, so they can't be
    hidden any more: a primary one among them stays unprotected. every_hidden_cell: cells hidden for the sake of others
    get that width as well, against the public. tell: is told how far the search has come.
    """
    search = Search(cube, primary, width, hidden=hidden, frozen=frozen, every_hidden_cell=every_hidden_cell)
    search.run(tell)
    return search.result()


class Search:
    """What is hidden by now, who could still work out what, and the witnesses so far."""

    def __init__(
        self,
        cube: Cube,
        primary: Primary,
        width: int,
        *,
        hidden: Flags | None,
        frozen: Flags | None,
        every_hidden_cell: bool,
    ) -> None:
        self.cube, self.width, self.every_hidden_cell = cube, width, every_hidden_cell
        self.arithmetic = Arithmetic(cube)
        self.moves: list[Move] = []
        self.counts = cube.counts
        none = np.zeros(len(self.counts), dtype=bool)
        _, self._unit = np.unique(cube.unit, return_inverse=True)
        frozen = self._whole_units(none if frozen is None else frozen)
        self.hidden = self._whole_units(primary.is_primary | (none if hidden is None else hidden))
        headline = self._whole_units(cube.headline | (self.counts < cube.least)) & ~self.hidden
        self.pinned = headline | frozen
        # Who can still work out which cell: each contributor, and last the public.
        self.open = np.zeros((len(self.counts), len(cube.contributors) + 1), dtype=bool)
        self.open[:, :-1] = primary.against & primary.is_primary[:, None]
        self.open[:, -1] = self.hidden if every_hidden_cell else primary.is_primary
        self._programs: dict[tuple[str, int, int], Program] = {}

    def _whole_units(self, cells: Flags) -> Flags:
        hit = np.zeros(int(self._unit.max(initial=-1)) + 1, dtype=bool)
        hit[self._unit[cells]] = True
        return hit[self._unit]

    def run(self, tell: Callable[[str], None] | None) -> None:
        size = np.diff(self.cube.cells.indptr)
        hopeless = np.zeros(len(self.counts), dtype=bool)
        while True:
            waiting = np.flatnonzero(self.open.any(axis=1) & ~hopeless)
            if not len(waiting):
                return
            for target in waiting[np.argsort(-size[waiting], kind="stable")]:
                while self.open[target].any():
                    move = self.witness(int(target))
                    if move is None:
                        hopeless[target] = True
                        break
                    self.accept(move)
            if tell is not None:
                tell(f"{len(self.moves):,} witnesses, {int(self.hidden.sum()):,} cells hidden")

    def accept(self, move: Move) -> None:
        """Hide what the move changes, and note what it protects."""
        cells, change = self.arithmetic.effect(move)
        new = cells[~self.hidden[cells]]
        if len(new):
            units = np.zeros(len(self.counts), dtype=bool)
            units[new] = True
            units = self._whole_units(units)
            if self.every_hidden_cell:
                self.open[units & ~self.hidden, -1] = True
            self.hidden |= units
        wide = cells[np.abs(change) >= self.width]
        self.open[np.ix_(wide, np.flatnonzero(self.arithmetic.strangers(move)))] = False
        self.moves.append(move)

    def price(self, move: Move) -> float:
        """What would have to be hidden in addition."""
        cells, _ = self.arithmetic.effect(move)
        return float(self.cube.weight[cells[~self.hidden[cells]]].sum())

    def witness(self, target: int) -> Move | None:
        """A cheap move that protects the target from somebody from whom it isn't protected yet."""
        open_to = self.open[target]
        prices = Prices(np.where(self.hidden, 0, self.cube.weight), self.pinned)
        for movable in self._ways(target, open_to):
            for program, may_move in self._scopes(target, movable):
                for branching in (False, True):
                    move = self._cheapest(program, target, prices, may_move, branching=branching)
                    if move is not None:
                        return move
        return None

    def _cheapest(
        self, program: Program, target: int, prices: Prices, may_move: Flags, *, branching: bool
    ) -> Move | None:
        """The cheaper of the best move up and the best move down."""
        best, best_price = None, np.inf
        for upward in (True, False):
            if not upward and self.counts[target] - self.width < self.cube.least[target]:
                break
            move = program.solve(target, self.width, upward, prices, may_move, self._is_possible, branching=branching)
            if move is None:
                continue
            price = self.price(move)
            if price < best_price:
                best, best_price = move, price
            if not price:
                break
        return best

    def _is_possible(self, move: Move) -> bool:
        return self.arithmetic.is_possible(move, self.pinned)

    def _ways(self, target: int, open_to: Flags) -> Iterator[Flags]:
        """Which inner counts may move, way by way, until one gives a witness.

        First those of one contributor alone: its witness protects from everybody else, so two of them protect from
        all. Then all, where the public is still to be kept out; then all but those of the contributors still to be
        kept out, and of each of these.
        """
        owner = self.cube.owner
        insiders = np.flatnonzero(open_to[:-1])
        if len(insiders):
            cells = self.cube.cells
            owners = owner[cells.indices[cells.indptr[target] : cells.indptr[target + 1]]]
            names, many = np.unique(owners[owners >= 0], return_counts=True)
            for contributor in names[np.argsort(-many, kind="stable")][:FAMILIES]:
                if open_to[-1] or (insiders != contributor).any():
                    yield owner == contributor
        if open_to[-1]:
            yield np.ones(len(owner), dtype=bool)
        if len(insiders):
            yield ~np.isin(owner, insiders)
            for insider in insiders:
                yield owner != insider

    def _scopes(self, target: int, movable: Flags) -> Iterator[tuple[Program, Flags]]:
        cells = self.cube.cells
        inner = cells.indices[cells.indptr[target] : cells.indptr[target + 1]]
        inner = inner[movable[inner]]
        if not len(inner):
            return
        for name, labels in (("near", self.cube.near), ("wide", self.cube.wide), ("everywhere", None)):
            if labels is None:
                if len(self.cube.inner) > LARGEST_SCOPE:
                    return
                label, columns = EVERYWHERE, np.arange(len(self.cube.inner))
            else:
                values, many = np.unique(labels[inner], return_counts=True)
                label = int(values[many.argmax()])
                columns = np.flatnonzero(labels == label)
            key = (name, label, 0)
            if key not in self._programs:
                self._programs[key] = Program(self.cube, self.arithmetic.by_inner, columns)
            yield self._programs[key], movable[columns]

    def result(self) -> Protection:
        return Protection(self.hidden, tuple(self.moves), np.flatnonzero(self.open.any(axis=1)))
