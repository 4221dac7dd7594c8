"""The one picture of the first page, in Altair: the library that this page has loaded anyway."""

import altair as alt
import pandas as pd

from .palette import Palette


def months_and_mean(table: pd.DataFrame, colors: Palette, *, unit: str) -> alt.LayerChart:
    """Months as pale bars, their twelve-month mean as a line, its last value written out.

    `table` has `period_start`, `value` and `is_complete`; months under way are paler and not in the mean.
    """
    whole = table[table["is_complete"]]
    drawn = table.assign(mean=whole["value"].rolling(12).mean().reindex(table.index))
    axis = alt.Axis(
        grid=False,
        title=None,
        format="%Y",
        tickCount="year",
        labelColor=colors.quiet,
        domainColor=colors.grid,
    )
    x = alt.X("period_start:T", axis=axis)
    base = alt.Chart(drawn)
    tooltip = [
        alt.Tooltip("period_start:T", title="Month", format="%B %Y"),
        alt.Tooltip("value:Q", title=unit.capitalize(), format=",.0f"),
        alt.Tooltip("mean:Q", title="Mean of 12 months", format=",.0f"),
    ]
    months = base.mark_bar(color=colors.pale).encode(
        x=alt.X("yearmonth(period_start):T", axis=axis),
        y=alt.Y(
            "value:Q",
            axis=alt.Axis(
                title=None,
                tickCount=4,
                gridColor=colors.grid,
                domain=False,
                ticks=False,
                labelColor=colors.quiet,
            ),
        ),
        opacity=alt.condition("datum.is_complete", alt.value(1), alt.value(0.45)),
        tooltip=tooltip,
    )
    mean = base.mark_line(color=colors.main, strokeWidth=3).encode(x=x, y="mean:Q")
    last = drawn[drawn["mean"].notna()].tail(1)
    end = alt.Chart(last)
    point = end.mark_circle(color=colors.main, size=60).encode(x=x, y="mean:Q")
    words = end.mark_text(color=colors.main, dy=-14, align="right", fontSize=13, fontWeight=600).encode(
        x=x, y="mean:Q", text=alt.Text("mean:Q", format=",.0f")
    )
    return (months + mean + point + words).properties(height=300).configure_view(stroke=None)
