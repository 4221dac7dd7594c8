"""Recorded work by month: what came in whole, what did not, and the period that a page speaks of."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cp4p_metrics.periods import Period

from .lines import house_layout
from .palette import Palette
from .words import value_words

MEAN_MONTHS = 12
FEWEST_KNOWN_MONTHS = 9  # a mean over fewer than nine of twelve months would be another season's
FEW = 10  # below, a mean is written with one decimal
LIGHTER = 0.45
ROOM_FOR_A_NUMBER = 44  # pixels to the right of a line's last point
HALF_MONTH = pd.Timedelta(days=15)


def months_of_work(table: pd.DataFrame, colors: Palette, *, shape: str, unit: str, period: Period) -> go.Figure:
    """Months as bars, the mean of twelve as a line with its last value, the page's period shaded.

    `table` has `period_start`, `value`, `status` and `is_complete`. Months that did not come in whole
    are lighter; those not reported at all carry a dash. The mean ends at the last whole month.
    """
    days = table["period_start"].dt.strftime("%Y-%m-%d").tolist()
    statuses, is_whole = table["status"].tolist(), table["is_complete"].tolist()
    values = [None if pd.isna(value) else float(value) for value in table["value"].tolist()]
    said = [
        f"{value_words(shape, value, status)} {unit if status == 'shown' else ''}"
        + ("" if whole else " (not all reports came in)")
        for value, status, whole in zip(values, statuses, is_whole, strict=True)
    ]
    mean = running_mean(values, is_whole)
    data: list[dict[str, Any]] = [
        {
            "type": "bar",
            "x": days,
            "y": values,
            "customdata": said,
            "hovertemplate": "%{customdata}<extra></extra>",
            "marker": {"color": colors.pale, "opacity": [1.0 if whole else LIGHTER for whole in is_whole]},
        },
        {
            "type": "scatter",
            "mode": "lines",
            "x": days,
            "y": mean,
            "line": {"color": colors.main, "width": 3},
            "hovertemplate": "mean of 12 months: %{y:,.0f}<extra></extra>",
        },
    ]
    known = [(day, value) for day, value in zip(days, mean, strict=True) if value is not None]
    if known:
        day, value = known[-1]
        data.append(last_point(day, value, f"{value:,.1f}" if value < FEW else f"{value:,.0f}", colors))
    missing = [day for day, status in zip(days, statuses, strict=True) if status == "not_reported"]
    if missing:
        data.append(
            {
                "type": "scatter",
                "mode": "text",
                "x": missing,
                "y": [0] * len(missing),
                "text": ["–"] * len(missing),
                "textposition": "top center",
                "textfont": {"color": colors.quiet, "size": 13},
                "hovertemplate": "not reported<extra></extra>",
            }
        )
    margin = {"l": 0, "r": ROOM_FOR_A_NUMBER, "t": 24, "b": 0}
    layout = house_layout(colors, "") | {"showlegend": False, "margin": margin}
    layout["yaxis"] = layout["yaxis"] | {"tickformat": ",", "nticks": 5}
    if days:
        ends = [table["period_start"].iloc[0] - HALF_MONTH, table["period_start"].iloc[-1] + HALF_MONTH]
        layout["xaxis"] = layout["xaxis"] | {"range": ends, "hoverformat": "%B %Y"}
        first = max(pd.Timestamp(period.start) - HALF_MONTH, ends[0])
        layout |= _shading(first, pd.Timestamp(period.end) - HALF_MONTH, period.label, colors)
    return go.Figure(data=data, layout=layout)


def running_mean(values: Sequence[float | None], is_whole: Sequence[bool]) -> list[float | None]:
    """The mean of the last twelve months, of those known, at every month up to the last whole one."""
    last = max((place for place, whole in enumerate(is_whole) if whole), default=-1)
    means: list[float | None] = []
    for place in range(len(values)):
        known = [value for value in values[max(0, place - MEAN_MONTHS + 1) : place + 1] if value is not None]
        is_sure = len(known) >= FEWEST_KNOWN_MONTHS and place >= MEAN_MONTHS - 1 and place <= last
        means.append(sum(known) / len(known) if is_sure else None)
    return means


def last_point(x: Any, y: float, number: str, colors: Palette) -> dict[str, Any]:
    """A trace of the point at which a line ends, with its number beside it."""
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [x],
        "y": [y],
        "text": [number],
        "textposition": "middle right",
        "textfont": {"color": colors.ink, "size": 14, "weight": 600},
        "marker": {"color": colors.main, "size": 8},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _shading(first: pd.Timestamp, last: pd.Timestamp, label: str, colors: Palette) -> dict[str, Any]:
    """The period that the page speaks of, as a band with its name above it."""
    band = {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": first,
        "x1": last,
        "y0": 0,
        "y1": 1,
        "fillcolor": colors.grid,
        "opacity": 0.55,
        "line": {"width": 0},
        "layer": "below",
    }
    name = {
        "x": last,
        "xref": "x",
        "y": 1,
        "yref": "paper",
        "text": label,
        "showarrow": False,
        "xanchor": "right",
        "yanchor": "bottom",
        "font": {"color": colors.quiet, "size": 12},
    }
    return {"shapes": [band], "annotations": [name]}
