"""SQL that gives each of our columns its text: from a column of the file, several joined, a companion, or a constant.

Ids of participants become pseudonyms before a row is joined with anything (see pseudonyms.py).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import duckdb

from cp4p_metrics.errors import RefusedFileError
from cp4p_metrics.records.columns import Kind

from .deidentification import kind_sql
from .mapping import Field, Lookup, Split, is_ours
from .pseudonyms import pseudonym_sql
from .readers import SourceFile, quoted, rows_of
from .recognition import Layout, plain

# Parts of a cell are numbered within the row's own number, so that every record of a file has one of its own.
MOST_PARTS = 1_000
TOO_MANY_PARTS = "too many parts in a cell"
NOTHING = "CAST(NULL AS VARCHAR)"


def records_per_row(layout: Layout) -> int:
    """What a record's number is divided by to get the row's: 1 where a row is one record."""
    return MOST_PARTS if layout.profile.split else 1


def positions_read(layout: Layout) -> list[int]:
    """The positions of all columns that are read."""
    return sorted({*layout.columns.values()})


def source_names(layout: Layout) -> dict[str, str]:
    """For each column of the source, its own or looked up, the name it has in `rows_sql`."""
    names = {name: f"c{position}" for name, position in layout.columns.items()}
    for number, lookup in enumerate(layout.profile.lookups):
        names |= {plain(new): f"looked_up_{number}_{place}" for place, (new, _) in enumerate(lookup.gives)}
    if layout.profile.split:
        names[plain(layout.profile.split.column)] = "part"
    return names


def text_sql(layout: Layout, field: Field) -> str:
    """The text of one of our columns, as an expression over `rows_sql`; of a participant, the pseudonym."""
    told = _told_sql(layout, field)
    if field.column.kind is Kind.PARTICIPANT and told and not _is_looked_up(layout, field):
        return "participant" if layout.profile.lookups else pseudonym_sql(told)
    if told is None:
        return _untold_sql(field)
    if field.if_blank is not None:
        return f"coalesce({told}, {quoted(field.if_blank)})"
    if field.codes and field.column.kind in (Kind.AREA, Kind.PARTNER):
        pairs = " ".join(f"WHEN {quoted(their.upper())} THEN {quoted(our)}" for their, our in field.codes)
        return f"CASE upper({told}) {pairs} ELSE {told} END"
    return told


def personal_kind_sql(layout: Layout, field: Field, partner_ids: Sequence[str] = ()) -> str:
    """The kind of personal data that the file's own text looks like, as an expression over `rows_sql`."""
    told = _told_sql(layout, field)
    if told is None:
        return NOTHING
    if field.column.kind is Kind.PARTICIPANT and layout.profile.lookups:
        return NOTHING if _is_looked_up(layout, field) else "participant_kind"
    return kind_sql(field.column, told, partner_ids)


def _told_sql(layout: Layout, field: Field) -> str | None:
    """What the file itself says; None where it says nothing."""
    names = source_names(layout)
    told = next((names[plain(name)] for name in field.theirs if plain(name) in names), None)
    if told is not None and field.first_of:
        return f"nullif(trim(string_split_regex({told}, {_separator(field.first_of)})[1]), '')"
    if told is None and field.joined and all(plain(name) in names for name in field.joined_columns):
        return _joined_sql(layout, field, names)
    return told


def _untold_sql(field: Field) -> str:
    if field.is_from_content:
        return "'from content'"  # filled in once all is read, see sifting.py
    return quoted(field.always) if field.always is not None else NOTHING


def constants(layout: Layout) -> list[str]:
    """Our columns that may have a text even where a row of the file is empty."""
    return [
        field.column.name
        for field in layout.profile.fields
        if field.if_blank is not None or (not is_told(layout, field) and text_sql(layout, field) != NOTHING)
    ]


def is_told(layout: Layout, field: Field) -> bool:
    """Whether the file itself says it, row by row."""
    return _told_sql(layout, field) is not None


def _is_looked_up(layout: Layout, field: Field) -> bool:
    given = {plain(new) for lookup in layout.profile.lookups for new, _ in lookup.gives}
    return any(plain(name) in given for name in field.theirs)


def _joined_sql(layout: Layout, field: Field, names: dict[str, str]) -> str:
    """Null where any of the texts is."""
    constants = {each.column.name: each.always for each in layout.profile.fields}
    texts = [quoted(constants[name[1:-1]] or "") if is_ours(name) else names[plain(name)] for name in field.joined]
    return f" || {quoted(field.joined_with)} || ".join(texts)


def area_layout(layout: Layout, area: Field) -> Layout:
    """The layout for reading the area alone: its column, and what is needed to look it up or to split it."""
    profile = layout.profile
    wanted = {*map(plain, area.theirs), *(plain(lookup.column) for lookup in profile.lookups)}
    wanted |= {plain(profile.split.column)} if profile.split else set()
    columns = {name: position for name, position in layout.columns.items() if name in wanted}
    return replace(layout, profile=replace(profile, fields=(area,), left_out=()), columns=columns)


def rows_sql(rows: str, layout: Layout, partner_ids: Sequence[str] = ()) -> str:
    """The rows with what companions add to them, and a row for each part of a split cell."""
    profile = layout.profile
    if profile.split:
        rows = _split_sql(rows, layout, profile.split)
    return _looked_up_sql(rows, layout, partner_ids) if profile.lookups else rows


def _looked_up_sql(rows: str, layout: Layout, partner_ids: Sequence[str] = ()) -> str:
    profile, ids = layout.profile, _participant_ids(layout)
    person = next((each for each in profile.fields if each.column.kind is Kind.PARTICIPANT), None)
    kept = [f"c{position}" for name, position in layout.columns.items() if name not in ids]
    kept += ["part"] if profile.split else []
    own = list(kept)
    if person and not _is_looked_up(layout, person):
        told = _told_sql(layout, person) or NOTHING
        own.append(f"{pseudonym_sql(told)} AS participant")
        own.append(f"{kind_sql(person.column, told, partner_ids)} AS participant_kind")
        kept += ["participant", "participant_kind"]
    names, added, joins = source_names(layout), list[str](), ""
    for number, lookup in enumerate(profile.lookups):
        column = names[plain(lookup.column)]
        if plain(lookup.column) in ids and column.startswith("c"):
            own.append(f"{pseudonym_sql(column)} AS key_{number}")
            column = f"key_{number}"
        added += [names[plain(new)] for new, _ in lookup.gives]
        joins += f" LEFT JOIN lookup_{number} ON lookup_{number}.key_text = {column}"
    read = ", ".join(dict.fromkeys(["row_number", *own, "has_surplus"]))
    return f"SELECT {', '.join(['row_number', 'has_surplus', *kept, *added])} FROM (SELECT {read} FROM ({rows})){joins}"


def _participant_ids(layout: Layout) -> set[str]:
    """The plain names of all columns, own or looked up, that hold a participant's id."""
    people = [each for each in layout.profile.fields if each.column.kind is Kind.PARTICIPANT]
    return {plain(name) for each in people for name in (*each.theirs, *each.joined_columns)}


def load_lookups(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Make a temporary table of each companion's columns that are looked up. Raises RefusedFileError."""
    ids = _participant_ids(layout)
    for number, (lookup, file) in enumerate(zip(layout.profile.lookups, layout.looked_into, strict=True)):
        header = [plain(name) for name in file.header]
        wanted = [plain(lookup.key), *(plain(theirs) for _, theirs in lookup.gives)]
        missing = [name for name in wanted if name not in header]
        if missing:
            raise RefusedFileError(
                f"The profile looks for the column '{missing[0]}' in {file.name}, which has none. Correct [[lookups]]."
            )
        positions = [header.index(name) for name in wanted]
        key = f"c{positions[0]}"
        texts = [pseudonym_sql(key) if plain(lookup.column) in ids else key]
        for (new, _), position in zip(lookup.gives, positions[1:], strict=True):
            texts.append(pseudonym_sql(f"c{position}") if plain(new) in ids else f"c{position}")
        names = ["key_text", *(f"looked_up_{number}_{place}" for place in range(len(lookup.gives)))]
        chosen = ", ".join(f"{text} AS {name}" for text, name in zip(texts, names, strict=True))
        with rows_of(connection, file, positions, streamed=True) as rows:
            connection.execute(
                f"CREATE OR REPLACE TEMP TABLE lookup_{number} AS SELECT {chosen} FROM ({rows}) WHERE {key} IS NOT NULL"
            )
        _refuse_repeated(connection, number, lookup, file)


def _refuse_repeated(connection: duckdb.DuckDBPyConnection, number: int, lookup: Lookup, file: SourceFile) -> None:
    [(count, different)] = connection.execute(
        f"SELECT count(*), count(DISTINCT key_text) FROM lookup_{number}"
    ).fetchall()
    if different < count:
        raise RefusedFileError(
            f"In {file.name}, '{lookup.key}' names {count - different:,} rows a second time, so what it stands for is "
            "not certain. Leave one row for each, then import again."
        )


def _separator(texts: Sequence[str]) -> str:
    """The pattern, as an SQL literal, of whatever may stand between the parts of a cell.

    Blanks around a mark do not matter, since they are trimmed at a cell's ends; around a word (' and ') they do.
    """
    marks = [each if re.search(r"\w", each) else each.strip() or each for each in texts]
    return quoted("|".join(re.escape(mark) for mark in marks))


def _split_sql(rows: str, layout: Layout, split: Split) -> str:
    own = f"c{layout.columns[plain(split.column)]}"
    cut = f"string_split_regex({own}, {_separator(split.at)})"
    parts = f"list_filter(list_transform({cut}, lambda x: nullif(trim(x), '')), lambda x: x IS NOT NULL)"
    return (
        f"SELECT * REPLACE (row_number * {MOST_PARTS} + part_number AS row_number) FROM ("
        "SELECT *, unnest(parts) AS part, generate_subscripts(parts, 1) - 1 AS part_number FROM ("
        f"SELECT *, CASE WHEN coalesce(len({parts}), 0) = 0 THEN [NULL::VARCHAR] "
        f"WHEN len({parts}) > {MOST_PARTS} THEN error('{TOO_MANY_PARTS}') ELSE {parts} END AS parts FROM ({rows})))"
    )


def left_out_sql(layout: Layout) -> str:
    """The number of the first condition, from 1, by which a row is left out; 0 for a row that stays."""
    names = source_names(layout)
    conditions = []
    for rule in layout.profile.left_out:
        found = " AND ".join(
            f"upper(coalesce({names[plain(name)]}, '')) IN ({_listed(texts)})" for name, texts in rule.texts
        )
        conditions.append(f"NOT ({found})" if rule.is_unless else found)
    if layout.profile.split:
        conditions.append("part IS NULL")
    cases = " ".join(f"WHEN {condition} THEN {number}" for number, condition in enumerate(conditions, start=1))
    return f"CASE {cases} ELSE 0 END" if conditions else "0"


def _listed(texts: tuple[str, ...]) -> str:
    return ", ".join(quoted(text.strip().upper()) for text in texts)


def left_out_reasons(layout: Layout) -> list[str]:
    """The sentence for each condition of `left_out_sql`."""
    reasons = [rule.why for rule in layout.profile.left_out]
    if layout.profile.split:
        reasons.append(f"'{layout.profile.split.column}' is blank")
    return reasons
