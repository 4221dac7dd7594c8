"""One area: who serves it, what is done there, how it compares with its neighbors."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from cp4p_metrics.coalition import coalition
from cp4p_metrics.figures import lines, maps, words
from cp4p_metrics.periods import PeriodKind, last_complete_month
from cp4p_metrics.places import area, area_name, areas, census_years, neighbors, residents_vintage
from cp4p_metrics.release.facts import MeasureFacts

from . import cards, frame
from .answers import Answers

MAP_KEY = "map"
CARDS = (
    "outreach_contacts",
    "mediations",
    "referrals",
    "connected_share",
    "events_held",
    "gunshot_victimizations",
)
MARKS = {
    "unstable": "Unstable: few events",
    "hidden": "Hidden to protect people (1-10)",
    "not_reported": "Not reported",
}
YEARS_DRAWN = 8
KEPT_LIMITS = 200
SHOT, CHANGE = "gunshot_victimizations", "versus_prior_three_years"


def picked_area(event: Mapping[str, Any]) -> int | None:
    """The area that a click on the map picked, from pydeck's selection; None where it hit nothing."""
    objects = event.get("selection", {}).get("objects", {}).get("areas") or []
    return int(objects[0]["properties"]["area_number"]) if objects else None


def take_click() -> None:
    """Let a new click on the map choose the area; must run before the area's own widget."""
    number = picked_area(st.session_state.get(MAP_KEY) or {})
    if number != st.session_state.get("clicked_area"):
        st.session_state["clicked_area"] = number
        if number is not None:
            st.session_state["area"] = number


def partners_by_area(answers: Answers, on: date | None = None) -> dict[int, tuple[str, ...]]:
    """The names of the partners that serve each area on a day (the last known one if left out)."""
    day = pd.Timestamp(on or max(through for _, through in answers.sources.values()))
    assigned = answers.partner_areas()
    in_force = assigned[
        (assigned["from_date"].isna() | (assigned["from_date"] <= day))
        & (assigned["until_date"].isna() | (assigned["until_date"] >= day))
    ]
    served: dict[int, tuple[str, ...]] = {}
    for row in in_force.itertuples():
        served[int(row.area_number)] = (
            *served.get(int(row.area_number), ()),
            answers.partners[row.partner_id],
        )
    return served


@lru_cache(maxsize=KEPT_LIMITS)
def class_limits(answers: Answers, measure: str, kind: PeriodKind) -> tuple[float, ...]:
    """The limits of the map's classes, from all periods of that length, so that a color keeps its meaning."""
    return tuple(maps.class_limits(answers.ask(measure, by=kind.value, place="areas")["value"].dropna().tolist()))


def map_headline(measure: MeasureFacts, values: Mapping[int, float | None], served: Mapping[int, object]) -> str:
    """What the map shows, in one sentence."""
    present = {number: value for number, value in values.items() if value}
    if measure.is_public:
        half = _fewest_for_half({n: v for n, v in present.items() if v is not None})
        if measure.shape != "count" or not half:
            return f"{measure.title}, by {coalition().area}"
        people = "people shot" if measure.name == SHOT else measure.title.lower()
        return f"Half of all {people} were in {half} of {_all_areas()}"
    if measure.shape in ("count", "stock"):
        return f"{measure.title} reach {len(present)} of {_all_areas()}; partners serve {len(served)}"
    return f"{measure.title}, by {coalition().area}"


def _all_areas() -> str:
    return f"{len(areas())} {coalition().areas}"


def _fewest_for_half(values: Mapping[int, float]) -> int:
    total, count, reached = sum(values.values()), 0, 0.0
    for value in sorted(values.values(), reverse=True):
        if reached * 2 >= total:
            break
        reached, count = reached + value, count + 1
    return count


def invitation(answers: Answers, served: Mapping[int, tuple[str, ...]]) -> None:
    """What stands beside the map before an area is picked."""
    st.subheader("Pick an area", anchor=False)
    if not served:
        st.markdown("Pick one to see how its numbers moved. Which partners serve which areas is not known here.")
        return
    st.markdown(
        f"Partners serve **{len(served)}** of {coalition().city}'s {_all_areas()}. Pick one to see who works there, "
        "what was done, and how it compares with the areas around it."
    )
    rows = [
        {coalition().area.capitalize(): area_name(n), "Partners": ", ".join(served[n])}
        for n in sorted(served, key=area_name)
    ]
    if rows:
        st.table(
            pd.DataFrame(rows),
            hide_index=True,
            border="horizontal",
            height=420,
            alt="Areas and the partners that serve them",
        )
    if not answers.about["has_dated_assignments"]:
        st.caption("From the public list of partners. Its start dates are not known.")


def show(answers: Answers, number: int, kind: PeriodKind, served: Mapping[int, tuple[str, ...]]) -> None:
    """Who works in an area and what was done there."""
    st.subheader(area_name(number), anchor=False)
    partners = ", ".join(served.get(number, ())) or "No coalition partner serves this area"
    living = "How many people live here is not known"
    if census_years():
        year = census_years()[-1]
        living = f"{words.whole(area(number).population[year])} residents ({residents_vintage(year)})"
    st.markdown(f"{partners}. {living}.")
    cards.card_row(answers, CARDS, places={"": f"area:{number}"}, kind=kind)


def show_change(answers: Answers, number: int) -> None:
    """People shot in an area over time, and the same change around it."""
    if not answers.has(SHOT):
        return
    monthly = answers.ask(SHOT, by="month", place=f"area:{number}").tail(12 * YEARS_DRAWN)
    last_whole = pd.Timestamp(last_complete_month(answers.through(SHOT)))
    monthly = monthly.assign(is_complete=monthly["period_start"] <= last_whole)
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.markdown(f"**People shot in {area_name(number)}, by month**")
        st.plotly_chart(
            lines.monthly_and_mean(monthly, frame.colors(), unit="people shot"),
            config=lines.NO_TOOLBAR,
            alt=f"People shot in {area_name(number)} by month, with the mean of twelve months",
            key="area_trend",
        )
    with right:
        _beside_neighbors(answers, number)


def _beside_neighbors(answers: Answers, number: int) -> None:
    """The same change in the adjacent areas and the city: beside every claim of change."""
    if not answers.has(CHANGE):
        return
    around = {area_name(each): f"area:{each}" for each in (number, *sorted(neighbors()[number], key=area_name))}
    rows = []
    for name, place in {**around, coalition().city: "city"}.items():
        for row in answers.ask(CHANGE, by="last_12_months", place=place).tail(1).itertuples():
            rows.append(
                {
                    "Area": name,
                    "Shot in 12 months": words.whole(row.numerator),
                    "Change": words.value_words("change", row.value),
                    "Plausible range": "" if pd.isna(row.lower) else words.change_range(row.lower, row.upper),
                }
            )
    if not rows:
        st.caption("Changes need four years of City records; this release has fewer.")
        return
    beside = "its neighbors" if len(around) > 1 else "the city"
    st.markdown(f"**Beside {beside}**, against the mean of the three years before")
    st.table(
        pd.DataFrame(rows),
        hide_index=True,
        border="horizontal",
        alt="Change in people shot here, in adjacent areas and in the city",
    )
