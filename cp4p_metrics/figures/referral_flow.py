"""From need to referral to first service to completion, one row a domain."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from .categories import ABOVE, bars, rows_layout, written
from .palette import Palette

BAR_WIDTH = 0.36
LEGEND_HEIGHT = 54  # two lines on a phone
STAGES = ("Needs named", "Referrals", "First service", "Completed")


@dataclass(frozen=True)
class FlowRow:
    """One domain: the four numbers (None where not known), and the same in words."""

    label: str
    needs: float | None
    referrals: float | None
    connected: float | None
    completed: float | None
    text: str


def flow_bars(rows: Sequence[FlowRow], colors: Palette) -> go.Figure:
    """Per domain a bar of referrals, in it those connected, in these those completed; a mark for needs."""
    places = list(range(len(rows)))
    heights = [place - ABOVE for place in places]
    longest = max((max(row.needs or 0, row.referrals or 0) for row in rows), default=0) or 1
    needs = {
        "type": "scatter",
        "mode": "markers",
        "x": [row.needs or None for row in rows],  # a zero stands in the words
        "y": places,
        "name": STAGES[0],
        "marker": {"symbol": "line-ns", "size": 11, "line": {"width": 3, "color": colors.picked}},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    stages = [[getattr(row, stage) for row in rows] for stage in ("referrals", "connected", "completed")]
    shades = (colors.classes[1], colors.classes[3], colors.classes[4])
    nested = [
        bars(values, places, {"color": shade}, BAR_WIDTH) | {"name": name, "showlegend": True}
        for name, values, shade in zip(STAGES[1:], stages, shades, strict=True)
    ]
    names = written(0, heights, [row.label for row in rows], colors)
    numbers = written(longest, heights, [row.text for row in rows], colors, at_end=True)
    legend = {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "traceorder": "normal",
        "itemclick": False,
        "itemdoubleclick": False,
        "font": {"color": colors.ink, "size": 13},
    }
    layout = rows_layout(places, longest, colors, room_above=LEGEND_HEIGHT)
    layout["margin"] = layout["margin"] | {"r": 4}  # a mark at the longest row's end keeps its whole width
    return go.Figure(data=[needs, *nested, names, numbers], layout=layout | {"legend": legend})
