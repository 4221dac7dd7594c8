"""What a column may hold."""

from dataclasses import dataclass
from enum import StrEnum

UNKNOWN = "unknown"


class Kind(StrEnum):
    """How a column's text is read, and what it is stored as."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    MONTH = "month"
    QUARTER = "quarter"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    AREA = "area"
    PARTNER = "partner"
    PARTICIPANT = "participant"

    @property
    def stored_as(self) -> str:
        """The DuckDB type."""
        return {
            "date": "DATE",
            "month": "DATE",
            "quarter": "DATE",
            "integer": "BIGINT",
            "decimal": "DECIMAL(12, 2)",
            "boolean": "BOOLEAN",
            "area": "INTEGER",
        }.get(self.value, "VARCHAR")


@dataclass(frozen=True)
class Column:
    """One column: its name, how it is read, and what it means.

    `codes` are the only values that a code column takes. Where they include "unknown", a blank is
    stored as unknown; an unlisted code is set aside, never folded into another.
    """

    name: str
    kind: Kind
    meaning: str
    codes: tuple[str, ...] = ()
    is_required: bool = False
    minimum: int | None = None
    maximum: int | None = None
    not_before: str | None = None


def text(name: str, meaning: str, *, required: bool = False) -> Column:
    """A short key or label; never a narrative."""
    return Column(name, Kind.TEXT, meaning, is_required=required)


def code(name: str, meaning: str, codes: str, *, required: bool = False) -> Column:
    """One of a closed list, written with spaces between."""
    return Column(name, Kind.CODE, meaning, codes=tuple(codes.split()), is_required=required)


def day(name: str, meaning: str, *, required: bool = False, not_before: str | None = None) -> Column:
    """A date, on or after the day in the column `not_before`."""
    return Column(name, Kind.DATE, meaning, is_required=required, not_before=not_before)


def integer(name: str, meaning: str, *, minimum: int = 0, maximum: int = 1_000_000) -> Column:
    """A whole number within a range; blank is not reported."""
    return Column(name, Kind.INTEGER, meaning, minimum=minimum, maximum=maximum)


def decimal(name: str, meaning: str, *, maximum: int = 100_000) -> Column:
    """A number with two decimals, from 0."""
    return Column(name, Kind.DECIMAL, meaning, minimum=0, maximum=maximum)


def boolean(name: str, meaning: str) -> Column:
    """Yes or no; blank is unknown."""
    return Column(name, Kind.BOOLEAN, meaning)


def month(name: str, meaning: str) -> Column:
    """A calendar month, stored as its first day."""
    return Column(name, Kind.MONTH, meaning, is_required=True)


def quarter(name: str, meaning: str) -> Column:
    """A calendar quarter, stored as its first day; '2026-Q3' or any date in it."""
    return Column(name, Kind.QUARTER, meaning, is_required=True)


def area(*, required: bool = True) -> Column:
    """One of the coalition's areas, by number or by name."""
    return Column("area_number", Kind.AREA, "One of the coalition's areas", is_required=required)


PARTNER = Column("partner_id", Kind.PARTNER, "The partner that did the work", is_required=True)
PARTICIPANT = Column(
    "participant_id",
    Kind.PARTICIPANT,
    "The id of a participant, the same at every partner; replaced by a pseudonym before anything is stored",
    is_required=True,
)
