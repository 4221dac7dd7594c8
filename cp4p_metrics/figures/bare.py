"""Figures of rows under one another, without a frame: the rows' own names are all that is written."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from .palette import Palette

AXIS = {"showgrid": False, "zeroline": False, "fixedrange": True}
NAME_SIZE = 13


def bare_figure(
    traces: Sequence[dict[str, Any]],
    colors: Palette,
    *,
    height: int,
    top: int = 0,
    x: dict[str, Any],
    y: dict[str, Any],
) -> go.Figure:
    """The traces between invisible axes; `x` and `y` are what is special about each axis.

    Made in one piece, which Plotly checks once: a third of the time that adding and updating takes.
    """
    return go.Figure(
        list(traces),
        {
            "height": height,
            "margin": {"l": 0, "r": 0, "t": top, "b": 0},
            "barmode": "overlay",
            "hovermode": "closest",
            "dragmode": False,
            "showlegend": False,
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"color": colors.ink},
            "xaxis": AXIS | {"color": colors.quiet} | x,
            "yaxis": AXIS | {"visible": False} | y,
        },
    )


def row_names(names: Sequence[str], *, x: float, heights: Sequence[float], side: str, color: str) -> dict[str, Any]:
    """A trace of texts that begin ('right') or end ('left') at x, one above each height."""
    return {
        "type": "scatter",
        "x": [x] * len(names),
        "y": list(heights),
        "mode": "text",
        "text": list(names),
        "textposition": f"top {side}",
        "textfont": {"size": NAME_SIZE, "color": color},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
