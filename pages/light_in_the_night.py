"""Light in the Night: what was on, where, who came and how that is known; and what is coming."""

from datetime import date

import streamlit as st

from cp4p_metrics.dashboard import (
    cards,
    choices,
    event_list,
    frame,
    nothing_yet,
    season_finding,
    season_pictures,
)
from cp4p_metrics.dashboard import season as the_season
from cp4p_metrics.figures import evenings, words

MONTHS = [f"{date(2000, number, 1):%B}" for number in range(1, 13)]
MEASURES = ("events_held", "attendance", "attendance_reported_share")

answers = frame.open_page()
if not answers.has("events_held"):
    nothing_yet.explain_and_stop(answers, "No events have been recorded yet", "event records", MEASURES)

first, through = answers.sources["events"]
finding = st.empty()
with st.container(horizontal=True, vertical_alignment="bottom"):
    years = the_season.seasons(first, through)
    year = st.selectbox("Season", years, key="season", bind="query-params", width=130)
    whose = choices.partner_or_coalition(answers)
partner = None if whose == choices.COALITION else whose.partition(":")[2]
events = event_list.read_events(answers.calendar(), partner, year)
season = the_season.season(events, year, through)

with finding.container():
    frame.headline(*season_finding.finding(answers, season, partner))
if season.events or season_finding.is_known(answers, season, partner):
    season_finding.card_row(answers, season, whose)
missing = the_season.missing_months(answers.submissions(), answers.partners, year, partner)
if missing:
    st.caption(f"Not in these numbers, because it has not been sent: {', '.join(missing)}.")
if season.events:
    colors = evenings.lamplit(frame.colors())
    season_pictures.show_season(answers.version, answers.audience, year, partner, colors, answers, season)

st.subheader("All public events, month by month", anchor=False)
month = st.selectbox(
    "Month",
    MONTHS,
    index=the_season.last_month(year, through) - 1,
    key="month",
    bind="query-params",
    width=200,
)
number = MONTHS.index(month) + 1
listed = [event for event in events if (event.day.year, event.day.month) == (year, number)]
if listed:
    st.table(
        event_list.event_rows(listed, through),
        hide_index=True,
        border="horizontal",
        height=620 if len(listed) > 14 else "content",
        alt=f"Public events in {month} {year}, by day, with what became of them and their attendance",
    )
else:
    st.caption(f"No public events are recorded for {month} {year}. Pick another month or season.")
season_finding.show_rest_of_year(answers, season, whose)

st.subheader(f"Planned after {words.day_words(through)}", anchor=False)
ahead = [event for event in events if event.status == "planned" and event.day > through]
if ahead:
    table = event_list.event_rows(ahead, through, is_coming=True)
    st.table(table, hide_index=True, border="horizontal", alt="Events that are planned, by day")
    st.caption("Free and open to all. Plans change: ask the partner before you go.")
else:
    st.caption("Partners have sent no plans beyond that day.")

cards.explain([answers.measure(name) for name in MEASURES])
