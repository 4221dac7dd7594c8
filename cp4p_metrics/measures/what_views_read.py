"""What a view rests on, read from its text; in doubt, more."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MONTH_OF = re.compile(r"CAST\(date_trunc\('month', \w+\) AS DATE\)")
# What makes a row of a view depend on other rows of the records than its own.
LOOKS_AROUND = re.compile(
    r"\bOVER\b|\bEXISTS\b|\bDISTINCT\b|\bLIMIT\b|\bHAVING\b|\bINTERSECT\b|\bEXCEPT\b|\bQUALIFY\b"
    r"|\bUNION\b(?! ALL\b)|\bcounted\.|(?<!CROSS )\bJOIN\b|\bCROSS JOIN\b(?! \(VALUES\b)"
    r"|(?<!\bAS )(?<!\bFROM )\(SELECT\b|\bFROM \w[\w.]*(?: AS \w+)?,",
    re.IGNORECASE,
)
ADDS_UP = re.compile(r"\b(?:count|sum|min|max|avg|any_value)\(", re.IGNORECASE)


@dataclass(frozen=True)
class Reads:
    """What a view reads, with the views that it reads in turn.

    `is_row_by_row`: each row of it comes from one row of the records, or from rows of one month that it adds up.
    So the rows of a month change only where rows of that month came or went.
    """

    text: str
    tables: tuple[str, ...]
    small_tables: tuple[str, ...]
    is_row_by_row: bool


def reads_of(view: str, views: Mapping[str, str], small_tables: Sequence[str]) -> Reads:
    """What the view reads."""
    texts: dict[str, str] = {}
    todo = [view]
    while todo:
        name = todo.pop()
        texts[name] = without_comments(views[name])
        todo += [other for other in re.findall(r"\bcounted\.(\w+)", texts[name]) if other not in texts]
    text = "\n".join(f"{name}: {texts[name]}" for name in sorted(texts))
    small = tuple(name for name in small_tables if re.search(rf"\b{name}\b", text))
    tables = tuple(sorted(set(re.findall(r"\brecords\.(\w+)", text))))
    return Reads(text, tables, small, not small and is_row_by_row(texts[view]))


def without_comments(sql: str) -> str:
    """The same text on one line, without comments."""
    return re.sub(r"\s+", " ", re.sub(r"--[^\n]*", "", sql)).replace("( ", "(").replace(" )", ")").strip()


def is_row_by_row(sql: str) -> bool:
    """Whether each row comes from one row of the records, or from rows of one month that are added up."""
    if LOOKS_AROUND.search(sql):
        return False
    for select in re.split(r"\bSELECT\b", sql, flags=re.IGNORECASE)[1:]:
        _, *grouped = re.split(r"\bGROUP BY\b ", select, flags=re.IGNORECASE)
        if len(grouped) > 1 or (ADDS_UP.search(select) and not grouped):
            return False
        if grouped:
            month = MONTH_OF.match(grouped[0])
            if not month or f"{month[0]} AS date" not in select:
                return False
    return True
