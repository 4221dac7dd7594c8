"""How each source's files are read: its columns and codes, and what in them is never read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cp4p_metrics.errors import UnknownNameError
from cp4p_metrics.places import letters_of, resolve_area
from cp4p_metrics.records.columns import Column, Kind
from cp4p_metrics.records.tables import PUBLIC_TABLES, TABLES, Table, get_table

FOLDER = Path(__file__).parent / "profiles"
TRUE_WORDS = ("yes", "y", "true", "t", "1")
FALSE_WORDS = ("no", "n", "false", "f", "0")
# A spreadsheet program turns 2026-03-05 into 3/5/2026 when a partner saves a template again.
TEMPLATE_DATE_FORMATS = ("%m/%d/%Y", "%m/%d/%Y %H:%M", "%m/%d/%Y %I:%M:%S %p")


@dataclass(frozen=True)
class Field:
    """How one of our columns is read from a source.

    `theirs` are the names that the column may have there, the preferred one first; none where the value is
    `always` the same. `codes` are pairs of theirs and ours.
    """

    column: Column
    theirs: tuple[str, ...] = ()
    always: str | None = None
    codes: tuple[tuple[str, str], ...] = ()
    true_words: tuple[str, ...] = TRUE_WORDS
    false_words: tuple[str, ...] = FALSE_WORDS
    otherwise: bool | None = None
    is_age: bool = False


@dataclass(frozen=True)
class Profile:
    """A source: how its header is recognized, the table of its rows, and how each column is read.

    `extracted_by` is the column whose latest date says when an extract was made. `numbered_key` is a pattern
    of keys that number the people of a police case from 1 on, with the kind and the number as its groups.
    `settled_areas` are names of several areas (their letters alone) with the number of the one that is meant.
    `is_refresh` says that a file brings again what earlier ones had, and must not have lost rows against them; so
    it is wherever a file speaks for all its days (`coverage`).
    `only` are pairs of a column and the one value that all rows have there, where another profile has the very
    same header.
    """

    name: str
    title: str
    table: Table
    fields: tuple[Field, ...]
    recognized_by: tuple[str, ...]
    is_template: bool
    date_formats: tuple[str, ...]
    coverage: tuple[str, ...] = ()
    never_read: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    extracted_by: str | None = None
    numbered_key: str | None = None
    settled_areas: tuple[tuple[str, int], ...] = ()
    is_refresh: bool = False
    only: tuple[tuple[str, str], ...] = ()

    @property
    def source(self) -> str | None:
        """What the column `source` of its rows says, where the table has one."""
        return next((field.always for field in self.fields if field.column.name == "source"), None)


@cache
def profiles() -> dict[str, Profile]:
    """Every profile by name: the shipped files, then a template for each table that partners fill in."""
    shipped = [_profile(tomllib.loads(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob("*.toml"))]
    templates = [_template(table) for table in TABLES.values() if table.name not in PUBLIC_TABLES]
    return {profile.name: profile for profile in (*shipped, *templates)}


def template_profiles() -> tuple[Profile, ...]:
    """The templates that partners and the coalition fill in."""
    return tuple(profile for profile in profiles().values() if profile.is_template)


def get_profile(name: str) -> Profile:
    """The profile of that name; raises UnknownNameError."""
    try:
        return profiles()[name]
    except KeyError:
        raise UnknownNameError("profile", name, profiles()) from None


def is_needed(table: Table, column: Column) -> bool:
    """Whether every row must have a value there. Of a key, only a date may be blank ("not known")."""
    return column.is_required or (column.name in table.key and column.kind is not Kind.DATE)


def _template(table: Table) -> Profile:
    return Profile(
        name=table.name,
        title=f"Template: {table.name}",
        table=table,
        fields=tuple(Field(column, theirs=_template_names(column)) for column in table.columns),
        recognized_by=tuple(column.name for column in table.columns if is_needed(table, column)),
        is_template=True,
        date_formats=TEMPLATE_DATE_FORMATS,
    )


def _template_names(column: Column) -> tuple[str, ...]:
    """A template's area may be a name, so its column is `area`; `area_number` is taken too."""
    return ("area", column.name) if column.kind is Kind.AREA else (column.name,)


def _profile(written: Mapping[str, Any]) -> Profile:
    table = get_table(written["table"])
    columns: Mapping[str, Mapping[str, Any]] = written["columns"]
    for name in columns:
        if name not in table.column_names:
            raise UnknownNameError("column", name, table.column_names)
    return Profile(
        name=written["name"],
        title=written["title"],
        table=table,
        fields=tuple(_field(column, columns.get(column.name, {})) for column in table.columns),
        recognized_by=tuple(written["recognized_by"]),
        is_template=False,
        date_formats=tuple(written["date_formats"]),
        coverage=tuple(written["coverage"]),
        never_read=tuple(written["never_read"]),
        unused=tuple(written["unused"]),
        extracted_by=written.get("extracted_by"),
        numbered_key=written.get("numbered_key"),
        settled_areas=tuple(
            (letters_of(name), resolve_area(meant)) for name, meant in written.get("areas", {}).items()
        ),
        is_refresh=written.get("is_refresh", bool(written["coverage"])),
        only=tuple(written.get("only", {}).items()),
    )


def _field(column: Column, written: Mapping[str, Any]) -> Field:
    theirs = written.get("theirs", [])
    return Field(
        column,
        theirs=(theirs,) if isinstance(theirs, str) else tuple(theirs),
        always=written.get("always"),
        codes=tuple(written.get("codes", {}).items()),
        true_words=tuple(word.lower() for word in written.get("true_words", TRUE_WORDS)),
        false_words=tuple(word.lower() for word in written.get("false_words", FALSE_WORDS)),
        otherwise=written.get("otherwise"),
        is_age=written.get("is_age", False),
    )
