"""Publishing: records → cells → protection → one file per audience, all of them or none."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from cp4p_metrics.engines import Engine
from cp4p_metrics.errors import NoRecordsError, NotProtectedError
from cp4p_metrics.home import Home
from cp4p_metrics.measures import MEASURES, Measure
from cp4p_metrics.measures.cells import compute_cells, is_reported_on, lacks_facts
from cp4p_metrics.measures.reporting import Subject
from cp4p_metrics.records.loose_ends import loose_ends
from cp4p_metrics.records.quiet_months import odd_months
from cp4p_metrics.records.store import reading

from .audience_cells import lay_own_cells, lay_shared_cells, note_verdicts, shared_grid
from .contents import About, count_unknowns, name_partners, write_contents
from .counting import Counting, counting_engine
from .cube_cells import Structure
from .cubes import structures
from .earlier import told_earlier
from .files import FUNDER, LEADERSHIP, ReleaseFile, only_publisher, point_to, release_path
from .people_cubes import people_structures
from .policy import Policy, read_policy
from .protecting import Figures, protect_all

CELLS_WORTH_A_PROCESS = 20_000  # starting one takes a second or two


@dataclass(frozen=True)
class Published:
    """What a publishing made. Measures were left out for lack of records, or of facts of the areas.

    `release` is leadership's file, `others` those of the other audiences. `figures` are those of the proof, by
    structure and audience.
    """

    release: ReleaseFile
    cell_count: int
    measures: tuple[str, ...]
    left_out: tuple[str, ...]
    without_facts: tuple[str, ...]
    subjects: dict[str, Subject]
    others: tuple[ReleaseFile, ...] = ()
    figures: tuple[Figures, ...] = ()


def publish(
    home: Home,
    tell: Callable[[str], None] = lambda words: None,
    counting: Counting | None = None,
    share: bool = False,
) -> Published:
    """Write a release from the records and serve it at once, whichever engine counts them.

    Leadership's is always made; with `share` those of the other audiences are, too, protected. Without it their
    releases of before go on being served.

    The files are written under names of their own and pointed to only when all are whole and proved: a reader never
    sees half of one, and a failure keeps the last release. Raises NoRecordsError where there are no records,
    EngineError where the engine can't be had, PolicyError, and NotProtectedError where the proof fails.
    """
    made_at = datetime.now(UTC)
    version = f"{made_at:%Y%m%dT%H%M%S%f}Z"
    policy = read_policy(home.policy)
    measures = list(MEASURES.values())
    with only_publisher(home), reading(home) as connection, _unfinished_files(home, version) as files:
        with counting_engine(home, connection, counting or Counting(), tell) as engine:
            subjects = compute_cells(connection, tell=tell, engine=engine)
            if not subjects:
                raise NoRecordsError("There are no records to publish yet. 'cp4p import FILE…' brings in files.")
            shown = [m for m in measures if is_reported_on(connection, m, subjects)]
            found = _structures(connection, engine, shown, policy, tell) if share else []
        cell_count = sum(structure.cube.counts.size for structure in found)
        processes = (os.cpu_count() or 1) if cell_count > CELLS_WORTH_A_PROCESS else 1
        (is_demonstration,) = connection.execute("SELECT is_demonstration FROM about").fetchone() or (False,)
        protected = list(protect_all(found, policy, told_earlier(home, bool(is_demonstration)), processes, tell))
        figures = tuple(verdict.figures for _, verdicts in protected for verdict in verdicts)
        failed = sorted({each.structure for each in figures if not each.is_proved})
        if failed:
            raise NotProtectedError(
                f"Nothing was published: the proof failed for {', '.join(failed)}. The last release is still served."
            )
        tell("Writing the releases")
        name_partners(connection)
        note_verdicts(connection, protected)
        about = About(
            version,
            made_at,
            subjects,
            frozenset(measure.name for measure in shown),
            policy.override,
            figures,
            (*loose_ends(connection), *odd_months(connection)),
        )
        count_unknowns(connection)
        with files.writing(connection, LEADERSHIP):
            write_contents(connection, about, LEADERSHIP, "cells")
            (cell_count,) = connection.execute("SELECT count(*) FROM release.cells").fetchone() or (0,)
        if share:
            _write_others(connection, files, about, policy)
    for file in files.written[1:]:
        point_to(home, file)
    release = files.written[0]
    point_to(home, release)
    left_out = [measure for measure in measures if measure not in shown]
    return Published(
        release,
        cell_count,
        tuple(measure.name for measure in shown),
        tuple(measure.name for measure in left_out if not lacks_facts(measure)),
        tuple(measure.name for measure in left_out if lacks_facts(measure)),
        subjects,
        tuple(files.written[1:]),
        figures,
    )


def _structures(
    connection: duckdb.DuckDBPyConnection,
    engine: Engine,
    shown: list[Measure],
    policy: Policy,
    tell: Callable[[str], None],
) -> list[Structure]:
    return [
        *structures(connection, engine, shown, policy, policy.partner, tell),
        *people_structures(connection, engine, shown, policy, policy.partner, tell),
    ]


def _write_others(connection: duckdb.DuckDBPyConnection, files: "_Files", about: About, policy: Policy) -> None:
    """The funders' file, and one for each partner that has records or areas."""
    shown = [measure for measure in MEASURES.values() if measure.name in about.shown]
    open_names = [measure.name for measure in shown if not policy.is_about_people(measure)]
    lay_shared_cells(connection, shown, policy, policy.funder)
    with files.writing(connection, FUNDER):
        write_contents(connection, about, FUNDER, "shared_cells", shared_grid(shown, policy, policy.funder))
    lay_shared_cells(connection, shown, policy, policy.partner)
    grid = shared_grid(shown, policy, policy.partner)
    partners = connection.execute(
        "SELECT DISTINCT place FROM cells WHERE place_kind = 'partner' ORDER BY place"
    ).fetchall()
    for (partner_id,) in partners:
        lay_own_cells(connection, partner_id, open_names)
        with files.writing(connection, f"partner:{partner_id}"):
            write_contents(connection, about, f"partner:{partner_id}", "audience_cells", grid)


class _Files:
    """The files of one publishing, which get their names only when all are whole."""

    def __init__(self, home: Home, version: str) -> None:
        self._home, self._version = home, version
        self.written: list[ReleaseFile] = []

    @contextmanager
    def writing(self, connection: duckdb.DuckDBPyConnection, audience: str) -> Iterator[None]:
        """A new file for the audience, attached as `release` meanwhile."""
        file = ReleaseFile(audience, self._version, release_path(self._home, audience, self._version))
        unfinished = str(_unfinished(file)).replace("'", "''")
        connection.execute(f"ATTACH '{unfinished}' AS release (ROW_GROUP_SIZE 8192)")
        try:
            yield
        finally:
            connection.execute("DETACH release")
        self.written.append(file)


def _unfinished(file: ReleaseFile) -> Path:
    return file.path.with_suffix(".unfinished")


@contextmanager
def _unfinished_files(home: Home, version: str) -> Iterator[_Files]:
    """Room for files that get their names when all went well, and are removed otherwise."""
    files = _Files(home, version)
    try:
        yield files
        for file in files.written:
            _unfinished(file).replace(file.path)
    finally:
        for leftover in home.releases.glob("*.unfinished*"):
            leftover.unlink(missing_ok=True)
