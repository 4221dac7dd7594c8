"""What does every number mean, and how are people protected?"""

import streamlit as st

from cp4p_metrics.dashboard import definitions, frame, glossary, how_it_works
from cp4p_metrics.figures import words

SECTIONS = ("Measures", "Protection", "Periods and places", "Reading a number", "Glossary")
ALL_FAMILIES = "All families"
FEW = 3  # so few found measures stand open at once
READING_WIDTH = 760

answers = frame.open_page()
measures = list(answers.measures.values())
public = sum(measure.is_public for measure in measures)
waiting = sum(not measure.is_published for measure in measures)
lead = (
    f"**{public}** measures come from the City's public records, **{len(measures) - public}** from partners' "
    "records and the coalition's list of submissions. "
)
lead += f"**{waiting}** have no records yet in this release." if waiting else "All have records in this release."
frame.headline(f"{len(measures)} measures, each with its meaning, its source and its limits", lead)

section = st.segmented_control(
    "Show",
    SECTIONS,
    default=SECTIONS[0],
    required=True,
    key="section",
    bind="query-params",
    label_visibility="collapsed",
)
text = ""
if section in ("Measures", "Glossary"):
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            "Find a word",
            key="search",
            bind="query-params",
            type="search",
            placeholder="shot, referral, caseload",
            width=320,
        )
        family = ALL_FAMILIES
        if section == "Measures":
            families = [ALL_FAMILIES, *dict.fromkeys(measure.family for measure in measures)]
            family = st.selectbox("Family", families, key="family", bind="query-params", width=320)

match section:
    case "Measures":
        found = definitions.by_family(measures, None if family == ALL_FAMILIES else family, text or "")
        count = sum(map(len, found.values()))
        for name, members in found.items():
            st.subheader(name, anchor=False)
            for measure in members:
                waits = "" if measure.is_published else f" ({definitions.why_waiting(measure)})"
                label = f"{measure.title}{waits}"
                with st.expander(label, expanded=count <= FEW):
                    st.markdown(definitions.definition(measure))
        if not found:
            st.info(
                f"No measure of {family.lower()} speaks of “{text}”. Try a shorter word.",
                icon=":material/search_off:",
            )
    case "Protection":
        with st.container(width=READING_WIDTH):
            st.subheader("How people are protected", anchor=False)
            st.markdown(how_it_works.PROTECTION)
            st.subheader("The proof of this release", anchor=False)
            proof = how_it_works.proof_table(answers)
            if proof.empty:
                st.markdown(how_it_works.NO_PROOF)
            else:
                st.table(proof, hide_index=True, border="horizontal", alt="What the proof of this release found")
                st.markdown(how_it_works.PROOF)
    case "Periods and places":
        with st.container(width=READING_WIDTH):
            st.subheader("How periods and places work", anchor=False)
            st.markdown(how_it_works.periods_text(answers))
    case "Reading a number":
        with st.container(width=READING_WIDTH):
            st.subheader("What stands in place of a number", anchor=False)
            st.table(
                how_it_works.marks(),
                hide_index=True,
                border="horizontal",
                alt="Marks in place of a number, and what they mean",
            )
            st.subheader("How sure a number is", anchor=False)
            st.markdown(how_it_works.INTERVALS)
            st.subheader("What the numbers do not show", anchor=False)
            st.markdown(how_it_works.limits_text())
    case _:
        terms = glossary.terms_with(text or "")
        for group in dict.fromkeys(term.group for term in terms):
            st.subheader(group, anchor=False)
            own = [term for term in terms if term.group == group]
            with st.container(width=READING_WIDTH):
                st.markdown("\n\n".join(f"**{term.word}**: {term.meaning}" for term in own))
        if not terms:
            st.info(f"The glossary does not speak of “{text}”. Try a shorter word.", icon=":material/search_off:")

made_at = answers.about["made_at"]
st.caption(
    f"Release {answers.version} for {answers.audience}, made {words.day_words(made_at.date())} "
    f"at {made_at:%H:%M} UTC. All definitions are its own."
)
