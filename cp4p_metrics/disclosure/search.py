"""Looking for the witness of one cell: whose inner counts it may move, and how far away it may be."""

from collections.abc import Iterable, Iterator

import numpy as np

from .cube import Cube, Flags, Move, Whole
from .ledger import Ledger
from .programs import INFINITE, Prices, Program

ALONE = 3  # contributors of a cell that are tried alone, those with most of its inner counts first
LARGEST_SCOPE = 6_000  # inner counts; what has no witness within a year seldom has one in all, and it takes minutes
STEPS = 1.0  # what a move's length may add to its price
LARGE = 1_500  # inner counts of a scope from which on a second program to save a cell or two takes too long


class Search:
    """Witnesses of one cube. pinned: m; cells that can't be hidden."""

    def __init__(self, cube: Cube, ledger: Ledger, pinned: Flags, width: int, scopes: tuple[str, ...]) -> None:
        self.cube, self.ledger, self.pinned, self.width = cube, ledger, pinned, width
        self.size = np.diff(cube.cells.indptr)
        self._counts = cube.counts
        self._scopes_used = scopes
        self._programs: dict[tuple[str, int], Program] = {}

    def run(self, cells: Flags) -> None:
        """Give the cells the witnesses that they lack, as far as there are any."""
        # Big cells first, and of these the ones with the smallest counts: they have the fewest witnesses.
        order = np.lexsort((self._counts, -self.size))
        hopeless = np.zeros(len(cells), dtype=bool)
        while True:
            waiting = order[(self.ledger.open().any(axis=1) & cells & ~hopeless)[order]]
            if not len(waiting):
                return
            for target in waiting.tolist():
                while self.ledger.open_to(target).any():
                    move = self.witness(target)
                    if move is None:
                        hopeless[target] = True
                        break
                    self.ledger.enter(move, target)

    def witness(self, target: int) -> Move | None:
        """A cheap move that protects the target from somebody from whom it isn't protected yet."""
        for avoided in self._ways(target, self.ledger.open_to(target)):
            for program, may_move in self._programs_for(target, avoided, self._scopes_used):
                for branching in (False, True):
                    move = self._cheapest(program, target, self.pinned, may_move, branching=branching)
                    if move is not None:
                        return move
        return None

    def near_witness(self, target: int, pinned: Flags, limit: float) -> Move | None:
        """A move near the target that hides less than `limit`, and protects from as many as a first move should."""
        avoided = next(self._ways(target, self.ledger.open_to(target)))
        for program, may_move in self._programs_for(target, avoided, self._scopes_used[:1]):
            move = self._cheapest(program, target, pinned, may_move, branching=False, limit=limit)
            if move is not None and self.price(move) < limit:
                return move
        return None

    def price(self, move: Move) -> float:
        """What would have to be hidden in addition."""
        cells, _ = self.ledger.arithmetic.effect(move)
        return self.ledger.price_of(cells[~self.ledger.hidden[cells]])

    def _cheapest(
        self,
        program: Program,
        target: int,
        pinned: Flags,
        may_move: Flags,
        *,
        branching: bool,
        limit: float = INFINITE,
    ) -> Move | None:
        """The cheaper of the best move up and the best move down."""
        prices = Prices(np.where(self.ledger.hidden, 0, self.cube.weight), pinned)
        best, best_price = None, np.inf
        for upward in (True, False):
            if not upward and self._counts[target] - self.width < self.cube.least[target]:
                break
            if best is not None and len(program.columns) > LARGE:
                break
            move = program.solve(
                target,
                self.width,
                upward,
                prices,
                may_move,
                lambda move: self.ledger.arithmetic.is_possible(move, pinned),
                branching=branching,
                limit=limit * self.width + STEPS,
            )
            price = np.inf if move is None else self.price(move)
            if price < best_price:
                best, best_price = move, price
            if not price:
                break
        return best

    def _ways(self, target: int, open_to: Flags) -> Iterator[Whole]:
        """Whose inner counts to leave alone, way by way, until one gives a witness.

        First those of all contributors but one: such a witness protects from everybody else, so two of them protect
        from all. Then nobody's, where the public is still to be kept out; then those of all contributors who are still
        to be kept out, and of each of them.
        """
        insiders = np.flatnonzero(open_to[:-1])
        if len(insiders):
            cells, owner = self.cube.cells, self.cube.owner
            owners = owner[cells.indices[cells.indptr[target] : cells.indptr[target + 1]]]
            names, many = np.unique(owners[owners >= 0], return_counts=True)
            for contributor in names[np.argsort(-many, kind="stable")][:ALONE]:
                if open_to[-1] or (insiders != contributor).any():
                    yield np.delete(np.arange(len(self.cube.contributors)), contributor)
        if open_to[-1]:
            yield insiders[:0]
        if len(insiders):
            yield insiders
            if len(insiders) > 1:
                for insider in insiders:
                    yield np.array([insider])

    def _programs_for(self, target: int, avoided: Whole, scopes: Iterable[str]) -> Iterator[tuple[Program, Flags]]:
        """The programs that can move the target, the smallest scope first, and which of their columns may move."""
        cells, owner = self.cube.cells, self.cube.owner
        inner = cells.indices[cells.indptr[target] : cells.indptr[target + 1]]
        inner = inner[~np.isin(owner[inner], avoided)]
        if not len(inner):
            return
        for scope in scopes:
            labels = {"near": self.cube.near, "wide": self.cube.wide}.get(scope, np.zeros(len(owner), np.int64))
            # A cell that spans several scopes changes with any of them: the one that has most of it.
            values, many = np.unique(labels[inner], return_counts=True)
            label = int(values[many.argmax()])
            columns = np.flatnonzero(labels == label)
            if scope == "everywhere" and len(columns) > LARGEST_SCOPE:
                # All years of those that may move: of one contributor they are few.
                columns = np.flatnonzero(~np.isin(owner, avoided))
                label = -1 - int(owner[columns[0]])
                if len(columns) > LARGEST_SCOPE or len(np.unique(owner[columns])) > 1:
                    return
            if (scope, label) not in self._programs:
                self._programs[scope, label] = Program(self.cube, self.ledger.arithmetic.by_inner, columns)
            program = self._programs[scope, label]
            yield program, ~np.isin(owner[program.columns], avoided)
