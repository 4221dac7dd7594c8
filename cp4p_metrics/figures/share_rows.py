"""Shares one under another, each with its name above: wide enough to read on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from . import words
from .lines import dressed
from .palette import Palette

ROW_HEIGHT = 44
BAR_HEIGHT = 0.24


@dataclass(frozen=True)
class ShareRow:
    """A part of a whole, and the percent that it is set beside, if any."""

    label: str
    part: int
    whole: int
    beside: float | None = None

    @property
    def percent(self) -> float:
        return 100 * self.part / self.whole if self.whole else 0.0

    @property
    def says(self) -> str:
        """'9% (22,161 of 245,914)'."""
        counts = f"{words.whole(self.part)} of {words.whole(self.whole)}"
        return f"{words.part_words(self.part, self.whole)} ({counts})"


def share_rows(rows: Sequence[ShareRow], colors: Palette) -> go.Figure:
    """A bar from 0 to 100% for each row; a tick marks what it is set beside."""
    figure = go.Figure()
    heights = [-place - 0.78 for place in range(len(rows))]
    figure.add_bar(
        x=[100] * len(rows),
        y=heights,
        width=BAR_HEIGHT,
        orientation="h",
        marker={"color": colors.grid},
        hoverinfo="skip",
        showlegend=False,
    )
    figure.add_bar(
        x=[row.percent for row in rows],
        y=heights,
        width=BAR_HEIGHT,
        orientation="h",
        marker={"color": colors.main},
        customdata=[f"{row.label}: {row.says}" for row in rows],
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=False,
    )
    marked = [(row.beside, y) for row, y in zip(rows, heights, strict=True) if row.beside is not None]
    if marked:
        figure.add_scatter(
            x=[x for x, _ in marked],
            y=[y for _, y in marked],
            mode="markers",
            marker={"symbol": "line-ns", "size": 13, "line": {"width": 3, "color": colors.comparison}},
            hovertemplate="All partners: %{x:.0f}%<extra></extra>",
            showlegend=False,
        )
    for x, texts, position, ink in (
        (0, [row.label for row in rows], "top right", colors.ink),
        (100, [words.part_words(row.part, row.whole) for row in rows], "top left", colors.quiet),
    ):
        figure.add_scatter(
            x=[x] * len(rows),
            y=[-place - 0.56 for place in range(len(rows))],
            mode="text",
            text=texts,
            textposition=position,
            textfont={"size": 13, "color": ink},
            cliponaxis=False,
            hoverinfo="skip",
            showlegend=False,
        )
    figure = dressed(figure, colors, "")
    return figure.update_layout(
        height=ROW_HEIGHT * len(rows) + 8,
        barmode="overlay",
        hovermode="closest",
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        xaxis={"visible": False, "range": [0, 100]},
        yaxis={"visible": False, "range": [-len(rows), 0], "rangemode": "normal"},
    )
