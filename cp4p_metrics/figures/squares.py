"""A square for each row and month: on time, so many days late, missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go

from .bare import bare_figure, row_names
from .palette import Palette

ROW_HEIGHT = 48
SQUARE_HEIGHT = 0.56  # of the row; the row's name stands above, so that squares get a phone's whole width
LEGEND = "✓ on time · a number: days late, stronger for later · – missing · … not due yet"
GAP_BELOW = 0.04
A_WEEK, A_MONTH = 7, 31


@dataclass(frozen=True)
class Square:
    """A month of a row. `state` is on_time, late, missing or not_due; `says` is that in words."""

    row: str
    month: date
    state: str
    days_late: int
    says: str


def months_in_squares(squares: Sequence[Square], colors: Palette) -> go.Figure:
    """Rows of squares, one a month, with a sign in each: no square speaks by its color alone."""
    rows = list(dict.fromkeys(square.row for square in squares))
    months = sorted({square.month for square in squares})
    traces: list[dict[str, Any]] = []
    # A trace for each class: a color for each square would be checked square by square.
    for name, (fill, ink, outline) in _fills(colors).items():
        own = [square for square in squares if _class(square) == name]
        if own:
            traces.append(
                {
                    "type": "bar",
                    "x": [months.index(square.month) for square in own],
                    "y": [SQUARE_HEIGHT] * len(own),
                    "base": [-rows.index(square.row) - 1 + GAP_BELOW for square in own],
                    "width": 0.9,
                    "text": [_sign(square) for square in own],
                    "textposition": "inside",
                    "insidetextanchor": "middle",
                    "insidetextfont": {"color": ink, "size": 12},
                    "textangle": 0,
                    "constraintext": "none",
                    "customdata": [f"{square.row}, {square.month:%B %Y}: {square.says}" for square in own],
                    "hovertemplate": "%{customdata}<extra></extra>",
                    "marker": {"color": fill, "line": {"color": outline, "width": 1}, "cornerradius": 3},
                }
            )
    heights = [-place - 0.37 for place in range(len(rows))]
    return bare_figure(
        [*traces, row_names(rows, x=-0.45, heights=heights, side="right", color=colors.ink)],
        colors,
        height=ROW_HEIGHT * len(rows) + 44,
        top=40,
        x={
            "side": "top",
            "tickvals": list(range(len(months))),
            "ticktext": [_month_words(month, place) for place, month in enumerate(months)],
            "tickangle": 0,
            "tickfont": {"size": 11},
            "range": [-0.47, len(months) - 0.53],
        },
        y={"range": [-len(rows), 0]},
    )


def _class(square: Square) -> str:
    if square.state != "late":
        return square.state
    return "a_week" if square.days_late <= A_WEEK else "a_month" if square.days_late <= A_MONTH else "longer"


def _fills(colors: Palette) -> dict[str, tuple[str, str, str]]:
    """Fill, ink and outline of each class."""
    classes = colors.classes
    return {
        "on_time": (classes[0], colors.quiet, classes[0]),
        "a_week": (classes[1], colors.ink, classes[1]),
        "a_month": (classes[3], colors.background, classes[3]),
        "longer": (classes[4], colors.background, classes[4]),
        "missing": (colors.background, colors.ink, colors.quiet),
        "not_due": (colors.background, colors.quiet, colors.grid),
    }


def _sign(square: Square) -> str:
    return {"on_time": "✓", "missing": "–", "not_due": "…"}.get(square.state, str(square.days_late))


def _month_words(month: date, place: int) -> str:
    return f"{month:%b}<br>{month.year}" if place == 0 or month.month == 1 else f"{month:%b}<br> "
