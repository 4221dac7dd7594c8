"""What a profile says: how a source's columns and codes become ours, which rows are ours, what is never read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from cp4p_metrics.records.columns import Column, Kind
from cp4p_metrics.records.tables import Table

TRUE_WORDS = ("yes", "y", "true", "t", "1")
FALSE_WORDS = ("no", "n", "false", "f", "0")


@dataclass(frozen=True)
class Field:
    """How one of our columns is read from a source: the first of these that there is.

    `theirs` are the names that the column may have there, the preferred one first. `joined` are columns whose
    texts are joined `joined_with`; one of them in braces stands for a column of ours whose value is `always`
    the same. `always` is a constant, `given` what the person who imports is asked for. `is_from_content` makes a
    key for a row that has none. `codes` are pairs of theirs and ours; `otherwise` is what any other text means,
    `if_blank` what a blank means. Where the column `may_be_missing`, a file without it is taken all the same.
    `first_of` is what stands between the parts of a cell of which only the first is meant.
    """

    column: Column
    theirs: tuple[str, ...] = ()
    always: str | None = None
    codes: tuple[tuple[str, str], ...] = ()
    true_words: tuple[str, ...] = TRUE_WORDS
    false_words: tuple[str, ...] = FALSE_WORDS
    otherwise: bool | str | None = None
    is_age: bool = False
    joined: tuple[str, ...] = ()
    joined_with: str = "-"
    given: str | None = None
    is_from_content: bool = False
    if_blank: str | None = None
    may_be_missing: bool = False
    first_of: tuple[str, ...] = ()

    @property
    def joined_columns(self) -> tuple[str, ...]:
        """Those of `joined` that are the source's own."""
        return tuple(name for name in self.joined if not is_ours(name))


def is_ours(name: str) -> bool:
    """Whether a part of a joined value, as in '{partner_id}', stands for a column of ours."""
    return name.startswith("{") and name.endswith("}")


@dataclass(frozen=True)
class LeftOut:
    """A condition under which a row is no record of ours: the texts that columns have, and why.

    Where `is_unless`, the row is left out unless every column has one of its texts. "" stands for a blank.
    """

    why: str
    texts: tuple[tuple[str, tuple[str, ...]], ...]
    is_unless: bool


@dataclass(frozen=True)
class Split:
    """A column whose cells hold several parts, each of which makes a record; `at` what stands between them."""

    column: str
    at: tuple[str, ...]


@dataclass(frozen=True)
class Companion:
    """Another file of the same source, recognized by its header. It holds no records of its own."""

    name: str
    recognized_by: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Lookup:
    """Columns that come from a companion: of its row whose `key` is what `column` says.

    `gives` are pairs of a new column's name and the companion's own.
    """

    column: str
    companion: str
    key: str
    gives: tuple[tuple[str, str], ...]


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
    `further` are the profiles of the other records that the same rows make. `digest` is the hash of a profile
    that is not shipped. `coalition` is the key of the only one in which the profile is offered.
    `has_whole_cases` says that a file with one person of a police case has all of them, and that keys may be
    given out anew.
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
    time_zone: str | None = None
    notes: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    split: Split | None = None
    companions: tuple[Companion, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    further: tuple["Profile", ...] = ()
    digest: str | None = None
    coalition: str | None = None
    has_whole_cases: bool = False

    @property
    def source(self) -> str | None:
        """What the column `source` of its rows says, where the table has one."""
        return next((field.always for field in self.fields if field.column.name == "source"), None)

    @property
    def asked(self) -> dict[str, str]:
        """The columns that the person who imports is asked for, with the question."""
        return {field.column.name: field.given for field in self.fields if field.given}

    @property
    def identity(self) -> str:
        """What a batch is known by, beside its files: the profile's name, or its name and content."""
        return f"{self.name} {self.digest}" if self.digest else self.name

    @property
    def sources(self) -> tuple[str, ...]:
        """Every column of the file that is read, whether or not the file has it; not what lookups give."""
        given = {new for lookup in self.lookups for new, _ in lookup.gives}
        return tuple(dict.fromkeys(name for name in self._named() if name not in given))

    def _named(self) -> Iterator[str]:
        for field in self.fields:
            yield from (*field.theirs, *field.joined_columns)
        for rule in self.left_out:
            yield from (name for name, _ in rule.texts)
        yield from (lookup.column for lookup in self.lookups)
        if self.split:
            yield self.split.column
        if self.extracted_by:
            yield self.extracted_by

    def with_given(self, values: Mapping[str, str]) -> "Profile":
        """The profile with answers for what it asks; its digest then tells it from others' answers."""
        own = {name: value for name, value in values.items() if name in self.asked}
        if not own:
            return self
        fields = tuple(replace(field, always=own.get(field.column.name, field.always)) for field in self.fields)
        written = "\n".join([self.digest or "", *(f"{name}={own[name]}" for name in sorted(own))])
        return replace(self, fields=fields, digest=sha256(written.encode()).hexdigest())


def is_needed(table: Table, column: Column) -> bool:
    """Whether every row must have a value there. Of a key, only a date may be blank ("not known")."""
    return column.is_required or (column.name in table.key and column.kind is not Kind.DATE)
