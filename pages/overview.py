"""How are we doing, and what changed?"""

import pandas as pd
import streamlit as st

from cp4p_metrics.dashboard import cards, choices, frame
from cp4p_metrics.figures import first_picture, words
from cp4p_metrics.periods import add_months, last_complete_month, month_start

YEARS_DRAWN = 8
PARTS = {"outreach": "Outreach", "case_management": "Case management", "events": "Events"}

answers = frame.open_page()
SHOT, CHANGE = "gunshot_victimizations", "versus_prior_three_years"
with st.container(key="finding"):
    finding = st.empty()
with st.container(horizontal=True, vertical_alignment="bottom"):
    kind = choices.window()
    whose = choices.partner_or_coalition(answers)
place = choices.public_place(answers, whose)
described = choices.place_words(answers, place)

# The finding is always about twelve months: shorter periods are too uncertain for a headline.
with finding.container():
    if answers.has(SHOT):
        shot = answers.compare(SHOT, place=place)
        change = answers.ask(CHANGE, by="last_12_months", place=place, start=shot.period.start, end=shot.period.start)
        lower, upper = (change["lower"].iloc[0], change["upper"].iloc[0]) if len(change) else (None, None)
        lead = f"{words.period_words(shot.period)}, {cards.sentence(shot, f'people were shot in {described}')}"
        if lower is not None and pd.notna(lower):
            lead += f" (plausible range: {words.change_range(lower, upper)})"
        lead += "."
    else:
        shot, lower, upper, lead = None, None, None, "No victim records have been imported yet."
    work = []
    if answers.has("mediations"):
        mediated = answers.compare("mediations", place=whose)
        work.append(f"mediated **{words.value_words('count', mediated.value, mediated.status)}** conflicts")
    if answers.has("connected_share"):
        connected = answers.compare("connected_share", place=whose)
        work.append(
            f"connected **{words.value_words('share', connected.value, connected.status)}** of referrals to a service"
        )
    if work:
        team = "Partners" if whose == choices.COALITION else answers.partners[whose.partition(":")[2]]
        lead += f" {team} {' and '.join(work)}."
    frame.headline(
        words.people_shot_headline(shot.value, shot.before, lower, upper, described) if shot else "What partners did",
        lead,
    )

cards.card_row(
    answers,
    (SHOT, "mediations", "active_caseload", "connected_share"),
    places={"": whose, SHOT: place},
    kind=kind,
)

measures = [name for name in (SHOT, CHANGE, "mediations", "active_caseload", "connected_share") if answers.has(name)]
if answers.has(SHOT):
    st.subheader(f"People shot in {described}, by month", anchor=False)
    through = answers.through(SHOT)
    monthly = answers.ask(SHOT, by="month", place=place, start=add_months(month_start(through), -12 * YEARS_DRAWN))
    monthly = monthly.assign(is_complete=monthly["period_start"] <= pd.Timestamp(last_complete_month(through)))
    st.vega_lite_chart(
        first_picture.months_and_mean(monthly, frame.colors(), unit="people shot"),
        alt=f"People shot in {described} by month since {monthly['period_start'].min():%B %Y}, "
        f"with the mean of twelve months. {lead}",
    )
    st.caption(
        "Bars are months, the line is the mean of the last twelve. Public City data"
        + (", in the areas that partners serve today." if place == "served_now" else ".")
    )
    table = monthly.sort_values("period_start", ascending=False)
    cards.same_as_table(
        pd.DataFrame(
            {
                "Month": table["period_start"].dt.strftime("%B %Y"),
                "People shot": [words.value_words("count", r.value, r.status) for r in table.itertuples()],
            }
        ),
        f"People shot in {described} by month",
    )

submissions = answers.submissions()
if len(submissions):
    st.subheader("What came in lately", anchor=False)
    lately = submissions[submissions["month"] >= submissions["month"].max() - pd.DateOffset(months=2)]
    if whose != choices.COALITION:
        lately = lately[lately["partner_id"] == whose.partition(":")[2]]
    counted = lately.groupby(["month", "part"])["received_date"].agg(["count", "size"])
    said = counted.apply(lambda row: f"{row['count']} of {row['size']}", axis="columns").unstack("part")
    said = said.reindex(columns=list(PARTS)).fillna("none due").rename(columns=PARTS).iloc[::-1]
    said.insert(0, "Month", said.index.strftime("%B %Y"))
    st.table(said, hide_index=True, border="horizontal", alt="Submissions received of those due, by month and part")
    frame.link_to("data_quality", "What is late, set aside or unknown", "fact_check")

cards.explain([answers.measure(name) for name in measures])
