"""What a season comes to, in words and cards; its totals are the release's own cells."""

import pandas as pd
import streamlit as st

from cp4p_metrics.coalition import coalition
from cp4p_metrics.figures import words
from cp4p_metrics.places import areas

from . import cards, choices
from .answers import Answers
from .event_list import PROGRAM
from .season import Season, begins, canceled_words

YEARS_BEFORE = 3


def finding(answers: Answers, season: Season, partner: str | None) -> tuple[str, str]:
    """The headline, and the two lines that say it in full."""
    about, program = coalition().event_program_about, coalition().event_program
    team = answers.partners[partner] if partner else "Partners"
    so_far = "" if season.is_over else f" so far (to {words.day_words(season.through)})"
    if not season.events:
        if not is_known(answers, season, partner):
            why = "It had not begun yet, or its records have not come in: that is not zero."
            return f"{team} sent no event records for the season of {season.year}", f"{about} {why}"
        return f"{team} recorded no {program} events in {season.year}{so_far}", about
    held, reported = len(season.held), len(season.reported)
    reach = several(len(season.areas), coalition().area, coalition().areas)
    sentence = f"{team} held {several(held, f'{program} event')} in {reach} in {season.year}"
    change = _change(answers, season, f"partner:{partner}" if partner else choices.COALITION)
    nights = several(len({event.day for event in season.held}), "evening")
    lead = f"{about} **{held}** of **{len(season.events)}** planned took place{so_far}, on **{nights}**{change}."
    lead += canceled_words(season.statuses)
    if reported:
        lead += (
            f" The {several(reported, 'event')} that reported attendance drew "
            f"**{words.whole(season.people)}** people, **{words.whole(season.people / reported)}** per event."
        )
    elif held:
        lead += " No event reported its attendance."
    return sentence, lead


def is_known(answers: Answers, season: Season, partner: str | None) -> bool:
    """Whether anything was sent for the season: without that, no event recorded is not zero."""
    place = f"partner:{partner}" if partner else choices.COALITION
    return season_cell(answers, "events_held", season.year, place)[0] is not None


def several(count: int, what: str, whats: str = "") -> str:
    return f"{words.whole(count)} {what if count == 1 else whats or what + 's'}"


def season_cell(answers: Answers, measure: str, year: int, place: str) -> tuple[float | None, str]:
    """The release's own number for the program in that season, and its status."""
    # All seasons at once: one answer, kept, serves every season that a reader turns to.
    table = answers.ask(measure, by="quarter", place=place, breakdown="program")
    row = table[(table["category"] == PROGRAM) & (table["period_start"] == pd.Timestamp(begins(year)))]
    if row.empty:
        return None, "not_reported"
    value = row["value"].iloc[0]
    return None if pd.isna(value) else float(value), str(row["status"].iloc[0])


def card_row(answers: Answers, season: Season, place: str) -> None:
    """Events held, people present, people per event, areas reached."""
    held, status = season_cell(answers, "events_held", season.year, place)
    people, people_status = season_cell(answers, "attendance", season.year, place)
    reported = len(season.reported)
    if not reported:
        people, people_status = None, "not_reported"
    mean = words.NOT_REPORTED if people is None else words.whole(people / reported)
    with st.grid(columns=4, min_column_width=cards.CARD_WIDTH, gap="small", key="cards"):
        _card(
            "Events held",
            words.value_words("count", held, status),
            f"of {len(season.events)} planned",
            f"{coalition().event_program} events that took place from July to September.",
        )
        _card(
            "People present",
            words.value_words("count", people, people_status),
            f"at {reported} of {several(len(season.held), 'event')}",
            "Added up over the events that reported attendance, counted or estimated. "
            "A neighbor who comes every week counts every week.",
        )
        _card(
            "People per event",
            mean,
            "where reported",
            "The mean over events that reported attendance. The others are left out, not taken as zero.",
        )
        _card(
            "Areas reached",
            str(len(season.areas)),
            f"of {len(areas())}",
            f"{coalition().areas.capitalize()} with at least one event held in the season.",
        )


def _change(answers: Answers, season: Season, place: str) -> str:
    """Events held against the three seasons before; '' while a season is missing or under way."""
    years = range(season.year - YEARS_BEFORE, season.year + 1)
    found = [season_cell(answers, "events_held", year, place)[0] for year in years]
    counts = [count for count in found if count is not None]
    if not season.is_over or len(counts) < len(years):
        return ""
    change = words.difference_words("count", counts[-1] - sum(counts[:-1]) / YEARS_BEFORE)
    than = "the average of the three seasons before"
    return f": as many as {than}" if change == "no change" else f": {change} than {than}"


def _card(label: str, value: str, beside: str, meaning: str) -> None:
    off = {"delta_color": "off", "delta_arrow": "off"}
    st.metric(label, value, delta=beside, help=meaning, border=True, height="stretch", **off)  # type: ignore[arg-type]


def show_rest_of_year(answers: Answers, season: Season, place: str) -> None:
    """The other events of the year, so that every event is in one of the two totals."""
    start = pd.Timestamp(season.year, 1, 1)
    years, shares = (answers.ask(name, by="year", place=place) for name in ("events_held", "attendance_reported_share"))
    year, share = years[years["period_start"] == start], shares[shares["period_start"] == start]
    if year.empty or pd.isna(year["value"].iloc[0]):
        return
    total = int(year["value"].iloc[0])
    said = f"A moon marks {coalition().event_program}. Of all **{total}** public events held in {season.year}, "
    rest = total - len(season.held)
    said += f"**{len(season.held)}** belong to its season and **{rest}** to the rest of the year's work."
    if len(share) and pd.notna(share["value"].iloc[0]):
        said += f" **{words.value_words('share', share['value'].iloc[0])}** of all reported attendance."
    st.markdown(said)
