"""What came in, what is late, what was set aside, what is unknown, and how fresh is it?"""

import streamlit as st

from cp4p_metrics.dashboard import cards, choices, frame, imports, loose_ends, reporting, submissions, unknowns
from cp4p_metrics.figures import words

BATCHES_SHOWN = 6

answers = frame.open_page()
published = answers.about["made_at"].date()
listed, batches = answers.submissions(), answers.batches()
set_aside = answers.set_aside()
has_partners = bool(len(listed) or answers.unknowns()["partner_id"].notna().any())
with st.container(key="finding"):
    finding = st.empty()
whose = choices.partner_or_coalition(answers) if has_partners else choices.COALITION
partner = None if whose == choices.COALITION else whose.partition(":")[2]
name = answers.partners.get(partner)

theirs = listed if partner is None else listed[listed["partner_id"] == partner]
own = submissions.with_state(theirs, published)
recent = submissions.lately(own)
reasons = imports.set_aside_reasons(set_aside, partner)
read, waiting, settled = (int(batches[f"{name}_count"].sum()) for name in ("read", "waiting", "settled"))
with finding.container():
    if len(own):
        due = own[own["month"] == submissions.latest_due_month(own, published)]
        frame.headline(submissions.headline(due, name), submissions.lead(due, recent, name))
    else:
        reach = max(through for _, through in answers.sources.values())
        frame.headline(
            f"{'The records' if has_partners else 'The City’s records'} reach to {words.day_words(reach)}",
            f"**{words.whole(read)}** rows were read so far, and **{words.whole(waiting)}** of them wait to be mended.",
        )

with st.grid(columns=4 if len(own) else 2, min_column_width=cards.CARD_WIDTH, gap="small", key="cards"):
    if len(own):
        came = answers.compare(reporting.MEASURE, place=whose)
        said = words.value_words("share", came.value, came.status)
        st.metric("Parts received", said, border=True, height="stretch", help="In the last 12 months, late or not.")
        states = recent["state"].value_counts()
        for label, state in (("Parts late", submissions.LATE), ("Parts missing", submissions.MISSING)):
            st.metric(
                label,
                words.whole(states.get(state, 0)),
                border=True,
                height="stretch",
                help="In the last 12 months.",
            )
    else:
        st.metric("Rows read", words.whole(read), border=True, height="stretch", help="In all imports.")
    label, count = ("Faults found", reasons["Found"].sum()) if partner else ("Rows set aside", waiting)
    st.metric(label, words.whole(count), border=True, height="stretch", help="That wait to be mended.")

if len(own):
    reporting.twelve_months(answers, own, whose)
    reporting.over_the_years(answers, whose)
elif not len(listed):
    st.info(
        "No list of submissions was imported, so a zero of partners' work can't be told from silence. "
        "Fill in the template for submissions ('cp4p templates FOLDER' writes it), import it, publish again.",
        icon=":material/playlist_add_check:",
    )
else:
    st.info(
        f"Nothing was due from {name} so far. Its first month will show here.",
        icon=":material/hourglass_empty:",
    )

st.subheader("Set aside, and what to do", anchor=False)
if len(reasons):
    st.markdown(
        "A row with a fault waits outside the numbers until it is corrected and sent again. "
        "What it holds is shown to nobody. A row can have more than one fault." + imports.settled_words(settled)
    )
    st.table(
        imports.faults(set_aside, partner),
        hide_index=True,
        border="horizontal",
        alt="Faults, and how often each was found",
    )
    with st.expander("Column by column, with what to do", icon=":material/build:"):
        st.table(reasons, hide_index=True, border="horizontal", alt="Columns, what is wrong in them and what to do")
else:
    st.markdown("No row waits to be mended." + imports.settled_words(settled))
loose_ends.show(answers, partner)

left, right = st.columns([3, 2], gap="large")
with left:
    unknowns.show(answers.unknowns(), partner)
with right:
    st.subheader("How fresh the records are", anchor=False)
    st.caption("Age: days from a source's last day to the publication.")
    sources = imports.source_table(answers.sources, published)
    st.table(sources, hide_index=True, border="horizontal", alt="Days that each source speaks for, and its age")
    lines, table = imports.lately(answers, BATCHES_SHOWN)
    for line in lines:
        st.markdown(line)
    st.caption(f"At most the last {BATCHES_SHOWN} imports{', of all partners together' if partner else ''}.")
    cards.same_as_table(table, "Rows read, accepted, unchanged and set aside by import")
cards.explain([answers.measure(reporting.MEASURE)])
