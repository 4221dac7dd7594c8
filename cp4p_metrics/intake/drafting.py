"""Drafts a profile by looking at a new file. No value is written into it but codes that can name nobody."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from cp4p_metrics.errors import RefusedFileError
from cp4p_metrics.records.columns import UNKNOWN, Column, Kind

from .column_looks import ColumnLook, looked_at
from .column_matches import Match, NearTable, nearest_code, nearest_tables
from .mapping import is_needed
from .opening import unknown_table
from .origins import origins_in
from .private_looks import CONTENT, may_name_a_person
from .profiles import profiles
from .readers import SourceFile

LONGEST_CODE = 40
COLUMN_KINDS = {
    Kind.TEXT: "text",
    Kind.CODE: "a code",
    Kind.DATE: "a date",
    Kind.MONTH: "a month",
    Kind.QUARTER: "a quarter",
    Kind.INTEGER: "a whole number",
    Kind.DECIMAL: "a number",
    Kind.BOOLEAN: "yes or no",
    Kind.AREA: "a community area",
    Kind.PARTNER: "a partner",
    Kind.PARTICIPANT: "a participant's id",
}


def drafted_profile(path: Path, today: date) -> str:
    """The text of a profile for the file, with TODO where an analyst must decide. Raises RefusedFileError."""
    origins = list(origins_in(path))
    if len(origins) != 1:
        raise RefusedFileError(f"{path.name} holds {len(origins)} files. Name one of them, unpacked.")
    file = unknown_table(origins[0])
    _refuse_values_as_header(file)
    row_count, looks = looked_at(file, today)
    near, *others = nearest_tables(path.stem, looks)
    return "\n".join(_lines(path, near, [each.table.name for each in others[:2]], looks, row_count)) + "\n"


def _refuse_values_as_header(file: SourceFile) -> None:
    """A first row that holds values is no header, and its cells must not be printed."""
    cells = [cell.strip() for cell in file.header if cell.strip()]
    values = [cell for cell in cells if _is_value(cell)]
    if not cells or values or len(set(map(str.casefold, cells))) < len(cells):
        raise RefusedFileError(
            "Its first row does not look like names of columns: some are numbers, dates or addresses, or occur twice. "
            "Put one row with a name for each column above the rows, then try again."
        )


def _is_value(cell: str) -> bool:
    return bool(re.fullmatch(r"[\d\s.,:/+-]+", cell)) or any(pattern.search(cell) for _, pattern in CONTENT)


def _lines(
    path: Path, near: NearTable, others: Sequence[str], looks: Sequence[ColumnLook], row_count: int
) -> Iterator[str]:
    name = "_".join(re.findall(r"[a-z0-9]+", path.stem.lower())) or "new_source"
    read = {match.look.name for match in near.matches}
    private = [look for look in looks if look.why_private]
    yield f"# A draft, made by looking at {row_count:,} rows. Search for TODO and decide; docs/profiles.md explains."
    yield "# Then try it:  cp4p import FILE --as THIS_FILE   and move it into the folder profiles of the home folder."
    yield f"name = {_quoted(f'{name}_file' if name in profiles() else name)}"
    yield 'title = "TODO"  # what the source is, in words'
    yield f"recognized_by = {_list(_telling(near))}"
    yield ""
    yield f"# TODO: is this what a row is? {near.table.meaning}."
    yield f"# Next nearest: {', '.join(others)}. docs/templates.md lists the tables and their columns."
    yield f"table = {_quoted(near.table.name)}"
    yield ""
    formats = dict.fromkeys(written for match in near.matches for written in match.look.date_formats)
    if formats:
        yield "# 2026-03-31 is always understood. TODO: is the order of month (%m) and day (%d) right?"
        yield f"date_formats = {_list(formats)}"
    if any(match.look.has_offset for match in near.matches):
        yield "# Times in the file name their own offset; days are those of:"
        yield 'time_zone = "America/Chicago"'
    yield "# Never selected. Move a column out of it only if it holds nothing about a person:"
    yield "never_read = ["
    for look in private:
        yield f"    {_quoted(look.name)},  # looks like {look.why_private}"
    yield "]"
    yield "# Not read either, since none of our columns was near."
    yield f"unused = {_list(look.name for look in looks if look.name not in read and not look.why_private)}"
    yield ""
    yield "[columns]"
    for column in near.table.columns:
        if not _has_codes(near, column):
            yield from _column(near, column)
    for column in near.table.columns:  # sections of their own, so they come last
        if (match := near.match(column)) and _has_codes(near, column):
            yield from _codes(match)


def _has_codes(near: NearTable, column: Column) -> bool:
    match = near.match(column)
    return match is not None and column.kind is Kind.CODE and bool(match.look.codes)


def _telling(near: NearTable) -> list[str]:
    """Columns by which such a file is known again: those of our needed columns, as far as there are any."""
    needed = [match.look.name for match in near.matches if is_needed(near.table, match.column)]
    return needed or [match.look.name for match in near.matches] or ["TODO"]


def _column(near: NearTable, column: Column) -> Iterator[str]:
    match = near.match(column)
    about = f"# {COLUMN_KINDS[column.kind]}: {column.meaning}"
    needed = is_needed(near.table, column)
    if match is None and not needed:
        yield f'# {column.name} = {{ theirs = "…" }}  {about}'
    elif match is None:
        yield from _without_column(near, column, about)
    elif column.kind is Kind.CODE:
        yield f"{column.name} = {{ theirs = {_quoted(match.look.name)}, is_age = true }}  {about}"
    elif column.kind is Kind.PARTICIPANT:
        yield "# TODO: is it the same id at every partner? If each numbers its own, put the partner's key before it:"
        yield f'# {column.name} = {{ joined = ["{{partner_id}}", {_quoted(match.look.name)}] }}'
        yield f"{column.name} = {{ theirs = {_quoted(match.look.name)} }}  {about}"
    elif column.kind is Kind.PARTNER and match.look.separator:
        mark = _quoted(match.look.separator)
        yield "# Cells hold several partners; the first is taken. For all of them see 'One row, several records'."
        yield f"{column.name} = {{ theirs = {_quoted(match.look.name)}, first_of = {mark} }}  {about}"
    else:
        yield f"{column.name} = {{ theirs = {_quoted(match.look.name)} }}  {about}"


def _without_column(near: NearTable, column: Column, about: str) -> Iterator[str]:
    if column.kind is Kind.TEXT and column.name in near.table.key:
        yield "# No column is a key, so one is made of the content: rows that are alike all stay, and a corrected row"
        yield '# comes in beside the old one. Do some columns together name a row? Then: joined = ["…", "…"]'
        yield f"{column.name} = {{ from_content = true }}  {about}"
    elif column.kind in (Kind.PARTNER, Kind.AREA):
        what = "the partner's short key" if column.kind is Kind.PARTNER else "the community area"
        yield f"# The file does not say it, so it is asked for at import: --set {column.name}=…"
        yield f"{column.name} = {{ given = {_quoted(what)} }}  {about}"
    else:
        codes = f" One of: {', '.join(column.codes)}." if column.codes else ""
        yield f"# TODO: every row needs it. Name the column with theirs, or what it always is with always.{codes}"
        yield f'{column.name} = {{ theirs = "TODO" }}  {about}'


def _codes(match: Match) -> Iterator[str]:
    column = match.column
    yield ""
    yield f"[columns.{column.name}]  # {column.meaning}"
    yield f"# Our codes: {', '.join(column.codes)}."
    yield f"theirs = {_quoted(match.look.name)}"
    shown = [(text, nearest_code(text, column), count) for text, count in match.look.codes]
    printable = [(text, code) for text, code, count in shown if code or (count > 1 and _may_be_printed(text))]
    hidden = len(shown) - len(printable)
    if hidden:
        yield (
            f"# TODO: {hidden} further text{'' if hidden == 1 else 's'} of the file may be codes too. They occur once "
            "or might name someone, so they are not shown here."
        )
    if match.look.filled_share < 1 and UNKNOWN not in column.codes and column.is_required:
        yield '# TODO: some cells are blank. What does a blank mean? Then: if_blank = "…"'
    yield f"[columns.{column.name}.codes]"
    for text, code in printable:
        yield f"{_quoted(text)} = {_quoted(code or 'TODO')}"


def _may_be_printed(text: str) -> bool:
    is_plain = len(text) <= LONGEST_CODE and text.isprintable() and not re.search(r"\d{5}", text)
    return is_plain and not may_name_a_person(text) and not any(pattern.search(text) for _, pattern in CONTENT)


def _quoted(text: str) -> str:
    """The text as a TOML string."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _list(texts: Iterator[str] | Sequence[str] | dict[str, None]) -> str:
    return f"[{', '.join(_quoted(text) for text in texts)}]"
