"""Every attack on the releases that are served now: what readers of the files themselves could work out.

The publishing proved what it was about to write. This goes the other way round: it opens the files that are served,
takes from them what each audience can read, counts the records anew to know the structure of the tables, and attacks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from cp4p_metrics.disclosure.attack import ranges
from cp4p_metrics.disclosure.cube import NOBODY, Cube, Flags
from cp4p_metrics.disclosure.elimination import recovered
from cp4p_metrics.disclosure.primary import primary_cells
from cp4p_metrics.errors import Cp4pError
from cp4p_metrics.home import Home
from cp4p_metrics.measures import MEASURES
from cp4p_metrics.measures.cells import compute_cells, is_reported_on
from cp4p_metrics.records.store import reading

from .counting import Counting, counting_engine
from .cube_cells import KEY, Structure
from .cubes import structures
from .files import FUNDER, current_release, served_audiences
from .people_cubes import people_structures
from .policy import Sharing, read_policy
from .protecting import part_of
from .reader import Release


class StaleReleaseError(Cp4pError):
    """Records came in after the release was made, so that it can't be compared with them."""


@dataclass(frozen=True)
class Finding:
    """What readers of one audience's files could do with one structure. All but the first counts must be zero."""

    structure: str
    audience: str
    hidden_count: int
    recovered_by_public_count: int
    recovered_by_partner_count: int
    narrow_count: int  # primary cells whose range is narrower than the width

    @property
    def is_clean(self) -> bool:
        return not (self.recovered_by_public_count or self.recovered_by_partner_count or self.narrow_count)


@dataclass(frozen=True)
class Audit:
    """All findings, and how many rows of the files say more than they may."""

    findings: tuple[Finding, ...]
    file_count: int
    leaking_row_count: int  # hidden rows that carry a number
    differing_row_count: int  # shared rows that one partner's file has and another's has not
    beyond_partners_count: int  # rows that funders see and partners don't

    @property
    def is_clean(self) -> bool:
        return not (self.leaking_row_count or self.differing_row_count or self.beyond_partners_count) and all(
            finding.is_clean for finding in self.findings
        )


def audit(home: Home, tell: Callable[[str], None] = lambda words: None) -> Audit:
    """Attack the files that are served. Raises NotPublishedError, and StaleReleaseError where records came since."""
    audiences = [name for name in served_audiences(home) if name != "leadership"]
    releases = {name: Release(current_release(home, name)) for name in audiences}
    policy = read_policy(home.policy)
    with reading(home) as connection, counting_engine(home, connection, Counting(), tell) as engine:
        subjects = compute_cells(connection, tell=tell, engine=engine)
        shown = [m for m in MEASURES.values() if is_reported_on(connection, m, subjects)]
        found = [
            *structures(connection, engine, shown, policy, policy.partner, tell),
            *people_structures(connection, engine, shown, policy, policy.partner, tell),
        ]
    tables = {name: _shared_cells(release) for name, release in releases.items()}
    of_partners = [table for name, table in tables.items() if name != FUNDER]
    findings = []
    for structure in found:
        for sharing, table in ((policy.partner, next(iter(of_partners), None)), (policy.funder, tables.get(FUNDER))):
            if table is not None:
                tell(f"Attacking {structure.name.replace('_', ' ')}, as {sharing.audience}s see it")
                findings.append(_attack(structure, sharing, table))
    # Of its own place a partner's file holds more than others see, so two of them tell what partners share.
    shown_to_partners = {key for table in of_partners[:2] for key in table.index[table["status"] == "shown"]}
    funders = tables.get(FUNDER)
    protected = {name for structure in found for name in structure.keys["measure"].unique()}
    beyond = 0
    if funders is not None and of_partners:
        own = funders[(funders["status"] == "shown") & funders.index.get_level_values("measure").isin(protected)]
        beyond = len(set(own.index) - shown_to_partners)
    return Audit(
        findings=tuple(findings),
        file_count=len(releases),
        leaking_row_count=sum(int(_leaks(table).sum()) for table in tables.values()),
        differing_row_count=_differing(of_partners),
        beyond_partners_count=beyond,
    )


def _shared_cells(release: Release) -> pd.DataFrame:
    """The cells of a file, without what is the partner's own, by KEY."""
    cells = release.cells()
    if release.own_partner is not None:
        cells = cells[~((cells["place_kind"] == "partner") & (cells["place"] == release.own_partner))]
    return cells.set_index(list(KEY)).sort_index()


def _leaks(table: pd.DataFrame) -> "pd.Series[bool]":
    numbers = table[["numerator", "denominator", "unknown", "value"]].notna().any(axis=1)
    return (table["status"] == "hidden") & numbers


def _differing(tables: Sequence[pd.DataFrame]) -> int:
    """Rows that two partners' files hold and that don't agree."""
    differing = 0
    for table in tables[1:]:
        both = tables[0].index.intersection(table.index)
        differing += int((tables[0].loc[both, "status"] != table.loc[both, "status"]).sum())
    return differing


def _attack(structure: Structure, sharing: Sharing, table: pd.DataFrame) -> Finding:
    keys = pd.MultiIndex.from_frame(structure.keys[list(KEY)])
    own = set(table.index)
    is_there = np.array([key in own for key in keys], dtype=bool)
    chosen = np.flatnonzero(is_there[structure.rows])
    status = table["status"].reindex(keys).to_numpy()
    told = table["numerator"].reindex(keys)
    counted = structure.keys["numerator"].to_numpy()
    is_told = told.notna().to_numpy()
    if (told.to_numpy(dtype=float, na_value=-1)[is_told] != counted[is_told]).any():
        raise StaleReleaseError("Records came in since the release was made. 'cp4p publish' makes a new one to audit.")
    cube = part_of(structure.cube, chosen)
    if not sharing.guards_against_each_partner:
        cube = _without_owners(cube)
    hidden: Flags = (status == "hidden")[structure.rows[chosen]]
    # Rates of few that funders don't get are hidden as well; taking them as seen makes the attacker stronger.
    primary = primary_cells(cube, sharing.threshold, structure.extreme[chosen])
    by_partner = sum(
        int((recovered(cube, ~hidden, hidden, each) & primary.against[:, each]).sum())
        for each in range(len(cube.contributors))
    )
    narrow = ranges(cube, ~hidden, sharing.width, primary.is_primary & hidden).narrower(sharing.width)
    return Finding(
        structure=structure.name,
        audience=sharing.audience,
        hidden_count=int(hidden.sum()),
        recovered_by_public_count=int((recovered(cube, ~hidden, hidden) | (primary.is_primary & ~hidden)).sum()),
        recovered_by_partner_count=by_partner,
        narrow_count=int(narrow.sum()),
    )


def _without_owners(cube: Cube) -> Cube:
    return replace(cube, contributors=(), owner=np.full(cube.inner.size, NOBODY, dtype=np.int64))


def audit_text(found: Audit) -> str:
    """The audit as a table for an operator."""
    table = pd.DataFrame(
        [
            {
                "structure": finding.structure.replace("_", " "),
                "seen by": f"{finding.audience}s",
                "hidden": finding.hidden_count,
                "worked out": finding.recovered_by_public_count,
                "by a partner": finding.recovered_by_partner_count,
                "too narrow": finding.narrow_count,
            }
            for finding in found.findings
        ]
    )
    rows = found.leaking_row_count + found.differing_row_count + found.beyond_partners_count
    verdict = "Nothing hidden can be worked out." if found.is_clean else "THE AUDIT FAILED. Don't hand out these files."
    return (
        f"{table.to_string(index=False) if len(table) else 'No release holds figures of partners.'}\n\n"
        f"{found.file_count} files read; rows that say more than they may: {rows}.\n{verdict}"
    )
