"""The witnesses so far: what they hide, and from whom they protect it."""

import numpy as np

from .cube import Flags, Move, Primary, Whole
from .moves import Arithmetic


class Ledger:
    """Counts, for every cell, the witnesses that change it, and those that protect it from each contributor.

    A witness can be struck and entered again: what it alone hid is shown meanwhile, and what it alone protected open.
    """

    def __init__(
        self, arithmetic: Arithmetic, primary: Primary, width: int, *, hidden: Flags, every_hidden_cell: bool
    ) -> None:
        """hidden: m; what is hidden whatever the witnesses."""
        self.arithmetic, self._width, self._every_hidden_cell = arithmetic, width, every_hidden_cell
        cube = arithmetic.cube
        _, self._unit = np.unique(cube.unit, return_inverse=True)
        self.base = self.whole_units(hidden)
        self.hidden = self.base.copy()
        # From whom a cell has to be protected: each contributor, and last the public.
        self._need = np.column_stack([primary.against & primary.is_primary[:, None], primary.is_primary])
        self._protecting = np.zeros(self._need.shape, dtype=np.int32)
        self._changing = np.zeros(int(self._unit.max(initial=-1)) + 1, dtype=np.int64)
        self.moves: list[Move] = []
        self.targets: list[int] = []
        self._effects: list[tuple[Whole, Whole, Whole]] = []
        self._struck: list[bool] = []
        self._users: dict[int, set[int]] = {}
        self._settled = 0

    def whole_units(self, cells: Flags) -> Flags:
        """The cells, and what is shown or hidden together with them."""
        hit = np.zeros(int(self._unit.max(initial=-1)) + 1, dtype=bool)
        hit[self._unit[cells]] = True
        return hit[self._unit]

    def unit_of(self, cell: int) -> Flags:
        """The cells that are shown or hidden together with this one."""
        return np.asarray(self._unit == self._unit[cell])

    def open(self) -> Flags:
        """Who could still work out what: m x contributors and the public."""
        need = self._need.copy()
        if self._every_hidden_cell:
            need[:, -1] |= self.hidden
        return need & (self._protecting == 0)

    def open_to(self, cell: int) -> Flags:
        """Who could still work out a cell."""
        return self._needed(np.array([cell]))[0] & (self._protecting[cell] == 0)

    def _needed(self, cells: Whole) -> Flags:
        need: Flags = self._need[cells]
        if self._every_hidden_cell:
            need[:, -1] |= self.hidden[cells]
        return need

    def enter(self, move: Move, target: int) -> int:
        """Hide what a move changes, and note what it protects; its number."""
        cells, change = self.arithmetic.effect(move)
        strangers = np.flatnonzero(self.arithmetic.strangers(move))
        self.moves.append(move)
        self.targets.append(target)
        self._effects.append((cells, cells[np.abs(change) >= self._width], strangers))
        self._struck.append(True)
        self.restore(len(self.moves) - 1)
        return len(self.moves) - 1

    def restore(self, number: int) -> None:
        self._count(number, 1)
        self._struck[number] = False
        cells = self._effects[number][0]
        for cell in cells[~self.base[cells]].tolist():
            self._users.setdefault(cell, set()).add(number)

    def strike(self, number: int) -> None:
        self._count(number, -1)
        self._struck[number] = True
        cells = self._effects[number][0]
        for cell in cells[~self.base[cells]].tolist():
            self._users[cell].discard(number)

    def _count(self, number: int, times: int) -> None:
        cells, wide, strangers = self._effects[number]
        self._protecting[np.ix_(wide, strangers)] += times
        np.add.at(self._changing, self._unit[cells], times)
        self.hidden = self.base | (self._changing > 0)[self._unit]

    def cells_of(self, number: int) -> Whole:
        """The cells that a witness changes."""
        return self._effects[number][0]

    def users(self, cell: int) -> list[int]:
        """The witnesses that change a cell or others of its unit, which is hidden only for their sake."""
        mates = np.flatnonzero(self.unit_of(cell)).tolist()
        return sorted(set().union(*(self._users.get(mate, set()) for mate in mates)))

    def settle(self) -> None:
        """Take the witnesses so far for granted: they are no more struck, nor what they hide shown again."""
        self._settled = len(self.moves)
        self.base = self.hidden
        self._users.clear()

    def standing(self) -> list[int]:
        """The numbers of the witnesses that are neither struck nor settled."""
        return [number for number in range(self._settled, len(self.moves)) if not self._struck[number]]

    def price_of(self, cells: Whole | Flags) -> float:
        return float(self.arithmetic.cube.weight[cells].sum())

    def strike_needless(self) -> None:
        """Strike witnesses that protect nothing that others don't, those that hide the most first."""
        price = {}
        for number in self.standing():
            cells = self.cells_of(number)
            price[number] = self.price_of(cells[~self.base[cells]])
        for number in sorted(price, key=lambda number: (-price[number], number)):
            _, wide, strangers = self._effects[number]
            is_needed = self._needed(wide)[:, strangers] & (self._protecting[np.ix_(wide, strangers)] <= 1)
            if not is_needed.any():
                self.strike(number)
