"""SQL that turns the text of a cell into the value that is stored, or into nothing where it can't be read."""

import re
from collections.abc import Sequence

from cp4p_metrics.records.columns import UNKNOWN, Kind

from .mapping import Field
from .readers import quoted

# Ages in whole years, as the first age of each band above the lowest.
AGE_BANDS = ((18, "under_18"), (25, "18_24"), (35, "25_34"), (45, "35_44"), (121, "45_and_over"))
SUPPRESSED = "*"  # in a number's place: a count that its source hides; it is stored as not reported
# Commas between thousands are common in the United States. "1.000" is 1 here and 1,000 in Europe: not taken.
WHOLE_NUMBER = r"[+-]?(\d{1,15}|\d{1,3}(,\d{3}){1,4})(\.00?)?"
# After a time: Z, +00, -0500, +01:00, or the name of a zone as in America/Chicago or UTC. PM is no zone.
HAS_OFFSET = r":\d\d(\.\d+)?( ?[AaPp][Mm])? ?([Zz]|[+-]\d\d(:?\d\d)?|UTC|GMT|[A-Z][A-Za-z_]+/[A-Za-z_/]+)$"
DECIMAL_NUMBER = r"[+-]?\d{1,10}(\.\d+)?"


def value_sql(  # noqa: PLR0911 - one a kind
    field: Field, text: str, date_formats: Sequence[str], time_zone: str | None = None
) -> str:
    """The value of a cell whose trimmed text is in the column `text` (NULL if blank); NULL if unreadable.

    Areas and partners are looked up instead; a participant's text is a pseudonym already (see staging.py).
    """
    match field.column.kind:
        case Kind.CODE:
            return _code_sql(field, text)
        case Kind.BOOLEAN:
            return _boolean_sql(field, text)
        case Kind.DATE:
            return date_sql(text, date_formats, time_zone)
        case Kind.MONTH:
            month = f"TRY_CAST({text} || '-01' AS DATE)"
            return _first_day_sql("month", month, date_sql(text, date_formats, time_zone))
        case Kind.QUARTER:
            return _first_day_sql("quarter", _quarter_sql(text), date_sql(text, date_formats, time_zone))
        case Kind.INTEGER:
            return _number_sql(text, WHOLE_NUMBER, field.column.kind.stored_as, f"replace({text}, ',', '')")
        case Kind.DECIMAL:
            return _number_sql(text, DECIMAL_NUMBER, field.column.kind.stored_as)
        case _:
            return text


def _code_sql(field: Field, text: str) -> str:
    column = field.column
    if field.codes:
        codes = [*field.codes, *([(field.if_blank, field.if_blank)] if field.if_blank else [])]
        pairs = " ".join(f"WHEN {quoted(their.upper())} THEN {quoted(our)}" for their, our in codes)
        known = f"CASE upper({text}) {pairs} {f'ELSE {_age_sql(text)} ' if field.is_age else ''}END"
    elif field.is_age:
        known = _age_sql(text)
    else:
        plain = f"replace(lower({text}), ' ', '_')"
        listed = ", ".join(quoted(code) for code in column.codes)
        # Most cells are written as the list is; the others cost two more looks.
        known = f"WHEN {text} IN ({listed}) THEN {text} WHEN {plain} IN ({listed}) THEN {plain}"
        # An age where a band is asked for becomes its band; no age is ever stored.
        age = f"ELSE {_age_sql(text)} " if column.name == "age_band" else ""
        known = f"CASE {known} {age}END"
    if isinstance(field.otherwise, str):
        known = f"coalesce({known}, {quoted(field.otherwise)})"
    if UNKNOWN in column.codes or isinstance(field.otherwise, str):
        blank = quoted(UNKNOWN) if UNKNOWN in column.codes else "NULL"
        return f"CASE WHEN {text} IS NULL THEN {blank} ELSE {known} END"
    return known


def _age_sql(text: str) -> str:
    age = _number_sql(text, r"\d{1,3}(\.0)?", "INTEGER")
    return f"CASE {' '.join(f'WHEN {age} < {limit} THEN {quoted(band)}' for limit, band in AGE_BANDS)} END"


def _boolean_sql(field: Field, text: str) -> str:
    true_words = ", ".join(quoted(word) for word in field.true_words)
    false_words = ", ".join(quoted(word) for word in field.false_words)
    otherwise = "" if field.otherwise is None else f" ELSE {field.otherwise}"
    return (
        f"CASE WHEN {text} IS NULL THEN NULL WHEN lower({text}) IN ({true_words}) THEN true "
        f"WHEN lower({text}) IN ({false_words}) THEN false{otherwise} END"
    )


def date_sql(text: str, date_formats: Sequence[str], time_zone: str | None = None) -> str:
    """ISO dates by a cast, which is several times as fast as a format; then the source's own formats.

    With a time zone, a time that names its own offset counts by that zone's clocks: 2026-07-17T00:30:00Z is
    July 16 in Chicago. A time without an offset is local already.
    """
    plain = [each for each in date_formats if not re.search("%[zZ]", each)]
    formats = ", ".join(quoted(each) for each in plain)
    tries = [f"TRY_CAST({text} AS DATE)", f"CAST(try_strptime({text}, [{formats}]) AS DATE)"]
    if not plain:
        tries.pop()
    day = f"coalesce({', '.join(tries)})"
    if time_zone is None:
        return day
    zoned = [f"TRY_CAST({text} AS TIMESTAMPTZ)"]
    formats = ", ".join(quoted(each) for each in date_formats if each not in plain)
    zoned += [f"try_strptime({text}, [{formats}])"] if formats else []
    local = f"CAST(timezone({quoted(time_zone)}, coalesce({', '.join(zoned)})) AS DATE)"
    return f"CASE WHEN regexp_matches({text}, {quoted(HAS_OFFSET)}) THEN {local} ELSE {day} END"


def _first_day_sql(period: str, written: str, day_in_it: str) -> str:
    return f"CAST(date_trunc('{period}', coalesce({written}, {day_in_it})) AS DATE)"


def _quarter_sql(text: str) -> str:
    pattern = r"(\d{4})[- ]?[Qq]([1-4])"
    found = f"regexp_extract({text}, '^{pattern}$', ['year', 'quarter'])"
    return (
        f"CASE WHEN regexp_full_match({text}, '{pattern}') THEN "
        f"make_date(CAST({found}.year AS INTEGER), 3 * CAST({found}.quarter AS INTEGER) - 2, 1) END"
    )


def _number_sql(text: str, pattern: str, stored_as: str, digits: str | None = None) -> str:
    """A cast alone would take '3.7' for 4 and '1e3' for 1,000. `digits` is the text as it can be cast."""
    return f"CASE WHEN regexp_full_match({text}, '{pattern}') THEN TRY_CAST({digits or text} AS {stored_as}) END"
