"""What earlier releases told: it can't be taken back, so it is part of what readers know of the next one.

What was shown stays shown, and what was hidden stays hidden. Where corrected records changed a shown count by a few,
the two numbers would tell of those few: the new one is hidden.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cp4p_metrics.disclosure.cube import Flags
from cp4p_metrics.errors import NotPublishedError
from cp4p_metrics.home import Home

from .cube_cells import KEY, Structure
from .files import FUNDER, current_release, served_audiences
from .reader import Release

Told = dict[str, pd.DataFrame]  # by audience; status and numerator by KEY


@dataclass(frozen=True, eq=False)
class Earlier:
    """Of the cells of one structure, m each: shown and still the same, hidden, shown and a few more or less by now."""

    shown: Flags
    hidden: Flags
    changed_little: Flags


def told_earlier(home: Home, is_demonstration: bool) -> Told:
    """What the releases that are served now tell partners of each other, and funders; {} where there are none.

    A made-up coalition's releases say nothing of real people, and are left out once real records came.
    """
    told: Told = {}
    partners: list[pd.DataFrame] = []
    for audience in served_audiences(home):
        if audience == "leadership" or (audience != FUNDER and len(partners) > 1):
            continue
        try:
            release = Release(current_release(home, audience))
        except NotPublishedError:  # of another coalition, or not there any more
            continue
        if bool(release.about["is_demonstration"]) != is_demonstration:
            continue
        cells = release.cells()
        if audience == FUNDER:
            told[FUNDER] = _by_key(cells)
        else:  # of its own place a partner's file holds more than others see; another's file holds what they see
            partners.append(cells[~((cells["place_kind"] == "partner") & (cells["place"] == release.own_partner))])
    if partners:
        told["partner"] = _by_key(pd.concat(partners, ignore_index=True).drop_duplicates(list(KEY)))
    return told


def _by_key(cells: pd.DataFrame) -> pd.DataFrame:
    kept = cells[cells["status"].isin(["shown", "unstable", "hidden"])]
    return kept.set_index(list(KEY))[["status", "numerator", "denominator"]]


def earlier_of(structure: Structure, told: pd.DataFrame | None, threshold: int) -> Earlier:
    """What was told of the cells of this structure."""
    nothing = np.zeros(structure.rows.size, dtype=bool)
    if told is None:
        return Earlier(nothing, nothing, nothing)
    before = told.reindex(pd.MultiIndex.from_frame(structure.keys[list(KEY)]))
    was_hidden = (before["status"] == "hidden").to_numpy()
    was_shown = before["numerator"].notna().to_numpy()
    change = _change(structure.keys["numerator"], before["numerator"])
    has_whole = (structure.keys["denominator"] >= 0).to_numpy() & before["denominator"].notna().to_numpy()
    change = np.maximum(change, np.where(has_whole, _change(structure.keys["denominator"], before["denominator"]), 0))
    same, little = was_shown & (change == 0), was_shown & (change > 0) & (change < threshold)
    # A count that is zero by now, and known to be, can't be hidden.
    can_be_hidden = structure.cube.counts >= structure.cube.least
    return Earlier(same[structure.rows], was_hidden[structure.rows] & can_be_hidden, little[structure.rows])


def _change(now: pd.Series, before: pd.Series) -> np.ndarray:
    return np.abs(now.to_numpy(dtype=np.int64) - before.fillna(0).to_numpy(dtype=np.int64))
