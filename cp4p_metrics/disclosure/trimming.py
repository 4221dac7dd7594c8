"""Showing again what needn't be hidden: for one hidden cell after the other, other witnesses that leave it alone.

The search for witnesses is greedy: what looked cheap early may be dear in the end. So each cell that is hidden for the
sake of others is shown on trial, the dearest first. The witnesses that change it are struck, and what they alone
protected gets others. If these hide less than was shown by striking, they stand; otherwise all is put back. A trial
ends with the first program that is too dear, and most end with their first.
"""

import numpy as np

from .search import Search

WORTHWHILE = 1e-9


def trim(search: Search) -> None:
    """One round of trials over all cells that only witnesses hide."""
    ledger = search.ledger
    ledger.strike_needless()
    weight = search.cube.weight
    candidates = np.flatnonzero(ledger.hidden & ~ledger.base)
    for cell in candidates[np.argsort(-weight[candidates], kind="stable")]:
        if ledger.hidden[cell]:
            _try_without(search, int(cell))
    ledger.strike_needless()


def _try_without(search: Search, cell: int) -> None:
    ledger = search.ledger
    before = ledger.hidden
    struck = ledger.users(cell)
    for number in struck:
        ledger.strike(number)
    shown_again = before & ~ledger.hidden
    budget = ledger.price_of(shown_again) - WORTHWHILE
    entered = _others(search, cell, struck, budget)
    if entered is None:
        for number in struck:
            ledger.restore(number)


def _others(search: Search, cell: int, struck: list[int], budget: float) -> list[int] | None:
    """Witnesses in place of those struck that leave the cell alone, if they cost less than the budget."""
    ledger = search.ledger
    least_hidden = ledger.hidden
    pinned = search.pinned | ledger.unit_of(cell)
    waiting = np.unique(np.concatenate([ledger.cells_of(number) for number in struck]))
    # What the struck witnesses were made for is the hardest to protect: failing there ends the trial soon.
    targets = np.isin(waiting, [ledger.targets[number] for number in struck])
    waiting = waiting[np.lexsort((-search.size[waiting], ~targets))].tolist()
    entered: list[int] = []
    while waiting:
        target = waiting[0]
        if not ledger.open_to(target).any():
            waiting.pop(0)
            continue
        left = budget - ledger.price_of(ledger.hidden & ~least_hidden)
        move = search.near_witness(target, pinned, left)
        if move is None:
            for number in entered:
                ledger.strike(number)
            return None
        entered.append(ledger.enter(move, target))
        waiting += np.setdiff1d(ledger.cells_of(entered[-1]), waiting).tolist()
    return entered
