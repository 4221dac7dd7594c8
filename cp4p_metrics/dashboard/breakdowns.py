"""A measure by its categories in one period: bars, their words, and the rows of the table beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from cp4p_metrics.figures import lines, words
from cp4p_metrics.figures.categories import Category, category_bars
from cp4p_metrics.periods import Period

from . import frame
from .answers import Answers
from .code_lists import APART, ORDER

FEWEST_FOR_A_SHARE = 20  # the field's reliability rule: below, a share is noise, so the counts stand alone
BETWEEN = "\N{NO-BREAK SPACE}·\N{NO-BREAK SPACE}"  # a number and its share stay on one line


@dataclass(frozen=True)
class Cell:
    """One number of a release, None where it is not known, and its status."""

    value: float | None
    numerator: int | None
    denominator: int | None
    status: str

    def words(self, shape: str) -> str:
        return words.value_words(shape, self.value, self.status)


NOT_THERE = Cell(None, None, None, "not_reported")


def cells_by_category(answers: Answers, name: str, breakdown: str, place: str, period: Period) -> dict[str, Cell]:
    """The cells of one period by category, in the order of the code list."""
    found = answers.ask(
        name, by=period.kind.value, place=place, breakdown=breakdown, start=period.start, end=period.start
    )
    columns = (found[column].tolist() for column in ("category", "value", "numerator", "denominator", "status"))
    cells = {
        category: Cell(
            None if pd.isna(value) else float(value),
            None if pd.isna(numerator) else int(numerator),
            None if pd.isna(denominator) else int(denominator),
            status,
        )
        for category, value, numerator, denominator, status in zip(*columns, strict=True)
    }
    return {code: cells.get(code, NOT_THERE) for code in ORDER[breakdown]}


def categories(
    answers: Answers, name: str, breakdown: str, place: str, period: Period, *, shares_of: str = ""
) -> list[Category]:
    """One Category a code, with its share of 'known' (those not apart) or of 'all' where asked for."""
    cells = cells_by_category(answers, name, breakdown, place, period)
    apart = APART.get(breakdown, ())
    base = sum(cell.value or 0 for code, cell in cells.items() if shares_of == "all" or code not in apart)
    rows = []
    for code, cell in cells.items():
        text, is_apart = cell.words("count"), code in apart
        has_share = shares_of == "all" or (shares_of == "known" and not is_apart)
        if has_share and cell.value is not None and base >= FEWEST_FOR_A_SHARE:
            text += f"{BETWEEN}{words.part_words(cell.value, base)}"
        rows.append(Category(words.code_words(code), cell.value, text, is_apart))
    return rows


def show(
    title: str,
    rows: Sequence[Category],
    *,
    key: str,
    apart: str = "",
    caption: str = "",
    whole: float | None = None,
) -> None:
    """A titled picture of the categories, and the words under it."""
    st.subheader(title, anchor=False)
    said = "; ".join(f"{row.label}: {row.text}" for row in rows)
    st.plotly_chart(
        category_bars(rows, frame.colors(), apart=apart, whole=whole),
        config=lines.NO_TOOLBAR,
        key=key,
        alt=f"{title}. {said}.",
    )
    if caption:
        st.caption(caption)


def as_table(pictures: Mapping[str, Sequence[Category]]) -> pd.DataFrame:
    """All categories of several pictures, one under the other."""
    return pd.DataFrame(
        [
            {"Picture": title, "Category": row.label, "Number": row.text}
            for title, rows in pictures.items()
            for row in rows
        ]
    )
