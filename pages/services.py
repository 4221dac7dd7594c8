"""What services are asked for, and do referrals arrive?"""

import streamlit as st

from cp4p_metrics.dashboard import (
    breakdowns,
    cards,
    caseload,
    choices,
    findings,
    frame,
    nothing_yet,
    received,
    referral_path,
)
from cp4p_metrics.figures import words
from cp4p_metrics.periods import last_complete_period

MEASURES = ("needs_named", "referrals", "connected_share", "active_caseload")
ALSO = ("referrals_connected", "referrals_completed", "new_enrollments")
ENROLLED = {
    "Who enrolled, by risk level": ("risk_level", "Not assessed, or not recorded"),
    "Who enrolled, by age": ("age_band", "Age not recorded"),
}

answers = frame.open_page()
known = [name for name in (*MEASURES, *ALSO) if answers.has(name)]
if not known:
    nothing_yet.explain_and_stop(answers, "No services have been reported yet", "case records", MEASURES)

finding = st.empty()
with st.container(horizontal=True, vertical_alignment="bottom"):
    kind = choices.window()
    whose = choices.partner_or_coalition(answers)
team = "" if whose == choices.COALITION else answers.partners[whose.partition(":")[2]]
period = last_complete_period(kind, answers.through(known[0]))
reports = received.reports_by_month(answers, "case_management", whose)
compared = {name: answers.compare(name, place=whose, kind=kind) for name in MEASURES if answers.has(name)}

headline, lead, base = f"What services {team or 'partners'} arranged", f"{words.period_words(period)}.", ""
if "referrals" in compared:
    headline = findings.services_headline(team, compared["referrals"], compared["connected_share"])
    lead = findings.services_lead(compared)
    base = findings.base_words(compared["connected_share"], "referrals at least 60 days old")
with finding.container():
    frame.headline(headline, f"{lead} {received.report_words(reports, period)}")

cards.card_row(answers, MEASURES, places={"": whose}, kind=kind)
st.caption(f"{base} Changes are against the three years before. A count of recorded work is not a grade.")

connected = referral_path.show(answers, place=whose, period=period) if "referrals" in compared else []

left, right = st.columns(2, gap="large")
if connected:
    few = " A hatched bar rests on fewer than 20." if any(row.is_uncertain for row in connected) else ""
    with left:
        breakdowns.show(
            "Referrals that led to a first service",
            connected,
            key="connected",
            whole=100,
            caption=f"Of the referrals at least 60 days old; younger ones had no time yet.{few}",
        )
if "active_caseload" in compared:
    with right:
        caseload.show(answers, place=whose, reports=reports)

if answers.has("new_enrollments"):
    pictures = {}
    for column, (title, (breakdown, apart)) in zip(st.columns(2, gap="large"), ENROLLED.items(), strict=True):
        with column:
            pictures[title] = breakdowns.categories(
                answers, "new_enrollments", breakdown, whose, period, shares_of="known"
            )
            breakdowns.show(title, pictures[title], key=breakdown, apart=apart)
    st.caption("Shares are of those known. A participant who enrolls with two partners counts twice.")
    cards.same_as_table(breakdowns.as_table(pictures), f"{words.period_words(period)}: new enrollments")

if "referrals" in compared:
    # Counted only once it is opened.
    title = "Where the referrals of this period stand today"
    more = st.expander(title, icon=":material/alt_route:", key="standing", on_change="rerun")
    if more.open:
        with more:
            standing = breakdowns.categories(answers, "referrals", "status", whose, period, shares_of="all")
            breakdowns.show("Where referrals stand", standing, key="status", apart="Status unknown")

cards.explain([answers.measure(name) for name in known])
