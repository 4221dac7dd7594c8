"""The map of the Communities page with its legend; where no boundaries are known, words that say so."""

from collections.abc import Mapping, Sequence

import streamlit as st

from cp4p_metrics.coalition import coalition
from cp4p_metrics.figures import maps, words
from cp4p_metrics.places import areas
from cp4p_metrics.release.facts import MeasureFacts

from . import frame, profile

MAP_HEIGHT = 480


def show(
    measure: MeasureFacts,
    values: Mapping[int, float | None],
    texts: Mapping[int, str],
    hatched: Mapping[int, str],
    limits: Sequence[float],
    picked: int | None,
) -> None:
    """The areas in color, to be tapped, and what the colors mean."""
    if not maps.has_boundaries():
        say_there_is_no_map("The table below has the numbers of every one; pick a name above for its profile.")
        return
    palette = frame.colors()
    st.pydeck_chart(
        maps.area_map(values, texts, hatched, limits, palette, picked),
        height=MAP_HEIGHT,
        on_select="rerun",
        selection_mode="single-object",
        key=profile.MAP_KEY,
        alt=f"Map of {coalition().city}'s {len(areas())} {coalition().areas} colored by {measure.title.lower()}. "
        "The same numbers stand in the table below.",
    )
    marks = list(dict.fromkeys(profile.MARKS[status] for status in hatched.values()))
    st.image(
        maps.legend(limits, marks, palette, words.legend_number(measure.form)),
        alt=f"Legend: darker means more, in classes that are the same for every period. {' '.join(marks)}",
    )
    st.caption("Tap an area, or pick its name above, for its profile. Colors keep their meaning in every period.")


def say_there_is_no_map(instead: str) -> None:
    """Why no map is drawn, and where the numbers stand instead."""
    st.info(
        f"There is no map: the boundaries of {coalition().city}'s {coalition().areas} are not known here. {instead}",
        icon=":material/map:",
    )
