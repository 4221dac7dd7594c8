"""The evenings of a season as lamps, in the warm color that belongs to Light in the Night."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import sqrt
from typing import Any

import plotly.graph_objects as go

from .bare import bare_figure
from .palette import NIGHT, Palette

WARM_BY_DAY = ("#F3EDE2", "#EBCFA4", "#DDAE6B", "#C08431", "#7E5112")
WARM_BY_NIGHT = ("#27262A", "#57452D", "#86662F", "#BA8841", "#F2C583")
LARGEST_LAMP_PX = 23  # fourteen weeks side by side on a phone
SMALLEST_LAMP_PX = 7
SEASON_DAYS = {3: "Thu", 4: "Fri", 5: "Sat"}
DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def lamplit(colors: Palette) -> Palette:
    """The same palette with lamp light where teal stood."""
    return replace(colors, main=colors.lamp, classes=WARM_BY_NIGHT if colors == NIGHT else WARM_BY_DAY)


def season_evenings(days: Mapping[date, tuple[int, int]], year: int, colors: Palette) -> go.Figure:
    """One column a week, one row a weekday: a lamp as large as the events held, a ring for those planned.

    `days` has the events held and planned of each day with one. The last row writes how many were
    held in the week.
    """
    rows = sorted({*SEASON_DAYS, *(day.weekday() for day in days)})
    height = {day: len(rows) - place for place, day in enumerate(rows)}
    largest = max((planned for _, planned in days.values()), default=1)
    evenings = [day for day in _season_days(year) if day.weekday() in SEASON_DAYS]
    held: Counter[date] = Counter()
    for day, (count, _) in days.items():
        held[_week(day)] += count

    def lamps(lit: Sequence[date], sizes: Any, fill: str, line: str | None = None, **rest: Any) -> dict[str, Any]:
        edge = {"color": line, "width": 1.2 if line else 0}
        marker = {"size": sizes, "color": fill, "opacity": 1, "line": edge}
        at = {"x": [_week(day) for day in lit], "y": [height[day.weekday()] for day in lit]}
        return {"type": "scatter", "mode": "markers", "marker": marker, "hoverinfo": "skip", **at, **rest}

    lit = [day for day, (count, _) in days.items() if count]
    traces = [
        lamps([day for day in evenings if day not in days], 3, colors.comparison),
        lamps(
            list(days),
            [_diameter(planned, largest) for _, planned in days.values()],
            "rgba(0,0,0,0)",
            colors.lamp,
            text=[f"{day:%A, %B} {day.day}: {n} held of {planned} planned" for day, (n, planned) in days.items()],
            hoverinfo="text",
        ),
        lamps(lit, [_diameter(days[day][0], largest) for day in lit], colors.lamp),
        {
            "type": "scatter",
            "mode": "text",
            "x": list(held),
            "y": [0] * len(held),
            "text": [str(count) for count in held.values()],
            "textfont": {"color": colors.ink, "size": 13},
            "hoverinfo": "skip",
        },
    ]
    firsts = [date(year, month, 1) for month in (7, 8, 9)]
    edge = timedelta(days=5)
    layout = {
        "height": 64 + 36 * (len(rows) + 1),
        "margin": {"l": 0, "r": 0, "t": 8, "b": 0},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "xaxis": {
            "tickvals": [_week(first + timedelta(days=(3 - first.weekday()) % 7)) for first in firsts],
            "ticktext": [f"{first:%B}" for first in firsts],
            "range": [_week(evenings[0]) - edge, _week(evenings[-1]) + edge],
            "side": "top",
            "color": colors.quiet,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis": {
            "tickvals": [0, *height.values()],
            "ticktext": ["Held", *(DAY_NAMES[day] for day in height)],
            "range": [-0.6, len(rows) + 0.6],
            "color": colors.quiet,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
    }
    return go.Figure({"data": traces, "layout": layout})


def outcome_bars(counts: Mapping[str, int], colors: Palette) -> go.Figure:
    """One bar for each thing that became of an event, its count at the end."""
    labels, values = list(counts), list(counts.values())
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": labels,
        "text": [str(value) for value in values],
        "textposition": "outside",
        "textfont": {"color": colors.ink, "size": 13},
        "cliponaxis": False,
        "marker": {"color": colors.lamp, "line": {"width": 0}},
        "hoverinfo": "skip",
    }
    return bare_figure(
        [bars],
        colors,
        height=20 + 36 * len(labels),
        # Room for the number at the end of the longest bar.
        x={"range": [0, max(values) * 1.15], "visible": False},
        y={"visible": True, "autorange": "reversed", "color": colors.ink, "automargin": True},
    )


def _season_days(year: int) -> list[date]:
    first, last = date(year, 7, 1), date(year, 9, 30)
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def _week(day: date) -> date:
    """The Thursday of that day's week."""
    return day - timedelta(days=day.weekday() - 3)


def _diameter(count: float, largest: float) -> float:
    """Area grows with the count."""
    return max(SMALLEST_LAMP_PX, LARGEST_LAMP_PX * sqrt(count / largest))
