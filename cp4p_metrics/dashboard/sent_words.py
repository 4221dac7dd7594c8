"""What became of a sent file, in words and small tables. Labels are people's own: they are written letter by letter."""

import csv
import io
import re

import pandas as pd

from cp4p_metrics.figures.words import code_words, whole
from cp4p_metrics.inbox.answers import Answer, FileCounts, Reason, State

from .imports import WHERE, reason_and_remedy

FIRST_ROWS_SHOWN = 8
MOST_REASONS_SHOWN = 30
LATELY = {
    State.WAITING: "waiting to be checked",
    State.CHECKING: "being checked",
    State.CHECKED: "checked, not taken in",
    State.TAKING_IN: "being taken in",
    State.TAKEN_IN: "taken in",
    State.REFUSED: "refused",
    State.FORGOTTEN: "forgotten",
    State.EXPIRED: "removed, since nobody took it in",
}


def plain(text: str) -> str:
    """The text as it is, whatever Markdown would make of it."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|~<>$:&])", r"\\\1", text)


def headline(answer: Answer | None) -> str:
    """What the page says first."""
    if answer is None:
        return "Send your records in three steps"
    match answer.state:
        case State.WAITING | State.CHECKING:
            return "Your file is being checked"
        case State.TAKING_IN:
            return "Your file is being taken in"
        case State.TAKEN_IN:
            count = answer.new_count + answer.changed_count
            return f"{_rows(count)} {'is' if count == 1 else 'are'} in"
        case State.CHECKED:
            return _checked_headline(answer)
        case _:
            return "This file can’t be taken in"


def _checked_headline(answer: Answer) -> str:
    count, read, aside = answer.new_count + answer.changed_count, answer.read_count, answer.set_aside_count
    if not read:
        return "There are no rows in this file"
    if not count:
        return "No row of this file can come in yet" if aside == read else "Nothing in this file is new"
    if count == read:
        return f"All {_rows(read)} can come in" if read > 1 else "The one row can come in"
    said = f"{whole(count)} of {_rows(read)} can come in"
    return f"{said}, {whole(aside)} can’t yet" if aside else f"{whole(count)} of {_rows(read)} are new or changed"


def lead(answer: Answer, partner_name: str) -> str:
    """Which file it is about, and what holds for it."""
    which = f"**{plain(answer.label)}**, from {plain(partner_name)}."
    match answer.state:
        case State.CHECKED if answer.would_change_anything:
            return f"{which} Nothing is kept until you take it in. After 7 days the file is removed."
        case State.CHECKED:
            return f"{which} The file was looked at and removed."
        case State.REFUSED:
            return f"{which} Nothing of it was kept."
        case State.TAKEN_IN:
            return f"{which} The file itself was removed."
        case _:
            return which


def lately(answer: Answer) -> str:
    """One line for a file that was sent before."""
    said = LATELY[answer.state]
    if answer.state is State.TAKEN_IN:
        said = f"{_rows(answer.new_count + answer.changed_count)} taken in"
        said += f", {whole(answer.set_aside_count)} set aside" if answer.set_aside_count else ""
    day = answer.dropped_at
    return f"**{plain(answer.label)}**, {day:%B} {day.day}: {said}"


def reasons_table(answer: Answer) -> pd.DataFrame:
    """Why rows stay out, which, and what to do: the most frequent reasons first."""
    found = sorted(_reasons(answer), key=lambda each: -each[1].row_count)[:MOST_REASONS_SHOWN]
    rows = []
    for file, reason in found:
        why, remedy = reason_and_remedy(reason.reason)
        where = plain(_where(file, reason))
        rows.append({"Rows": whole(reason.row_count), WHERE: f"**{where}**: {why}. {remedy} *{row_numbers(reason)}*"})
    return pd.DataFrame(rows, columns=["Rows", WHERE])


def row_numbers(reason: Reason) -> str:
    """'Row 3', 'Rows 3, 8, 9 and more'."""
    shown = ", ".join(whole(number) for number in reason.first_rows[:FIRST_ROWS_SHOWN])
    more = " and more" if reason.row_count > min(len(reason.first_rows), FIRST_ROWS_SHOWN) else ""
    return f"{'Row' if reason.row_count == 1 else 'Rows'} {shown}{more}"


def reasons_csv(answer: Answer) -> str:
    """Every row that stays out with its reason, in the order of the file, for mending it in a spreadsheet."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(("file", "row", "column", "what is wrong"))
    found = [
        (file.name, number, reason.column_name or "", reason.reason)
        for file, reason in _reasons(answer)
        for number in reason.first_rows
    ]
    lines.writerows((_no_formula(name), *rest) for name, *rest in sorted(found, key=lambda each: each[:2]))
    for file, reason in _reasons(answer):
        more = reason.row_count - len(reason.first_rows)
        if more:
            lines.writerow((_no_formula(file.name), f"and {more} more", reason.column_name or "", reason.reason))
    return text.getvalue()


def files_table(answer: Answer) -> pd.DataFrame:
    """What became of each table of a workbook or a zip."""
    return pd.DataFrame(
        {
            "Table": plain(file.name),
            "New": whole(file.new_count),
            "Changed": whole(file.changed_count),
            "There already": whole(file.unchanged_count),
            "Set aside": whole(file.set_aside_count),
        }
        for file in answer.files
        if file.table_name
    )


def _reasons(answer: Answer) -> list[tuple[FileCounts, Reason]]:
    return [(file, reason) for file in answer.files for reason in file.reasons]


def _where(file: FileCounts, reason: Reason) -> str:
    table = code_words(file.table_name or "")
    return f"{table}, {reason.column_name}" if reason.column_name else f"{table}, the row"


def _no_formula(name: str) -> str:
    """A name that a spreadsheet program does not take for a formula."""
    return f"'{name}" if name[:1] in ("=", "+", "-", "@") else name


def _rows(count: int) -> str:
    return f"{whole(count)} row{'' if count == 1 else 's'}"
