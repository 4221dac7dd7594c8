"""Looks at every short text and every participant's id before it is stored, within the statement that reads it.

Ordinary keys pass by a pattern in SQL. Only the others go to Python, as arrays in memory: no text is joined,
sorted or written for it. A text that looks personal is never staged, and its row is set aside; a column that
looks personal as a whole refuses its file.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
from duckdb.func import FunctionNullHandling, PythonUDFType

from cp4p_metrics.errors import RefusedFileError
from cp4p_metrics.records.columns import Column, Kind
from cp4p_metrics.records.tables import Table

from .personal.patterns import Personal, is_birth_date
from .personal.reading import Role
from .personal.texts import personal_in
from .readers import quoted

if TYPE_CHECKING:
    from .checks import Problem

FUNCTION = "personal_kind"
# Places, organizations and studies are named after people, and so are the short keys of organizations.
ROLES = {
    "site": Role.PLACE,
    "park_name": Role.PLACE,
    "park_class": Role.LABEL,
    "partner_id": Role.LABEL,
    "partner_name": Role.LABEL,
    "measure": Role.LABEL,
    "source_name": Role.LABEL,
}
# A column with fewer such cells may be a slip in some rows; with more, it is what the column is for.
FEWEST_TO_REFUSE = 3
SHARE_TO_REFUSE = 0.2
MOST_PARTNERS_IN_PATTERN = 300
ANY_HASH = r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}"
# Digits alone are common ids, of 9 and 10 places too; that they might be a number of Social Security or a
# telephone can't be told.
ORDINARY = {
    Role.PARTICIPANT: rf"[A-Za-z]{{0,4}}[-_]?\d{{1,7}}|\d{{1,18}}|{ANY_HASH}",
    Role.KEY: (
        r"[A-Za-z]{1,12}[-_./:#]{0,2}[A-Za-z]{0,4}\d{1,12}([-_./:#]{1,2}(\d{1,3}|[A-Za-z]{1,4}\d{1,8})){0,3}"
        rf"|(20\d\d-)?\d{{1,18}}|\d{{1,4}}[A-Za-z]|{ANY_HASH}"
    ),
}
NUMBERED = r"[-_:#]?[A-Za-z]{0,4}[-_]?\d{1,12}"  # what may follow a partner's short key
WHAT_TO_DO = {
    Role.PARTICIPANT: "use the id that the coalition gave the person",
    Role.KEY: "use a number, or another key that says nothing of a person",
    Role.PLACE: "name the park or the public place alone, or leave it blank",
    Role.LABEL: "name the organization, the study or the measure alone",
}
FAMILIES: tuple[tuple[str, tuple[Personal, ...]], ...] = (
    ("a person's name", (Personal.NAME,)),
    (
        "a phone number, an e-mail address, a handle or an address",
        (Personal.PHONE, Personal.EMAIL, Personal.HANDLE, Personal.ADDRESS, Personal.LOCATION),
    ),
    ("a birth date or a Social Security number", (Personal.BIRTH_DATE, Personal.SSN)),
    ("a narrative or the name of a group", (Personal.NARRATIVE, Personal.GROUP)),
)


def role_of(column: Column) -> Role | None:
    """What a column's texts are for; None for columns that store no text of the file."""
    if column.kind is Kind.PARTICIPANT:
        return Role.PARTICIPANT
    if column.kind is not Kind.TEXT:
        return None
    return ROLES.get(column.name, Role.KEY)


def personal_problems(column: Column) -> Iterator[tuple[str, str]]:
    """The sentence's end and the SQL of each way in which a text of the column may be personal."""
    role = role_of(column)
    if role is not None:
        for words, kinds in FAMILIES:
            listed = ", ".join(quoted(kind.name) for kind in kinds)
            yield f"looks like {words}; {WHAT_TO_DO[role]}", f"p_{column.name} IN ({listed})"


def kind_sql(column: Column, text: str, partner_ids: Sequence[str]) -> str:
    """SQL for the kind of personal data that the text looks like; null where it looks harmless."""
    role = role_of(column)
    if role is None:
        return "CAST(NULL AS VARCHAR)"
    if role not in ORDINARY:
        return f"CASE WHEN {text} IS NOT NULL THEN {FUNCTION}({text}, {quoted(role)}) END"
    pattern = ORDINARY[role]
    known = "|".join(re.escape(each) for each in partner_ids[:MOST_PARTNERS_IN_PATTERN])
    if known:
        pattern += f"|(?i:{known}){NUMBERED}"
    return f"CASE WHEN NOT regexp_full_match({text}, {quoted(pattern)}) THEN {FUNCTION}({text}, {quoted(role)}) END"


@contextmanager
def looking(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let `kind_sql` work in this connection; afterwards nothing of what was looked at is kept in memory."""
    connection.create_function(
        FUNCTION,
        _kinds,
        ["VARCHAR", "VARCHAR"],
        "VARCHAR",
        type=PythonUDFType.ARROW,
        null_handling=FunctionNullHandling.SPECIAL,
    )
    try:
        yield
    finally:
        connection.remove_function(FUNCTION)
        personal_in.cache_clear()


def _kinds(texts: pa.ChunkedArray, roles: pa.ChunkedArray) -> pa.Array:
    role = Role(roles[0].as_py())
    kind_of = _kind_of_key if role in ORDINARY else _kind_of_label
    return pa.array([None if text is None else kind_of(text, role) for text in texts.to_pylist()], pa.string())


def _kind_of_label(text: str, role: Role) -> str | None:
    found = personal_in(text, role)
    # Organizations are named after people, and one that is not let in takes all of its work with it.
    if found is None or (found is Personal.NAME and role is Role.LABEL):
        return None
    return found.name


def _kind_of_key(text: str, role: Role) -> str | None:
    if role is Role.PARTICIPANT and is_birth_date(text):
        return Personal.BIRTH_DATE.name
    # Keys differ in their digits, which tell nothing more: so their shape is looked at once.
    return _kind_of_label(re.sub(r"\d", "5", text), role)


def refuse_personal_columns(
    connection: duckdb.DuckDBPyConnection, stage: str, table: Table, found: Sequence["Problem"]
) -> None:
    """Raise RefusedFileError where a column of the staged file looks personal as a whole."""
    for column in table.columns:
        families = {family for family, _ in personal_problems(column)}
        bits = {
            1 << bit: each
            for bit, each in enumerate(found)
            if each.column_name == column.name and each.reason in families
        }
        if not bits:
            continue
        mask = sum(bits)
        counts = ", ".join(f"count(*) FILTER (problems & {bit} <> 0)" for bit in bits)
        [(suspicious, others, rows, *by_family)] = connection.execute(
            f"SELECT count(*) FILTER (problems & {mask} <> 0), count({column.name}), "
            f"min(row_number, {FEWEST_TO_REFUSE}) FILTER (problems & {mask} <> 0), {counts} FROM {stage}"
        ).fetchall()
        filled = suspicious + others
        if suspicious >= FEWEST_TO_REFUSE and suspicious >= SHARE_TO_REFUSE * filled:
            _, most_common = max(zip(by_family, bits.values(), strict=True), key=lambda each: each[0])
            what, _, do = most_common.reason.removeprefix("looks ").partition("; ")
            raise RefusedFileError(
                f"Its column '{column.name}' looks personal as a whole: {suspicious:,} of {filled:,} cells look "
                f"{what}, or the like (rows {', '.join(f'{row:,}' for row in rows)} …). Nothing was taken in. "
                f"In every row, {do}."
            )
