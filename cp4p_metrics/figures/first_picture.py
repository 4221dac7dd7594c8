"""The one picture of the first page, in Vega-Lite: what this page's small charts have loaded anyway."""

from typing import Any

import pandas as pd

from .palette import Palette

HEIGHT = 300


def months_and_mean(table: pd.DataFrame, colors: Palette, *, unit: str) -> dict[str, Any]:
    """Months as pale bars, their twelve-month mean as a line, its last value written out: a Vega-Lite picture.

    `table` has `period_start`, `value` and `is_complete`; months under way are paler and not in the mean.
    Written as Vega-Lite itself: building it in Altair takes longer than the rest of the page.
    """
    whole = table[table["is_complete"]]
    mean = whole["value"].rolling(12).mean().reindex(table.index)
    months = table["period_start"].dt.strftime("%Y-%m-%d")
    rows: list[dict[str, Any]] = [
        {"month": month, "count": _or_none(count), "mean": _or_none(smooth), "opacity": 1.0 if is_whole else 0.45}
        for month, count, smooth, is_whole in zip(months, table["value"], mean, table["is_complete"], strict=True)
    ]
    if mean.notna().any():
        rows[table.index.get_loc(mean.last_valid_index())]["is_last"] = True
    axis = {"grid": False, "title": None, "format": "%Y", "tickCount": "year"}
    x = {"field": "month", "type": "temporal", "axis": axis | {"labelColor": colors.quiet, "domainColor": colors.grid}}
    count_axis = {"title": None, "tickCount": 4, "domain": False, "ticks": False}
    y = {
        "field": "count",
        "type": "quantitative",
        "axis": count_axis | {"gridColor": colors.grid, "labelColor": colors.quiet},
    }
    smooth = {"x": x, "y": {"field": "mean", "type": "quantitative"}}
    last = {"transform": [{"filter": "datum.is_last"}]}
    tooltip = [
        {"field": "month", "type": "temporal", "title": "Month", "format": "%B %Y"},
        {"field": "count", "type": "quantitative", "title": unit.capitalize(), "format": ",.0f"},
        {"field": "mean", "type": "quantitative", "title": "Mean of 12 months", "format": ",.0f"},
    ]
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "bar", "color": colors.pale},
            "encoding": {
                "x": x | {"timeUnit": "yearmonth"},
                "y": y,
                "opacity": {"field": "opacity", "type": "quantitative", "scale": None, "legend": None},
                "tooltip": tooltip,
            },
        },
        {"mark": {"type": "line", "color": colors.main, "strokeWidth": 3}, "encoding": smooth},
    ]
    written = {"type": "text", "color": colors.ink, "dy": -14, "align": "right", "fontSize": 13, "fontWeight": 600}
    text = {"text": {"field": "mean", "type": "quantitative", "format": ",.0f"}}
    layers += [
        last | {"mark": {"type": "circle", "color": colors.main, "size": 70, "opacity": 1}, "encoding": smooth},
        last | {"mark": written, "encoding": smooth | text},
    ]
    return {"data": {"values": rows}, "height": HEIGHT, "config": {"view": {"stroke": None}}, "layer": layers}


def _or_none(value: float) -> float | None:
    return None if pd.isna(value) else round(float(value), 2)
