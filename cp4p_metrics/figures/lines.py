"""A measure over time, as a Plotly figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from .palette import Palette

CHART_HEIGHT = 340
NO_TOOLBAR = {"displayModeBar": False, "scrollZoom": False}


@dataclass(frozen=True)
class Line:
    """One series: a label, and a table with `period_start` and `value` (NaN where not known)."""

    label: str
    table: pd.DataFrame
    is_comparison: bool = False
    is_main: bool = False


def shares_over_time(lines: Sequence[Line], colors: Palette, *, height: int) -> go.Figure:
    """Shares in percent over time, from 0 to 100, one line each."""
    own = iter(colors.lines)
    traces = [
        {
            "type": "scatter",
            "x": line.table["period_start"],
            "y": line.table["value"],
            "mode": "lines",
            "name": line.label,
            "line": {
                "color": colors.comparison if line.is_comparison else next(own),
                "width": 3 if line.is_main else 2,
            },
        }
        for line in lines
    ]
    layout = house_layout(colors, "")
    layout["yaxis"] |= {"range": [0, 104], "ticksuffix": "%"}
    return go.Figure(traces, layout | {"height": height, "showlegend": len(traces) > 1})


def monthly_and_mean(table: pd.DataFrame, colors: Palette, *, unit: str) -> go.Figure:
    """Months as pale bars, their twelve-month mean as a line; `table` as for the first picture.

    Months under way (not `is_complete`) are paler, and not in the mean.
    """
    opacity = [1.0 if is_whole else 0.45 for is_whole in table["is_complete"]]
    whole = table[table["is_complete"]]
    months = {"type": "bar", "x": table["period_start"], "y": table["value"], "name": "Month"}
    mean = {"type": "scatter", "x": whole["period_start"], "y": whole["value"].rolling(12).mean(), "mode": "lines"}
    return go.Figure(
        [
            months | {"marker": {"color": colors.pale, "opacity": opacity}},
            mean | {"name": "Mean of 12 months", "line": {"color": colors.main, "width": 3}},
        ],
        house_layout(colors, unit),
    )


def house_layout(colors: Palette, unit: str) -> dict[str, Any]:
    """The layout that every figure begins with; `unit` stands beside the upright axis.

    From zero, grid barely there, one hover for all lines. Figures are made in one piece from it: Plotly checks
    every part anew each time that something is added or updated.
    """
    return {
        "height": CHART_HEIGHT,
        "margin": {"l": 0, "r": 8, "t": 8, "b": 0},
        "hovermode": "x unified",
        "legend": {"orientation": "h", "y": 1.12, "x": 0, "font": {"color": colors.ink}},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": colors.ink},
        "bargap": 0.15,
        "dragmode": False,
        "xaxis": {"showgrid": False, "color": colors.quiet, "fixedrange": True},
        "yaxis": {
            "rangemode": "tozero",
            "gridcolor": colors.grid,
            "zerolinecolor": colors.grid,
            "color": colors.quiet,
            "title": {"text": unit, "font": {"size": 12, "color": colors.quiet}},
            "fixedrange": True,
        },
    }
