"""The pieces of the Light in the Night page."""

from collections import Counter

import pandas as pd
import streamlit as st

from cp4p_metrics.coalition import coalition
from cp4p_metrics.figures import evenings, lines, maps, words
from cp4p_metrics.figures.palette import Palette
from cp4p_metrics.places import area_name, areas

from . import area_map, cards
from .answers import Answers
from .event_list import PROGRAM, STATUSES
from .season import Season, begins
from .season_finding import several

MAP_HEIGHT = 500
A_LITTLE_WIDER = 0.08  # than the map of Communities: the whole city on a phone
KEPT_SEASONS = 80  # a quarter of a megabyte each, most of it the map


@st.cache_data(max_entries=KEPT_SEASONS, show_spinner=False)
def show_season(
    version: str,
    audience: str,
    year: int,
    partner: str | None,
    colors: Palette,
    _answers: Answers,
    _season: Season,
) -> None:
    """The evenings, what became of the plans, attendance and map. Drawn once for each season and partner."""
    st.subheader(f"The evenings of {year}{'' if _season.is_over else ' so far'}", anchor=False)
    _show_evenings(_season, colors)
    left, right = st.columns(2, gap="large")
    with left:
        _show_outcomes(_season, colors)
    with right:
        _show_attendance(_season)
    st.subheader("Where it was", anchor=False)
    _show_map(_answers, _season, colors, partner)


def _show_evenings(season: Season, colors: Palette) -> None:
    """One lamp an evening, and the same weeks as a table."""
    planned, held = (Counter(e.day for e in events) for events in (season.events, season.held))
    days = {day: (held[day], count) for day, count in planned.items()}
    st.plotly_chart(
        evenings.season_evenings(days, season.year, colors),
        config=lines.NO_TOOLBAR,
        key="evenings",
        alt=f"{coalition().event_program} events by evening: {len(season.held)} held of {len(season.events)} planned "
        f"over {len(season.weeks)} weeks. The same numbers stand in the table below.",
    )
    st.caption(
        "Each lamp is an evening. The larger it is, the more events were held; "
        "the ring around it shows how many were planned."
    )
    said = [
        {
            "Week of": f"{week:%B} {week.day}",
            "Events held": str(n),
            "Planned": str(of),
            "Evenings": str(nights),
        }
        for week, n, of, nights in season.weeks
    ]
    cards.same_as_table(pd.DataFrame(said), "Events held and planned, and evenings with an event, by week")


def _show_outcomes(season: Season, colors: Palette) -> None:
    """What became of the planned events."""
    st.subheader("What became of the plans", anchor=False)
    counts = {STATUSES[code]: count for code, count in season.statuses.items()}
    st.plotly_chart(
        evenings.outcome_bars(counts, colors),
        config=lines.NO_TOOLBAR,
        key="outcomes",
        alt="; ".join(f"{what}: {several(count, 'event')}" for what, count in counts.items()),
    )
    st.caption("Weather and safety stand apart. A canceled evening says nothing about the team.")


def _show_attendance(season: Season) -> None:
    """How attendance was found: counted, estimated, or not reported, which is not zero."""
    st.subheader("How attendance is known", anchor=False)
    said = []
    for way in season.attendance:
        people = "not known" if way.people is None else words.whole(way.people)
        mean = words.whole(way.people / way.event_count) if way.people is not None and way.event_count else "–"
        said.append({"How": way.how, "Events": str(way.event_count), "People": people, "Per event": mean})
    st.table(
        pd.DataFrame(said),
        hide_index=True,
        border="horizontal",
        alt="Events and people present, by how attendance was found",
    )
    st.caption("Not reported is not zero: those events stand in no total and no mean.")


def _show_map(answers: Answers, season: Season, colors: Palette, partner: str | None) -> None:
    """The areas with an event, in classes that are the same for every season, and their list."""
    history = answers.ask("events_held", by="year", place="areas", breakdown="program")
    history = history[history["category"] == PROGRAM]
    limits = [0.0, *maps.class_limits(history["value"].dropna().tolist(), count=4)]
    start = begins(season.year)
    quarter = answers.ask("events_held", by="quarter", place="areas", start=start, end=start)
    silent = quarter[quarter["status"] == "not_reported"]
    unknown = set() if partner else {int(place) for place in silent["place"]}
    reached = season.areas
    values: dict[int, float | None] = {}
    texts: dict[int, str] = {}
    for number in (place.number for place in areas()):
        count = reached.get(number, (0, 0))[0]
        values[number] = None if number in unknown else float(count)
        texts[number] = words.NOT_REPORTED if number in unknown else f"{several(count, 'event')} held"
    left, right = st.columns([3, 2], gap="large")
    with left:
        if maps.has_boundaries():
            _draw_map(season, values, texts, unknown, limits, colors)
        else:
            area_map.say_there_is_no_map("The areas reached are listed beside this.")
    with right:
        rows = [
            {coalition().area.capitalize(): name, "Events held": str(count), "Public places": str(sites)}
            for name, (count, sites) in sorted((area_name(n), counts) for n, counts in reached.items())
        ]
        st.table(
            pd.DataFrame(rows),
            hide_index=True,
            border="horizontal",
            height=MAP_HEIGHT if len(rows) > 13 else "content",
            alt="Areas reached, with events held and public places used",
        )


def _draw_map(
    season: Season,
    values: dict[int, float | None],
    texts: dict[int, str],
    unknown: set[int],
    limits: list[float],
    colors: Palette,
) -> None:
    deck = maps.area_map(values, texts, dict.fromkeys(unknown, "not_reported"), limits, colors)
    deck.initial_view_state.zoom = round(maps.city_view()["zoom"] - A_LITTLE_WIDER, 2)
    st.pydeck_chart(
        deck,
        height=MAP_HEIGHT,
        key="season_map",
        alt=f"Map of {coalition().city}'s {len(areas())} {coalition().areas}, warmer where more "
        f"{coalition().event_program} events were held in {season.year}. The areas reached are listed beside it.",
    )
    st.image(
        maps.legend(limits, ["Not reported"] if unknown else [], colors, words.legend_number("count")),
        alt="Legend: warmer means more events held, in classes that are the same for every season.",
    )
    st.caption("Events held in the season. Colors keep their meaning from season to season.")
