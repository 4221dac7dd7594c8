"""What imports brought: sources and their days, batches and their counts, rows set aside and why."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from cp4p_metrics.coalition import coalition
from cp4p_metrics.figures.words import code_words, day_words, whole
from cp4p_metrics.places import areas

from .answers import Answers

COUNTS = ["read_count", "accepted_count", "revised_count", "unchanged_count", "set_aside_count"]
SOURCES = {
    "gunshots": "City: people shot",
    "homicides": "City: homicides",
    "outreach": "Partners: outreach",
    "case_management": "Partners: case management",
    "events": "Partners: events",
    "submissions": "Coalition: list of submissions",
}
WHERE = "Where, why and what to do"
# Kinds of faults, by how intake's sentence begins.
FAULTS = {
    "has a value that is not in the list": "A word that is not in its list",
    "has the key of an earlier row": "A key that an earlier row of the same import has, with other content",
    "has a key that another partner's row": "A key that another partner's row has",
    "is after the day of the import": "A date that lies ahead",
    "is before": "A date before the one that it must follow",
    "is blank": "A blank where every row needs an answer",
    "is not {an area}": "An area that is not one of the {count}",
    "is the name of more than one": "A name that several areas share",
    "is not a partner": "A partner that is not known here",
    "is not": "A value that can't be read",
    "is outside": "A number outside its range",
    "is empty": "An empty row",
}


def faults(set_aside: pd.DataFrame, partner: str | None) -> pd.DataFrame:
    """Each kind of fault, in which records, and how often it was found."""
    found: dict[str, tuple[int, set[str]]] = {}
    own = set_aside if partner is None else set_aside[set_aside["partner_id"] == partner]
    for row in own.fillna({"table_name": ""}).itertuples():
        kind = next((words for start, words in _faults().items() if row.reason.startswith(start)), "Another fault")
        count, tables = found.get(kind, (0, set()))
        found[kind] = (count + row.row_count, tables | {code_words(row.table_name).lower()})
    order = [*_faults().values(), "Another fault"]
    return pd.DataFrame(
        {"What is wrong": kind, "In": ", ".join(sorted(found[kind][1])), "Found": whole(found[kind][0])}
        for kind in order
        if kind in found
    )


def _faults() -> dict[str, str]:
    """The faults in the coalition's own words."""
    own = {"{an area}": coalition().an_area, "{count}": str(len(areas()))}
    return {_filled(start, own): _filled(kind, own) for start, kind in FAULTS.items()}


def _filled(text: str, own: dict[str, str]) -> str:
    for mark, word in own.items():
        text = text.replace(mark, word)
    return text


def set_aside_reasons(set_aside: pd.DataFrame, partner: str | None) -> pd.DataFrame:
    """Where, why and what to do, with how often it was found; never a row's content."""
    own = set_aside if partner is None else set_aside[set_aside["partner_id"] == partner]
    counted = own.fillna({"table_name": "", "column_name": ""}).groupby(["table_name", "column_name", "reason"])
    rows = []
    for (table, column, reason), count in counted["row_count"].sum().items():
        why, remedy = reason_and_remedy(reason)
        where = f"{code_words(table)}, {column}" if column else code_words(table)
        rows.append({"Found": int(count), WHERE: f"**{where}**: {why}. {remedy}"})
    return pd.DataFrame(rows, columns=["Found", WHERE])


def reason_and_remedy(reason: str) -> tuple[str, str]:
    """('is before enrolled_date', 'Correct whichever is wrong.') from intake's one sentence."""
    why, mark, remedy = reason.partition("; ")
    if not mark:
        why, mark, codes = reason.partition(": ")
        remedy = f"write one of: {codes}" if mark else "correct the row and send it again"
    return why, f"{remedy[:1].upper()}{remedy[1:]}."


def settled_words(count: int) -> str:
    """' In all, 12 rows that were set aside have come again since; …'; empty where none has."""
    if not count:
        return ""
    came = "row that was set aside has" if count == 1 else "rows that were set aside have"
    return f" In all, {whole(count)} {came} come again since; what is still at fault is counted here once."


def lately(answers: Answers, count: int) -> tuple[list[str], pd.DataFrame]:
    """A line for each of the last imports, and their counts as a table; the same for every reader of a release."""
    return _lately(answers.audience, answers.version, count, answers)


@st.cache_data(max_entries=20, show_spinner=False)
def _lately(audience: str, version: str, count: int, _answers: Answers) -> tuple[list[str], pd.DataFrame]:
    shown = latest(_answers.batches(), count)
    return batch_lines(shown), batch_table(shown)


def latest(batches: pd.DataFrame, count: int) -> pd.DataFrame:
    """Those of the last so many imports."""
    moments = batches["accepted_at"].drop_duplicates().nlargest(count)
    return batches[batches["accepted_at"].isin(moments)]


def batch_lines(batches: pd.DataFrame) -> list[str]:
    """One line a batch, the latest first, in which read = accepted + unchanged + set aside."""
    counts = batches.groupby(["accepted_at", "batch"])[["file_count", *COUNTS]].sum()
    lines = []
    for row in counts.iloc[::-1].itertuples():
        accepted_at, batch = row.Index
        when = f"**{day_words(accepted_at.date())}**, {accepted_at:%H:%M} UTC"
        files = f"{row.file_count} file{'s' if row.file_count != 1 else ''}"
        line = f"{when}, {files} (batch {batch}): {sum_words(row)}."
        if row.revised_count:
            line += f" {whole(row.revised_count)} of the accepted rows revised an earlier one."
        lines.append(line)
    return lines


def sum_words(row: Any) -> str:
    """'250 rows read = 240 accepted + 6 unchanged + 4 set aside'; says so where it does not add up."""
    said = (
        f"{whole(row.read_count)} rows read = {whole(row.accepted_count)} accepted + "
        f"{whole(row.unchanged_count)} unchanged + {whole(row.set_aside_count)} set aside"
    )
    if row.read_count != row.accepted_count + row.unchanged_count + row.set_aside_count:
        said += ", **which does not add up**: tell whoever runs the imports"
    return said


def batch_table(batches: pd.DataFrame) -> pd.DataFrame:
    """The same sum for each table of each batch."""
    has_several = batches["accepted_at"].nunique() > 1
    return pd.DataFrame(
        {
            "Records": code_words(row.table_name) + (f", {_short_day(row.accepted_at)}" if has_several else ""),
            "Rows": sum_words(row),
        }
        for row in batches.itertuples()
    )


def source_table(sources: dict[str, tuple[date, date]], published: date) -> pd.DataFrame:
    """From which day to which each source speaks, and how old its last day was at publication."""
    rows = []
    for name, label in SOURCES.items():
        if name in sources:
            first, through = sources[name]
            age = (published - through).days
            rows.append(
                {
                    "Source": label,
                    "Known": f"{_short_day(first)} to {_short_day(through)}",
                    "Age": f"{age} day{'s' if age != 1 else ''}" if age >= 0 else "still under way",
                }
            )
    return pd.DataFrame(rows)


def _short_day(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"
