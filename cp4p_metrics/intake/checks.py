"""What can be wrong with a row, as conditions in SQL and sentences that say what to do about it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from cp4p_metrics.coalition import coalition
from cp4p_metrics.places import area_name, names_of_several_areas, numbers_words
from cp4p_metrics.records.columns import Column, Kind
from cp4p_metrics.records.tables import Table

from .deidentification import personal_problems
from .mapping import is_needed

EARLIEST_DATE = date(1990, 1, 1)  # before any record of the City's victim files: a slip of the pen
LONGEST_TEXT = 120  # a key or a label; what is longer is a narrative

# Dates that may lie ahead, with the condition under which: plans, dues and assignments do, what was done does
# not.
MAY_LIE_AHEAD = {
    ("events", "event_date"): "coalesce(v_status, '') <> 'held'",
    ("partner_areas", "from_date"): "true",
    ("partner_areas", "until_date"): "true",
    ("submissions", "due_date"): "true",
    ("submissions", "month"): "true",
    ("staffing", "month"): "true",
}

NOT_A_NUMBER = "is not a number; write digits alone, and leave it blank if it is not known"
UNREADABLE = {
    Kind.PARTNER: (
        "is not a partner that is known here; import the partners first, or correct the partner's short key"
    ),
    Kind.BOOLEAN: "is neither yes nor no; leave it blank if it is not known",
    Kind.DATE: "is not a date; write it as 2026-03-31",
    Kind.MONTH: "is not a month; write it as 2026-03",
    Kind.QUARTER: "is not a quarter; write it as 2026-Q1",
    Kind.INTEGER: NOT_A_NUMBER,
    Kind.DECIMAL: NOT_A_NUMBER,
}


@dataclass(frozen=True)
class Problem:
    """One thing that can be wrong: the column, the sentence's end, and the SQL that finds it.

    The SQL speaks of a cell's text as t_<column> and of its value as v_<column>.
    """

    column_name: str | None
    reason: str
    condition: str


def problems(table: Table, today: date, constants: Collection[str] = ("source",)) -> tuple[Problem, ...]:
    """Everything that is checked in a row. The first rules the others out: an empty row is just that.

    `constants` are the columns that no row says anything about.
    """
    texts = ", ".join(f"t_{column.name}" for column in table.columns if column.name not in constants)
    found = [
        Problem(None, "is empty; take it out", f"coalesce({texts}) IS NULL AND NOT has_surplus"),
        Problem(
            None,
            "has more cells than the header; put text that holds a delimiter in quotation marks",
            "has_surplus",
        ),
    ]
    for column in table.columns:
        found.extend(_problems_of(table, column, today))
    return tuple(found)


def problem_mask_sql(found: tuple[Problem, ...]) -> str:
    """SQL for one number with a bit for each problem that a row has; 0 for a sound row."""
    if len(found) > 62:
        raise ValueError("More kinds of problems than one number has bits for.")
    first, *others = (f"CASE WHEN {problem.condition} THEN {1 << bit}" for bit, problem in enumerate(found))
    return f"{first} ELSE {' + '.join(f'{other} ELSE 0 END' for other in others)} END"


def _problems_of(table: Table, column: Column, today: date) -> Iterator[Problem]:
    text, value = f"t_{column.name}", f"v_{column.name}"
    name = column.name
    if is_needed(table, column):
        yield Problem(name, "is blank; every row needs it", f"{text} IS NULL")
    if column.kind is Kind.TEXT:
        yield Problem(
            name,
            f"is longer than {LONGEST_TEXT} letters; it is for a key or a label, never for a narrative",
            f"length({text}) > {LONGEST_TEXT}",
        )
    for reason, condition in personal_problems(column):
        yield Problem(name, reason, condition)
    if column.kind is Kind.AREA:
        yield from _area_problems(name, text, value)
    elif column.kind not in (Kind.TEXT, Kind.PARTICIPANT):
        yield Problem(name, _unreadable(column), f"{text} IS NOT NULL AND {value} IS NULL")
    if column.kind in (Kind.INTEGER, Kind.DECIMAL):
        yield Problem(
            name,
            f"is outside {column.minimum:,} to {column.maximum:,}; correct it, or leave it blank",
            f"{value} NOT BETWEEN {column.minimum} AND {column.maximum}",
        )
    if column.kind in (Kind.DATE, Kind.MONTH, Kind.QUARTER):
        yield from _date_problems(table, column, value, today)


def _area_problems(name: str, text: str, value: str) -> Iterator[Problem]:
    for place, (_, numbers) in enumerate(names_of_several_areas()):
        meant = " or ".join(area_name(number) for number in numbers)
        yield Problem(
            name,
            f"is the name of more than one {coalition().area}; write which one is meant, {meant}, or its number",
            f"shared_name = {place}",
        )
    yield Problem(
        name,
        f"is not {coalition().an_area}; write {numbers_words()} or the area's official name",
        f"{text} IS NOT NULL AND {value} IS NULL AND shared_name IS NULL",
    )


def _date_problems(table: Table, column: Column, value: str, today: date) -> Iterator[Problem]:
    name = column.name
    too_early = f"is before {EARLIEST_DATE.year}; write the year in four digits"
    yield Problem(name, too_early, f"{value} < '{EARLIEST_DATE}'")
    may_lie_ahead = MAY_LIE_AHEAD.get((table.name, name), "false")
    yield Problem(
        name,
        "is after the day of the import; correct it, or send the row once it has happened",
        f"{value} > '{today}' AND NOT ({may_lie_ahead})",
    )
    blank_between = ""
    for earlier in _earlier_columns(table, column):
        yield Problem(name, f"is before {earlier}; correct whichever is wrong", f"{value} < v_{earlier}{blank_between}")
        blank_between += f" AND v_{earlier} IS NULL"


def _earlier_columns(table: Table, column: Column) -> Iterator[str]:
    """The date that must not come later, then the one before that, which counts where the first is blank."""
    by_name = {each.name: each for each in table.columns}
    while column.not_before:
        yield column.not_before
        column = by_name[column.not_before]


def _unreadable(column: Column) -> str:
    if column.kind is Kind.CODE:
        return f"has a value that is not in the list: {', '.join(column.codes)}"
    return UNREADABLE[column.kind]
