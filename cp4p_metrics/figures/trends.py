"""A measure over time with what it is set against: gaps stay gaps, periods under way are pale."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go

from .lines import house_layout
from .palette import Palette, rgb

HEIGHT = 380
WIDEST_NUMBER_PX = 72


@dataclass(frozen=True)
class Mark:
    """One period as it is drawn. Values are None where not known; nothing is drawn there."""

    x: date | str
    label: str
    text: str  # the value in words
    value: float | None
    is_complete: bool = True
    is_unstable: bool = False
    lower: float | None = None
    upper: float | None = None
    other: float | None = None  # what it is set against
    other_text: str = ""
    short_text: str = ""  # what stands at the end of the line, where `text` is too long


def over_time(
    marks: Sequence[Mark],
    colors: Palette,
    *,
    unit: str,
    name: str,
    other_name: str = "",
    band_name: str = "",
    band_color: str = "",
    is_bars: bool = False,
    from_zero: bool = True,
) -> go.Figure:
    """One measure as a line or as bars, with a gray comparison and a band from `lower` to `upper`."""
    traces: list[dict[str, Any]] = []
    for number, run in enumerate(_runs(marks, "upper")):
        traces.append(_band(run, band_color or colors.main, band_name, is_first=number == 0))
    if is_bars:
        traces.append(_bars(marks, colors, name))
    if other_name:
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers" if is_bars else "lines",
                "x": [mark.x for mark in marks],
                "y": [mark.other for mark in marks],
                "name": other_name,
                "line": {"color": colors.comparison, "width": 2},
                "customdata": [mark.other_text for mark in marks],
                "hovertemplate": f"{other_name}: %{{customdata}}<extra></extra>",
            }
        )
    if not is_bars:
        traces += _line(marks, colors, name)
    traces += _last(marks, colors, name, is_bars)
    layout = house_layout(colors, unit)
    # Room for the last number at the end of its line.
    right = 8 if is_bars else 14 + 9 * max(len(mark.short_text or mark.text) for mark in marks)
    layout.update(height=HEIGHT, showlegend=bool(other_name or band_name))
    layout["margin"] = {"l": 0, "r": min(right, WIDEST_NUMBER_PX), "t": 8, "b": 0}
    layout["legend"] = {**layout["legend"], "y": 1.02, "yanchor": "bottom", "traceorder": "normal"}
    if isinstance(marks[0].x, str):
        layout["xaxis"] = {**layout["xaxis"], "type": "category"}
    else:
        layout["xaxis"] = {**layout["xaxis"], "range": [marks[0].x, marks[-1].x]}
    if not from_zero:
        layout["yaxis"] = {
            **layout["yaxis"],
            "rangemode": "normal",
            "zeroline": True,
            "zerolinecolor": colors.quiet,
        }
    return go.Figure({"data": traces, "layout": layout})


def _line(marks: Sequence[Mark], colors: Palette, name: str) -> list[dict[str, Any]]:
    """Whole periods as a line; from the first or to the last whole one, those under way are dotted."""
    whole = [index for index, mark in enumerate(marks) if mark.is_complete]
    first, last = (whole[0], whole[-1]) if whole else (len(marks), -1)
    line = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "line": {"color": colors.main, "width": 3},
        "marker": {
            "size": [6 if mark.is_unstable or _stands_alone(marks, i) else 0 for i, mark in enumerate(marks)],
            "color": colors.background,
            "line": {"color": colors.main, "width": 1.5},
        },
        "x": [mark.x for mark in marks],
        "y": [mark.value if first <= i <= last else None for i, mark in enumerate(marks)],
        "customdata": [mark.text for mark in marks],
        "hovertemplate": f"{name}: %{{customdata}}<extra></extra>",
        "connectgaps": False,
    }
    edges = [marks[: first + 1], marks[last:] if last >= 0 else marks]
    dotted = [
        {
            **line,
            "mode": "lines",
            "showlegend": False,
            "opacity": 0.55,
            "line": {"color": colors.main, "width": 2, "dash": "dot"},
            "marker": {},
            "x": [mark.x for mark in edge],
            "y": [mark.value for mark in edge],
            "customdata": [mark.text for mark in edge],
            "hovertemplate": f"{name}: %{{customdata}} (not complete)<extra></extra>",
        }
        for edge in edges
        if any(not mark.is_complete and mark.value is not None for mark in edge)
    ]
    return [line, *dotted]


def _stands_alone(marks: Sequence[Mark], index: int) -> bool:
    """A value between two gaps, which a line alone would not show."""
    around = [marks[i].value for i in (index - 1, index + 1) if 0 <= i < len(marks)]
    return marks[index].value is not None and all(value is None for value in around)


def _bars(marks: Sequence[Mark], colors: Palette, name: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": name,
        "x": [mark.x for mark in marks],
        "y": [mark.value for mark in marks],
        "marker": {
            "color": colors.main,
            "opacity": [1 if mark.is_complete else 0.35 for mark in marks],
            "line": {"width": 0},
        },
        "customdata": [mark.text + ("" if mark.is_complete else " (not complete)") for mark in marks],
        "hovertemplate": f"{name}: %{{customdata}}<extra></extra>",
    }


def _last(marks: Sequence[Mark], colors: Palette, name: str, is_bars: bool) -> Iterator[dict[str, Any]]:
    """The last whole value, written out."""
    known = [mark for mark in marks if mark.is_complete and mark.value is not None]
    if known:
        yield {
            "type": "scatter",
            "mode": "text" if is_bars else "markers+text",
            "x": [known[-1].x],
            "y": [known[-1].value],
            "text": [f"<b>{known[-1].short_text or known[-1].text}</b>"],
            "textposition": "top center" if is_bars else "middle right",
            "textfont": {"color": colors.ink, "size": 14},
            "marker": {"size": 9, "color": colors.main},
            "cliponaxis": False,
            "showlegend": False,
            "hoverinfo": "skip",
            "name": name,
        }


def _runs(marks: Sequence[Mark], field: str) -> Iterator[list[Mark]]:
    """Stretches without a gap."""
    run: list[Mark] = []
    for mark in marks:
        if getattr(mark, field) is None:
            if run:
                yield run
            run = []
        else:
            run.append(mark)
    if run:
        yield run


def _band(run: Sequence[Mark], color: str, name: str, *, is_first: bool) -> dict[str, Any]:
    red, green, blue = rgb(color)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [mark.x for mark in run] + [mark.x for mark in reversed(run)],
        "y": [mark.upper for mark in run] + [mark.lower for mark in reversed(run)],
        "fill": "toself",
        "fillcolor": f"rgba({red},{green},{blue},0.18)",
        "line": {"width": 0},
        "name": name,
        "legendgroup": "band",
        "showlegend": is_first,
        "hoverinfo": "skip",
    }


def small_line(
    values: Sequence[float | None], top: float, bottom: float, whole: Sequence[bool], colors: Palette
) -> str:
    """A small line as an SVG picture, from `bottom` to `top`; what is not complete is dotted, gaps stay."""
    width, height, edge = 240, 72, 4
    step = (width - 2 * edge) / max(len(values) - 1, 1)
    span = (top - bottom) or 1.0

    def at(index: int) -> str:
        value = values[index] or 0.0
        return f"{edge + index * step:.1f} {edge + (height - 2 * edge) * (1 - (value - bottom) / span):.1f}"

    def path(indexes: Sequence[int], extra: str) -> str:
        drawn, pen = [], "M"
        for index in indexes:
            if values[index] is None:
                pen = "M"
            else:
                drawn.append(f"{pen}{at(index)}")
                pen = "L"
        ends = 'stroke-linejoin="round" stroke-linecap="round"'
        line = f'stroke="{colors.main}" fill="none" stroke-width="2" {ends}'
        return f'<path d="{"".join(drawn)}" {line}{extra}/>' if drawn else ""

    indexes = range(len(values))
    inside = [i for i in indexes if whole[i]]
    parts = [path(inside, "")] if inside else []
    if inside and inside[-1] < len(values) - 1:
        parts.append(path(range(inside[-1], len(values)), ' stroke-dasharray="1 4" opacity="0.7"'))
    if inside and inside[0] > 0:
        parts.append(path(range(inside[0] + 1), ' stroke-dasharray="1 4" opacity="0.7"'))
    zero = edge + (height - 2 * edge) * (1 - (0 - bottom) / span)
    known = [i for i in inside if values[i] is not None]
    if known:
        x, y = at(known[-1]).split()
        parts.append(f'<circle cx="{x}" cy="{y}" r="3.2" fill="{colors.main}"/>')
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
        f'<path d="M0 {zero:.1f}H{width}" stroke="{colors.grid}" stroke-width="1.5"/>{"".join(parts)}</svg>'
    )
