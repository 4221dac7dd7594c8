"""Protecting a structure for each audience: what is hidden, between which bounds it is known to lie, and the proof."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

import numpy as np
import scipy.sparse as sp

from cp4p_metrics.disclosure.bounds import UNBOUNDED, intervals
from cp4p_metrics.disclosure.certificates import check
from cp4p_metrics.disclosure.cube import NOBODY, Cube, Flags, Move, Primary, Protection, Whole
from cp4p_metrics.disclosure.elimination import recovered
from cp4p_metrics.disclosure.primary import primary_cells
from cp4p_metrics.disclosure.witnesses import protect

from .cube_cells import Structure
from .earlier import Earlier, Told, earlier_of
from .policy import Policy, Sharing

ROUNDS = 5


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
    high the count is known to lie, from what is shown alone, and high is -1 where there is no bound.
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
    if protection.unprotected.size and not frozen.any():
        # No table can be made of so little: none of it is shown, and of nothing nothing follows.
        hidden = np.ones(hidden.size, dtype=bool)
        primary, protection = nothing_to_protect(wanted), Protection(hidden, (), np.empty(0, dtype=np.int64))
    by_public = int(recovered(cube, ~hidden, hidden).sum()) if not hidden.all() else 0
    by_partner = int(worked_out(cube, primary, hidden, protection.moves)[:, :-1].sum())
    every = sharing.width > 1 and not hidden.all()
    certificates = check(cube, primary, hidden, protection.moves, sharing.width, every_hidden_cell=every)
    low, high = intervals(cube, ~hidden)
    rows = structure.rows[chosen]
    key_rows = np.unique(rows)
    first = np.searchsorted(rows, key_rows) if (np.diff(rows) >= 0).all() else _first_of(rows, key_rows)
    verdict = Verdict(
        structure.name,
        sharing.audience,
        key_rows,
        np.isin(key_rows, rows[hidden]),
        low[first],
        np.where(high[first] >= UNBOUNDED, -1, high[first]),
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


def hide(cube: Cube, primary: Primary, width: int, hidden_before: Flags, frozen: Flags) -> tuple[Primary, Protection]:
    """What is hidden and why, so that nobody works out any hidden cell; and what was protected for its own sake.

    What was not protected at the first try is tried again, with more hidden by then.
    """
    protection = Protection(hidden_before, (), np.empty(0, dtype=np.int64))
    wanted = primary
    for _ in range(ROUNDS):
        more = protect(cube, wanted, width, hidden=protection.hidden, frozen=frozen, every_hidden_cell=width > 1)
        if more.unprotected.size:
            more = last_resort(cube, wanted, more, width)
        protection = Protection(more.hidden, (*protection.moves, *more.moves), more.unprotected)
        hidden = protection.hidden
        found = worked_out(cube, primary, hidden, protection.moves)
        by_public, against = found[:, -1], found[:, :-1]
        if width > 1:  # the whole margin for every hidden cell
            left = check(cube, primary, hidden, protection.moves, width, every_hidden_cell=True).uncertified_cells
            by_public[left] = True
        if not by_public.any() and not against.any():
            break
        wanted = Primary(by_public | against.any(axis=1), against)
        primary = Primary(primary.is_primary | wanted.is_primary, primary.against | against)
    return primary, protection


def worked_out(cube: Cube, primary: Primary, hidden: Flags, moves: Sequence[Move]) -> Flags:
    """What somebody can work out exactly, m x contributors and the public.

    The public: any hidden cell. A contributor: any that had to be protected from it; of the others, as many are left
    to it after its own that it may know them. A cell that a witness moves can't be worked out; the rest is put to the
    linear test.
    """
    found = not_moved(cube, hidden, moves)
    found[:, :-1] &= primary.against
    for number, reader in enumerate([*range(len(cube.contributors)), None]):
        if found[:, number].any():
            found[:, number] &= recovered(cube, ~hidden, hidden, reader)
    return found


def not_moved(cube: Cube, hidden: Flags, moves: Sequence[Move]) -> Flags:
    """Hidden cells that no witness moves, m x contributors and the public: only these might be worked out exactly.

    A contributor knows its own inner counts, so that only witnesses that leave them alone count for it.
    """
    which = np.repeat(np.arange(len(moves)), [len(move.inner) for move in moves])
    inner = np.concatenate([np.empty(0, dtype=np.int64), *(move.inner for move in moves)])
    change = np.concatenate([np.empty(0, dtype=np.int64), *(move.change for move in moves)])
    columns = sp.csc_matrix((change, (inner, which)), (len(cube.inner), len(moves)))
    counts_for = np.ones((len(moves), len(cube.contributors) + 1), dtype=np.int64)
    counts_for[which, cube.owner[inner]] = 0
    counts_for[:, -1] = 1  # the owner NOBODY is -1
    return np.asarray(hidden[:, None] & ~((abs(cube.cells @ columns) > 0) @ counts_for > 0))


def _first_of(rows: Whole, key_rows: Whole) -> Whole:
    order = np.argsort(rows, kind="stable")
    return order[np.searchsorted(rows[order], key_rows)]


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


def nothing_to_protect(primary: Primary) -> Primary:
    """What has to be protected where nothing is shown."""
    return Primary(np.zeros_like(primary.is_primary), np.zeros_like(primary.against))


def last_resort(cube: Cube, primary: Primary, protection: Protection, width: int) -> Protection:
    """Hide all that counts some of the same rows, where nothing less protects a cell: then one row more may be there.

    This hides totals, too, and happens only where few contribute to a table.
    """
    hidden, moves = protection.hidden.copy(), list(protection.moves)
    # One row more must not be where everybody knows that there is none.
    is_known_zero = np.asarray((cube.counts < cube.least) @ cube.cells).ravel() > 0
    left = []
    for target in protection.unprotected:
        inside = cube.cells.indices[cube.cells.indptr[target] : cube.cells.indptr[target + 1]]
        inside = inside[~is_known_zero[inside]]
        if not inside.size:
            left.append(target)
            continue
        to_hide = np.where(hidden, 0, cube.weight) @ cube.cells[:, inside]
        chosen = inside[[int(np.argmin(to_hide))]]
        others = inside[cube.owner[inside] != cube.owner[chosen[0]]]
        if others.size and primary.against.size and cube.owner[chosen[0]] != NOBODY:
            # Whoever owns those rows is told apart by another's.
            chosen = np.append(chosen, others[int(np.argmin(to_hide[cube.owner[inside] != cube.owner[chosen[0]]]))])
        for inner in chosen:
            moves.append(Move(np.array([inner]), np.array([width])))
            counting = cube.cells[:, [inner]].nonzero()[0]
            hidden[np.isin(cube.unit, cube.unit[counting])] = True
    return Protection(hidden, tuple(moves), np.array(left, dtype=np.int64))
