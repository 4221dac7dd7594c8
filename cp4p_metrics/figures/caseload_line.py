"""The caseload at the end of each month, as one line with its last number."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from .lines import house_layout
from .months import ROOM_FOR_A_NUMBER, last_point
from .palette import Palette
from .words import whole


def month_ends(table: pd.DataFrame, colors: Palette, *, doubtful_from: date | None = None) -> go.Figure:
    """A line through `value` by `period_start`, each shown at its month's last day; dotted where doubtful."""
    days = (table["period_start"] + pd.offsets.MonthEnd(0)).dt.strftime("%Y-%m-%d").tolist()
    values = [None if pd.isna(value) else float(value) for value in table["value"].tolist()]
    sure = len(days)
    if doubtful_from is not None:
        sure = int((table["period_start"] < pd.Timestamp(doubtful_from)).sum())
    data: list[dict[str, Any]] = [_line(days[:sure], values[:sure], colors, "solid", "")]
    if sure < len(days):
        begin = max(sure - 1, 0)  # the dotted part begins at the last sure point
        data.append(_line(days[begin:], values[begin:], colors, "dot", " (not all reports came in)"))
    known = [(day, value) for day, value in zip(days, values, strict=True) if value is not None]
    if known:
        data.append(last_point(*known[-1], whole(known[-1][1]), colors))
    margin = {"l": 0, "r": ROOM_FOR_A_NUMBER, "t": 8, "b": 0}
    layout = house_layout(colors, "") | {"showlegend": False, "margin": margin}
    layout["xaxis"] = layout["xaxis"] | {"hoverformat": "%B %-d, %Y"}
    if days:
        layout["xaxis"]["range"] = [days[0], days[-1]]
    layout["yaxis"] = layout["yaxis"] | {"tickformat": ",", "nticks": 5}
    return go.Figure(data=data, layout=layout)


def _line(days: list[str], values: list[float | None], colors: Palette, dash: str, note: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": days,
        "y": values,
        "line": {"color": colors.main, "width": 3, "dash": dash},
        "hovertemplate": f"%{{y:,.0f}} participants{note}<extra></extra>",
    }
