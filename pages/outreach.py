"""What did street outreach do, and where does it stand?"""

import streamlit as st

from cp4p_metrics.dashboard import (
    breakdowns,
    cards,
    choices,
    findings,
    frame,
    nothing_yet,
    received,
    unclear_purposes,
    work_by_month,
)
from cp4p_metrics.figures import words
from cp4p_metrics.figures.categories import Category
from cp4p_metrics.periods import last_complete_period

MEASURES = ("outreach_contacts", "mediations", "resolved_share", "responses")
OVER_TIME = {"mediations": "Conflicts", "outreach_contacts": "Contacts", "responses": "Responses"}

answers = frame.open_page()
known = [name for name in MEASURES if answers.has(name)]
if not known:
    nothing_yet.explain_and_stop(answers, "No outreach has been reported yet", "outreach records", MEASURES)

finding = st.empty()
with st.container(horizontal=True, vertical_alignment="bottom"):
    kind = choices.window()
    whose = choices.partner_or_coalition(answers)
team = "Partners" if whose == choices.COALITION else answers.partners[whose.partition(":")[2]]
period = last_complete_period(kind, answers.through(known[0]))
reports = received.reports_by_month(answers, "outreach", whose)

headline, lead, base = f"What {team} did on the street", f"{words.period_words(period)}.", ""
if answers.has("mediations"):
    mediated = answers.compare("mediations", place=whose, kind=kind)
    resolved = answers.compare("resolved_share", place=whose, kind=kind)
    outcomes = breakdowns.cells_by_category(answers, "mediations", "outcome", whose, period)
    headline = findings.outreach_headline(team, mediated, resolved)
    lead = findings.outreach_lead(mediated, resolved, outcomes)
    base = findings.base_words(resolved, "known outcomes")
with finding.container():
    frame.headline(headline, f"{lead} {received.report_words(reports, period)}")

cards.card_row(answers, MEASURES, places={"": whose}, kind=kind)
st.caption(f"{base} Changes are against the three years before. A count of recorded work is not a grade.")
work_by_month.show(
    answers,
    {name: label for name, label in OVER_TIME.items() if answers.has(name)},
    place=whose,
    period=period,
    reports=reports,
)

pictures: dict[str, list[Category]] = {}


def picture(title: str, measure: str, breakdown: str, shares_of: str, *, apart: str = "", note: str = "") -> None:
    """One breakdown of the period as bars, kept for the table at the end."""
    if answers.has(measure):
        rows = breakdowns.categories(answers, measure, breakdown, whose, period, shares_of=shares_of)
        breakdowns.show(title, rows, key=breakdown, apart=apart, caption=note)
        pictures[title] = rows


left, right = st.columns(2, gap="large")
with left:
    picture(
        "How mediations stand",
        "mediations",
        "outcome",
        "known",
        apart="No known outcome: counted apart, in no share",
        note="Shares are of the known outcomes. A large share resolved may also mean "
        "that harder conflicts are not taken on.",
    )
    picture("How teams responded", "responses", "kind", "all", note="Shares are of all responses.")
with right:
    picture(
        "What contacts were about",
        "outreach_contacts",
        "purpose",
        "all",
        apart="Purpose not clear from the records",
        note="Shares are of all contacts. A contact is a meeting, not a person.",
    )
    if answers.has("outreach_contacts"):
        unclear_purposes.show(answers, whose, period)
    if answers.has("mediations"):
        # Counted only once it is opened.
        more = st.expander("More on the conflicts", icon=":material/forum:", key="more", on_change="rerun")
        if more.open:
            with more:
                picture("Kind of conflict", "mediations", "conflict_type", "all")
                judged = "How likely a shooting was, as the team judged"
                picture(judged, "mediations", "shooting_likelihood", "known", apart="Not judged")

cards.same_as_table(breakdowns.as_table(pictures), f"{words.period_words(period)}: outreach in numbers")
cards.explain([answers.measure(name) for name in known])
