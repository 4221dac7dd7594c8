"""Does the audit notice when a protection is weakened? One hidden cell after the other is shown again.

Only cells that are hidden for the sake of others are shown, each with its whole unit. Some of them matter: with them on
view, a primary cell can be worked out (linear test), or its range becomes narrower than the width (linear programs).
The attacks say which, without a look at the witnesses; of those the check of the witnesses, which knows nothing of the
attacks, has to turn red. A cell that does not matter turns the check red as well if a witness moves it: the primary
cells are still safe, but that witness no longer proves it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .attack import ranges
from .certificates import check
from .cube import Cube, Flags, Primary, Protection, Whole
from .elimination import recovered


@dataclass(frozen=True, eq=False)
class Mutations:
    """What each test said of each unit that was shown again; all of the length of `units`."""

    units: Whole
    certificates: Flags
    linear: Flags
    programs: Flags

    @property
    def matter(self) -> Flags:
        """The units with which on view some primary cell is no longer safe."""
        return self.linear | self.programs

    @property
    def noticed(self) -> float:
        """The share of the units that matter for which the certificates turn red; 1 if none matters."""
        return float(self.certificates[self.matter].mean()) if self.matter.any() else 1.0


def show_again(
    cube: Cube,
    primary: Primary,
    protection: Protection,
    width: int,
    sample: int,
    readers: Sequence[int | None] = (None,),
    seed: int = 0,
) -> Mutations:
    """What becomes of the audit when one of a sample of hidden units is shown, each on its own.

    readers: whose attacks count, contributors by number and None for the public.
    """
    random = np.random.default_rng(seed)
    of_primary = np.isin(cube.unit, cube.unit[primary.is_primary])
    candidates = np.unique(cube.unit[protection.hidden & ~of_primary])
    units = np.sort(random.choice(candidates, min(sample, len(candidates)), replace=False))
    attackers = [
        (reader, protection.hidden & (primary.is_primary if reader is None else primary.against[:, reader]))
        for reader in readers
    ]
    certificates, linear, programs = (np.zeros(len(units), dtype=bool) for _ in range(3))
    for index, unit in enumerate(units):
        hidden = protection.hidden & (cube.unit != unit)
        certificates[index] = not check(cube, primary, hidden, protection.moves, width).complete
        linear[index] = any(recovered(cube, ~hidden, cells, reader, seed).any() for reader, cells in attackers)
        # What sums give away has no range at all: the programs would say the same.
        programs[index] = linear[index] or any(
            ranges(cube, ~hidden, width, cells, reader, seed).narrower(width).any() for reader, cells in attackers
        )
    return Mutations(units, certificates, linear, programs)
