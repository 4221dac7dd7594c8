"""Categories side by side, as Plotly figures."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from .lines import dressed
from .palette import Palette

ROW_HEIGHT = 34


def ranked_bars(
    labels: Sequence[str], values: Sequence[float | None], texts: Sequence[str], colors: Palette
) -> go.Figure:
    """One horizontal bar a category in the order given, its value written at the end."""
    figure = go.Figure()
    figure.add_bar(
        x=list(values),
        y=list(labels),
        orientation="h",
        text=list(texts),
        textposition="outside",
        cliponaxis=False,
        marker_color=colors.main,
        hovertemplate="%{y}: %{text}<extra></extra>",
        textfont={"color": colors.ink},
    )
    return _rows(figure, len(labels), colors)


def grouped_bars(labels: Sequence[str], groups: Mapping[str, Sequence[float | None]], colors: Palette) -> go.Figure:
    """Per category one bar for each group, the first group palest."""
    shades = [colors.comparison, colors.pale, colors.main, colors.lamp]
    figure = go.Figure()
    for (name, values), shade in zip(
        groups.items(), shades[-len(groups) :] if len(groups) < 4 else shades, strict=True
    ):
        figure.add_bar(
            x=list(values),
            y=list(labels),
            orientation="h",
            name=name,
            marker_color=shade,
            hovertemplate=f"%{{y}}, {name.lower()}: %{{x:,}}<extra></extra>",
        )
    figure.update_layout(barmode="group")
    figure = _rows(figure, len(labels) * max(1, len(groups) * 0.62), colors)
    return figure.update_layout(legend={"traceorder": "normal"})


def _rows(figure: go.Figure, rows: float, colors: Palette) -> go.Figure:
    figure = dressed(figure, colors, "")
    figure.update_layout(height=int(60 + ROW_HEIGHT * rows), hovermode="closest", bargap=0.3)
    figure.update_xaxes(showgrid=True, gridcolor=colors.grid, rangemode="tozero", title=None)
    return figure.update_yaxes(autorange="reversed", color=colors.ink, showgrid=False, title=None)
