"""The filters that pages share. Each lives in the address: a link is a view."""

from typing import Any

import streamlit as st

from cp4p_metrics.coalition import coalition
from cp4p_metrics.periods import PeriodKind
from cp4p_metrics.places import area_name, areas

from .answers import WINDOWS, Answers

COALITION = "coalition"


def window() -> PeriodKind:
    """The length of the period that figures are about; the last complete one of that length."""
    names = [kind.value for kind in WINDOWS]
    chosen = st.segmented_control(
        "Period",
        names,
        default=names[0],
        required=True,
        format_func=lambda name: WINDOWS[PeriodKind(name)],
        key="period",
        bind="query-params",
    )
    return PeriodKind(chosen or names[0])


def partner_or_coalition(answers: Answers) -> str:
    """'coalition' or 'partner:ID'; without partners there is nothing to choose."""
    if not answers.partners:
        return COALITION
    names = {COALITION: "All partners", **answers.partners}
    chosen = st.selectbox(
        "Whose work",
        list(names),
        format_func=lambda name: names[name],
        key="partner",
        bind="query-params",
        width=320,
    )
    return COALITION if chosen == COALITION else f"partner:{chosen}"


def public_place(answers: Answers, whose: str) -> str:
    """Where to look at public records: the areas served today, those of one partner, or the city if none is served."""
    if whose != COALITION:
        return whose
    return "served_now" if len(answers.partner_areas()) else "city"


def area(**settings: Any) -> int | None:
    """The number of the area that the reader picked, by name; None where none is picked."""
    numbers = sorted((place.number for place in areas()), key=area_name)
    return st.selectbox(
        coalition().area.capitalize(),
        numbers,
        index=None,
        format_func=area_name,
        key="area",
        bind="query-params",
        placeholder="Type or pick a name",
        **settings,
    )


def place_words(answers: Answers, place: str) -> str:
    """The place in the middle of a sentence."""
    kind, _, name = place.partition(":")
    if kind == "partner":
        return f"the areas that {answers.partners[name]} serves"
    if kind == "area":
        return area_name(int(name))
    return {"city": coalition().city, "served_now": "coalition areas", "coalition": "coalition areas"}[kind]
