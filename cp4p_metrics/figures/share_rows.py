"""Shares one under another, each with its name above: wide enough to read on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from . import words
from .bare import bare_figure, row_names
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
    bars = [-place - 0.78 for place in range(len(rows))]
    names = [-place - 0.56 for place in range(len(rows))]
    shares = [words.part_words(row.part, row.whole) for row in rows]
    bar = {"type": "bar", "y": bars, "width": BAR_HEIGHT, "orientation": "h"}
    traces: list[dict[str, Any]] = [
        bar | {"x": [100] * len(rows), "marker": {"color": colors.grid}, "hoverinfo": "skip"},
        bar
        | {
            "x": [row.percent for row in rows],
            "marker": {"color": colors.main},
            "customdata": [f"{row.label}: {row.says}" for row in rows],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        row_names([row.label for row in rows], x=0, heights=names, side="right", color=colors.ink),
        row_names(shares, x=100, heights=names, side="left", color=colors.quiet),
    ]
    marked = [(row.beside, y) for row, y in zip(rows, bars, strict=True) if row.beside is not None]
    if marked:
        traces.append(
            {
                "type": "scatter",
                "x": [x for x, _ in marked],
                "y": [y for _, y in marked],
                "mode": "markers",
                "marker": {"symbol": "line-ns", "size": 13, "line": {"width": 3, "color": colors.comparison}},
                "hovertemplate": "All partners: %{x:.0f}%<extra></extra>",
            }
        )
    return bare_figure(
        traces,
        colors,
        height=ROW_HEIGHT * len(rows) + 8,
        x={"visible": False, "range": [0, 100]},
        y={"range": [-len(rows), 0]},
    )
