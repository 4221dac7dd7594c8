"""Categories as bars with their names above them, so that long names fit on a phone.

Traces and layouts are plain dictionaries, made into a figure at once: setting them one by one takes
ten times as long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from .lines import house_layout
from .palette import Palette

ROW_HEIGHT = 46
APART_GAP = 0.75  # rows of room for the words above those that stand apart
ABOVE = 0.42  # how far above its bar a name stands, in rows
BAR_WIDTH = 0.3
Parts = dict[str, Any]


@dataclass(frozen=True)
class Category:
    """One bar: its name, its number (None where not known) and the number in words.

    `is_apart`: shown below the others, in gray, because it says nothing about them.
    `is_uncertain`: hatched, because it rests on few records.
    """

    label: str
    value: float | None
    text: str
    is_apart: bool = False
    is_uncertain: bool = False


def category_bars(
    rows: Sequence[Category], colors: Palette, *, apart: str = "", whole: float | None = None
) -> go.Figure:
    """One bar a category in the order given; those apart follow under the words `apart`.

    `whole`, where given, is the length of a pale track behind each bar: 100 for shares.
    """
    ordered = [row for row in rows if not row.is_apart] + [row for row in rows if row.is_apart]
    first_apart = sum(not row.is_apart for row in rows)
    gap = APART_GAP if apart and 0 < first_apart < len(rows) else 0.0
    places = [number + (gap if number >= first_apart else 0.0) for number in range(len(ordered))]
    longest = whole or max((row.value or 0 for row in ordered), default=0) or 1
    track = [bars([whole] * len(places), places, {"color": colors.grid})] if whole else []
    marker = {
        "color": [colors.comparison if row.is_apart else colors.main for row in ordered],
        "pattern": {
            "shape": ["/" if row.is_uncertain else "" for row in ordered],
            "fgcolor": colors.background,
            "size": 6,
            "solidity": 0.35,
        },
    }
    names = written(0, [place - ABOVE for place in places], [row.label for row in ordered], colors)
    numbers = written(longest, [place - ABOVE for place in places], [row.text for row in ordered], colors, at_end=True)
    heading = [written(0, [places[first_apart] - ABOVE - 0.5], [apart], colors, is_quiet=True)] if gap else []
    return go.Figure(
        data=[*track, bars([row.value or 0 for row in ordered], places, marker), names, numbers, *heading],
        layout=rows_layout(places, longest, colors),
    )


def bars(values: Sequence[float | None], places: Sequence[float], marker: Parts, width: float = BAR_WIDTH) -> Parts:
    """A trace of lying bars."""
    return {
        "type": "bar",
        "orientation": "h",
        "x": list(values),
        "y": list(places),
        "width": width,
        "marker": marker,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def written(
    x: float,
    heights: Sequence[float],
    texts: Sequence[str],
    colors: Palette,
    *,
    at_end: bool = False,
    is_quiet: bool = False,
) -> Parts:
    """A trace of words at the same x: names that begin there, or bold numbers that end there."""
    font: Parts = {"color": colors.ink, "size": 14}
    if at_end:
        font["weight"] = 600
    if is_quiet:
        font = {"color": colors.quiet, "size": 12}
    return {
        "type": "scatter",
        "mode": "text",
        "x": [x] * len(heights),
        "y": list(heights),
        "text": list(texts),
        "textposition": "middle left" if at_end else "middle right",
        "textfont": font,
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }


def rows_layout(places: Sequence[float], longest: float, colors: Palette, room_above: int = 0) -> Parts:
    """A layout without axes, for every number is written; as tall as its rows and `room_above` pixels."""
    top, bottom = -ABOVE - 0.25, (places[-1] if places else 0) + 0.22
    return {
        **house_layout(colors, ""),
        "barmode": "overlay",
        "hovermode": False,
        "height": round(ROW_HEIGHT * (bottom - top)) + room_above,
        "margin": {"l": 0, "r": 0, "t": room_above, "b": 0},
        "xaxis": {"visible": False, "fixedrange": True, "range": [0, longest]},
        "yaxis": {"visible": False, "fixedrange": True, "range": [bottom, top]},
    }
