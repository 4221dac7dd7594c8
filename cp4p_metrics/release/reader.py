"""Answers from a release: the one query function that pages, exports, the command line and tests call."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from cp4p_metrics.coalition import CHICAGOS_KEY, coalition
from cp4p_metrics.errors import NotPublishedError, UnknownNameError
from cp4p_metrics.home import Home, current_home

from .covering import covered, spans_of_total, spans_of_twelve_months
from .facts import MeasureFacts
from .files import LEADERSHIP, ReleaseFile, current_release
from .questions import CELL_COLUMNS, RANGE, Question, answer_query, question
from .shared_questions import covering_query, shortest_shared

LONGEST_ANSWER_MS = 10_000
TYPES = {
    "period_start": "datetime64[us]",
    "numerator": "Int64",
    "denominator": "Int64",
    "unknown": "Int64",
    "value": "float64",
    "lower": "float64",
    "upper": "float64",
}


class Release:
    """One audience's release, open for questions. Safe to share between threads: each question has a cursor."""

    def __init__(self, file: ReleaseFile) -> None:
        if not file.path.exists():
            raise NotPublishedError(
                f"The release {file.version} for {file.audience} is missing from its folder. Run 'cp4p publish' again."
            )
        self.file = file
        try:
            self._connection = _open_hardened(file.path)
        except duckdb.Error as error:
            raise NotPublishedError(
                f"The release {file.version} for {file.audience} can't be read. Run 'cp4p publish' again."
            ) from error
        key = self.about.get("coalition_key", CHICAGOS_KEY)  # releases did not say so before there was another
        if key != coalition().key:
            raise NotPublishedError(
                f"The release in this home folder is that of the coalition '{key}', and CP4P_COALITION says "
                f"'{coalition().key}'. Set CP4P_HOME to another folder, or CP4P_COALITION to the folder of '{key}'."
            )

    @property
    def version(self) -> str:
        return self.file.version

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._connection.cursor() as cursor:
            yield cursor

    def _table(self, sql: str) -> pd.DataFrame:
        with self._cursor() as cursor:
            return cursor.execute(sql).df()

    def ask(
        self,
        measure: str,
        *,
        by: str | None = None,
        place: str | None = None,
        breakdown: str | None = None,
        start: date | None = None,
        end: date | None = None,
    ) -> pd.DataFrame:
        """One row a period, place and category, with the columns of `cells`; see questions.question.

        `numerator` and `denominator` are whole numbers or NA, `value` a float or NaN, `status` one of
        shown, hidden, unstable, not_reported. Raises UnknownNameError and CannotAnswerError.
        """
        asked = question(
            self.measure(measure), by=by, place=place, breakdown=breakdown, start=start, end=end, own=self.own_partner
        )
        if asked.place_kind == "partner" and asked.place is not None and asked.place not in self._partner_ids:
            raise UnknownNameError("partner", asked.place, self._partner_ids)
        if asked.is_sum_of_shared:
            return _as_table(self._sums_of_shared(asked))
        sql, given = answer_query(asked)
        with self._cursor() as cursor:
            answer = cursor.execute(sql, given)
            # DuckDB's own conversion takes longer than ours for the few rows of one place, and less for all places.
            return _as_table(answer.fetchall()) if asked.place else answer.df().astype(TYPES)

    def _sums_of_shared(self, asked: Question) -> list[tuple[Any, ...]]:
        """The answer as sums of the periods that the audience sees: see covering.py."""
        with self._cursor() as cursor:
            rows = cursor.execute(*covering_query(asked)).fetchall()
        starts = {(row[3], row[4]) for row in rows}
        if asked.by is None:
            kind = shortest_shared(asked)
            within = {
                (name, start)
                for name, start in starts
                if name == kind
                and (asked.start is None or start >= asked.start)
                and (asked.end is None or start <= asked.end)
            }
            return list(covered(asked.measure, rows, spans_of_total(within), RANGE, asked.breakdown))
        spans = spans_of_twelve_months(starts, asked.start, asked.end)
        return list(covered(asked.measure, rows, spans, asked.by.value, asked.breakdown))

    @property
    def own_partner(self) -> str | None:
        """The partner whose own figures this release holds, None in others."""
        kind, _, name = self.file.audience.partition(":")
        return name if kind == "partner" else None

    def measure(self, name: str) -> MeasureFacts:
        """The facts of that measure; raises UnknownNameError with the nearest name."""
        try:
            return self.measures[name]
        except KeyError:
            raise UnknownNameError("measure", name, self.measures) from None

    @cached_property
    def measures(self) -> dict[str, MeasureFacts]:
        """Every measure there is, by name, published or not."""
        with self._cursor() as cursor:
            rows = cursor.execute("SELECT name, facts, is_published FROM release.measures ORDER BY rowid").fetchall()
        return {name: MeasureFacts.read(facts, is_published) for name, facts, is_published in rows}

    @cached_property
    def about(self) -> dict[str, object]:
        """The columns of `about` in contents.sql: audience, version, made_at (UTC), is_demonstration and others."""
        return {str(key): value for key, value in self._table("SELECT * FROM release.about").iloc[0].items()}

    @cached_property
    def sources(self) -> dict[str, tuple[date, date]]:
        """First and last day for which each subject is known."""
        with self._cursor() as cursor:
            rows = cursor.execute("SELECT subject, first_date, through_date FROM release.sources").fetchall()
        return {subject: (first, through) for subject, first, through in rows}

    @cached_property
    def partners(self) -> dict[str, str]:
        """Partner names by id, in the order of names."""
        with self._cursor() as cursor:
            return dict(cursor.execute("SELECT partner_id, partner_name FROM release.partners").fetchall())

    @property
    def _partner_ids(self) -> tuple[str, ...]:
        return tuple(self.partners)

    def partner_areas(self) -> pd.DataFrame:
        """partner_id, area_number, from_date, until_date (NaT where not known or still in force)."""
        return self._table("SELECT * FROM release.partner_areas")

    def calendar(self) -> pd.DataFrame:
        """Public events, planned, held and canceled, in order of their date."""
        return self._table("SELECT * FROM release.calendar")

    def submissions(self) -> pd.DataFrame:
        """partner_id, month, part, due_date, received_date (NaT while missing)."""
        return self._table("SELECT * FROM release.submissions")

    def batches(self) -> pd.DataFrame:
        """What came in, the latest first: counts per batch and table."""
        return self._table("SELECT * FROM release.batches")

    def set_aside(self) -> pd.DataFrame:
        """Rows set aside that wait to be mended: table, partner, column, reason and how many."""
        return self._table("SELECT * FROM release.set_aside")

    def unknowns(self) -> pd.DataFrame:
        """table_name, column_name, partner_id, row_count, unknown_count for the key fields."""
        return self._table("SELECT * FROM release.unknowns")

    def cells(self) -> pd.DataFrame:
        """All cells of the file, with the columns of CELL_COLUMNS."""
        return self._table(f"SELECT {', '.join(CELL_COLUMNS)} FROM release.cells").astype(TYPES)

    def audit(self) -> pd.DataFrame:
        """What the proof of this release found, one row a structure and audience; see protecting.Figures."""
        try:
            return self._table("SELECT * FROM release.audit ORDER BY rowid")
        except duckdb.CatalogException:  # published by an earlier program
            return pd.DataFrame()

    def loose_ends(self) -> pd.DataFrame:
        """What was accepted and is worth a look: kind, partner_id, row_count, words."""
        try:
            return self._table("SELECT * FROM release.loose_ends ORDER BY rowid")
        except duckdb.CatalogException:  # published by an earlier program
            return pd.DataFrame(columns=["kind", "partner_id", "row_count", "words"])


def open_release(audience: str = LEADERSHIP, home: Home | None = None) -> Release:
    """The release that is served to an audience now; raises NotPublishedError where there is none."""
    return Release(current_release(home or current_home(), audience))


def _as_table(rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    """Cells as a table, whatever they hold: the types don't depend on the rows."""
    columns: dict[str, Any] = dict(zip(CELL_COLUMNS, zip(*rows, strict=True), strict=True)) if rows else {}
    return pd.DataFrame(
        {
            name: pd.array(columns.get(name, ()), dtype=TYPES[name])
            if name in TYPES
            else pd.array(columns.get(name, ()), dtype="str")
            for name in CELL_COLUMNS
        }
    )


def _open_hardened(path: Path) -> duckdb.DuckDBPyConnection:
    """The file, read-only, in a connection that can reach nothing else.

    Attached rather than connected to: a second connection to a path would show the data that the
    process first saw there. The settings are locked last.
    """
    connection = duckdb.connect(config={"threads": 2, "memory_limit": "512MB"})
    connection.execute("SET temp_directory = ''")
    connection.execute(f"SET max_execution_time = {LONGEST_ANSWER_MS}")
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET autoload_known_extensions = false")
    connection.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS release (READ_ONLY)")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection
