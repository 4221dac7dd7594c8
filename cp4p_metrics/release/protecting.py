"""Protecting a structure for each audience: what is hidden, between which bounds it is known to lie, and the proof."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

import numpy as np

from cp4p_metrics.disclosure.bounds import UNBOUNDED, intervals
from cp4p_metrics.disclosure.certificates import check
from cp4p_metrics.disclosure.cube import NOBODY, Cube, Flags, Primary, Protection, Whole
from cp4p_metrics.disclosure.elimination import recovered
from cp4p_metrics.disclosure.primary import primary_cells

from .cube_cells import Structure
from .earlier import Earlier, Told, earlier_of
from .hiding import hide, worked_out
from .policy import Policy, Sharing


@dataclass(frozen=True)
class Figures:
    """What the audit of one structure found for one audience. Counts of cells, and pairs of a cell and a reader."""

    structure: str
    audience: str
    width: int
    cell_count: int
    shown_count: int
    primary_count: int
    hidden_count: int
    witness_count: int
    faulty_witness_count: int
    uncertified_count: int
    pair_count: int
    uncertified_pair_count: int
    recovered_by_public_count: int
    recovered_by_partner_count: int
    seconds: float

    @property
    def is_proved(self) -> bool:
        """Whether nothing was recovered and every count has its witness."""
        return not (
            self.faulty_witness_count
            or self.uncertified_count
            or self.uncertified_pair_count
            or self.recovered_by_public_count
            or self.recovered_by_partner_count
        )


@dataclass(frozen=True, eq=False)
class Verdict:
    """What one audience sees of one structure.

    key_rows: which rows of the structure's keys it could see. is_hidden, low, high: for each of them; between low and
    high the count is known to lie, from what is shown alone; -1 where there is no bound.
    """

    structure: str
    audience: str
    key_rows: Whole
    is_hidden: Flags
    low: Whole
    high: Whole
    figures: Figures


def protect_all(
    found: Sequence[Structure],
    policy: Policy,
    told: Told,
    processes: int,
    tell: Callable[[str], None] = lambda words: None,
) -> Iterator[tuple[Structure, tuple[Verdict, Verdict]]]:
    """The verdicts of every structure, as they are ready; the largest first, on so many cores."""
    ordered = sorted(found, key=lambda structure: -structure.cube.cells.nnz)
    if processes <= 1:
        for number, structure in enumerate(ordered):
            yield structure, protect_structure(structure, policy, told)
            tell(f"Protected {structure.name.replace('_', ' ')}; {len(ordered) - number - 1} of {len(ordered)} remain")
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(protect_structure, structure, policy, told): structure for structure in ordered}
        from concurrent.futures import as_completed

        for number, done in enumerate(as_completed(waiting)):
            structure = waiting[done]
            yield structure, done.result()
            tell(f"Protected {structure.name.replace('_', ' ')}; {len(ordered) - number - 1} of {len(ordered)} remain")


def protect_structure(structure: Structure, policy: Policy, told: Told) -> tuple[Verdict, Verdict]:
    """What partners see, then what funders see: a part of it, and less where a wider margin asks for it.

    `told` is what earlier releases told each audience.
    """
    everything = np.ones(structure.rows.size, dtype=bool)
    no_cell = np.zeros(structure.rows.size, dtype=bool)
    earlier = [
        earlier_of(structure, told.get(sharing.audience), sharing.threshold)
        for sharing in (policy.partner, policy.funder)
    ]
    of_partners, hidden = _protected(structure, everything, no_cell, policy.partner, earlier[0])
    kinds = structure.keys[["place_kind", "period_kind", "breakdown"]].itertuples(index=False)
    is_funders = np.array([_sees(policy.funder, *kind) for kind in kinds], dtype=bool)[structure.rows]
    of_funders, _ = _protected(structure, is_funders, hidden, policy.funder, earlier[1])
    return of_partners, of_funders


def _sees(sharing: Sharing, place_kind: str, period_kind: str, breakdown: str) -> bool:
    if breakdown != "all":
        return period_kind in {kind.value for kind in sharing.coalition_breakdowns}
    return period_kind in {kind.value for kind in sharing.periods[place_kind]}  # type: ignore[index]


def _protected(
    structure: Structure, seen: Flags, hidden_before: Flags, sharing: Sharing, earlier: Earlier
) -> tuple[Verdict, Flags]:
    began = time.perf_counter()
    chosen = np.flatnonzero(seen)
    cube = part_of(structure.cube, chosen)
    if not sharing.guards_against_each_partner:  # readers own no rows
        cube = replace(cube, contributors=(), owner=np.full(cube.inner.size, NOBODY, dtype=np.int64))
    frozen = earlier.shown[chosen] & ~hidden_before[chosen]
    also = structure.extreme[chosen] | hidden_before[chosen] | earlier.changed_little[chosen]
    if structure.fewest_rest is not None:
        rest = structure.fewest_rest[chosen]
        also |= (rest >= 1) & (rest < sharing.threshold)
    wanted = primary_cells(cube, sharing.threshold, also)
    wanted = Primary(wanted.is_primary & ~frozen, wanted.against & ~frozen[:, None])  # what was told is told
    primary, protection = hide(cube, wanted, sharing.width, earlier.hidden[chosen], frozen)
    if frozen.any() and ((protection.hidden & frozen).any() or protection.unprotected.size):
        # Nothing new can be shown beside what was told: it stays, and all the rest is hidden.
        everything_else = ~frozen & (cube.counts >= cube.least)
        primary, protection = hide(cube, wanted, sharing.width, everything_else, frozen)
    hidden = protection.hidden & ~frozen
    if not frozen.any() and (hidden_before[chosen].all() or not _is_proved(cube, primary, protection, sharing.width)):
        # No table can be made of so little: none of it is shown, and of nothing nothing follows.
        hidden = np.ones(hidden.size, dtype=bool)
        primary = Primary(np.zeros_like(wanted.is_primary), np.zeros_like(wanted.against))
        protection = Protection(hidden, (), np.empty(0, dtype=np.int64))
    by_public = int(recovered(cube, ~hidden, hidden).sum()) if not hidden.all() else 0
    by_partner = int(worked_out(cube, primary, hidden, protection.moves)[:, :-1].sum())
    every = sharing.width > 1 and not hidden.all()
    certificates = check(cube, primary, hidden, protection.moves, sharing.width, every_hidden_cell=every)
    # What only a partner knows of its own people is no bound for others.
    low, high = intervals(replace(cube, least=np.minimum(cube.least, 1)), ~hidden)
    rows = structure.rows[chosen]
    key_rows = np.unique(rows)
    own_low, own_high = np.full(len(structure.keys), -1), np.full(len(structure.keys), -1)
    counted = (
        ~structure.is_rest[chosen] & ~hidden.all()
    )  # a part of which nothing was counted is no cell, and has no bounds
    own_low[rows[counted]] = low[counted]
    own_high[rows[counted]] = np.where(high >= UNBOUNDED, -1, high)[counted]
    verdict = Verdict(
        structure.name,
        sharing.audience,
        key_rows,
        np.isin(key_rows, rows[hidden]),
        own_low[key_rows],
        own_high[key_rows],
        Figures(
            structure=structure.name,
            audience=sharing.audience,
            width=sharing.width,
            cell_count=int(chosen.size),
            shown_count=int((~hidden).sum()),
            primary_count=int(primary.is_primary.sum()),
            hidden_count=int(hidden.sum()),
            witness_count=len(protection.moves),
            faulty_witness_count=len(certificates.faulty),
            uncertified_count=len(certificates.uncertified_cells),
            pair_count=certificates.pairs,
            uncertified_pair_count=len(certificates.uncertified_pairs),
            recovered_by_public_count=by_public,
            recovered_by_partner_count=by_partner,
            seconds=time.perf_counter() - began,
        ),
    )
    everywhere = hidden_before.copy()
    everywhere[chosen] |= hidden
    return verdict, everywhere


def _is_proved(cube: Cube, primary: Primary, protection: Protection, width: int) -> bool:
    return check(cube, primary, protection.hidden, protection.moves, width, every_hidden_cell=width > 1).complete


def part_of(cube: Cube, chosen: Whole) -> Cube:
    """The same inner counts with some of the cells."""
    return replace(
        cube,
        cells=cube.cells[chosen],
        least=cube.least[chosen],
        unit=cube.unit[chosen],
        weight=cube.weight[chosen],
        headline=cube.headline[chosen],
    )
