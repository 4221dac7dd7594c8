"""Any measure over time: against its own past, against the city, and place beside place."""

import streamlit as st

from cp4p_metrics.coalition import coalition
from cp4p_metrics.dashboard import cards, frame, small_multiples, trend_choices, trend_view, trend_words
from cp4p_metrics.figures import lines

answers = frame.open_page()
if not any(measure.is_published for measure in answers.measures.values()):
    st.title("Nothing has been recorded yet", anchor=False)
    st.info("Import the City's victim file or partners' records, then publish.", icon=":material/upload_file:")
    st.stop()

finding = st.empty()
chosen = trend_choices.read(answers)
measure, kind = chosen.measure, chosen.kind

if chosen.each:
    key = (answers.version, answers.audience, measure.name, kind.value, chosen.each)
    panels = small_multiples.read(*key, answers)
    known = [panel.now for panel in panels.panels if panel.now is not None]
    with finding.container():
        frame.headline(
            trend_words.each_headline(measure, panels.period, known, chosen.each),
            f"{measure.meaning} Places differ in size and in need: the order is the alphabet's, no ranking.",
        )
    if panels.panels:
        small_multiples.show(*key, frame.colors(), panels, answers)
    else:
        st.info(trend_words.why_empty(answers, measure), icon=":material/hourglass_empty:")
elif chosen.place is None:
    with finding.container():
        frame.headline(f"{measure.label}, by {coalition().area}", measure.meaning)
    st.info(f"Pick {coalition().an_area} above to see its line.", icon=":material/location_on:")
else:
    view = trend_view.view(answers, chosen, chosen.place, frame.colors())
    compared = answers.compare(measure.name, place=chosen.place, kind=kind)
    sentence = trend_words.headline(answers, compared, chosen.place, view.history)
    with finding.container():
        frame.headline(sentence, trend_words.lead(compared, view.history))
    if view.points:
        st.subheader(view.title, anchor=False)
        st.plotly_chart(
            view.figure(frame.colors()),
            config=lines.NO_TOOLBAR,
            key="trend",
            alt=f"{view.title}, from {view.points[0].period.label} to {view.points[-1].period.label}. "
            f"{sentence}. The numbers stand in the table below.",
        )
        st.caption(" ".join(trend_words.notes(answers, view, measure, chosen.place)))
        cards.same_as_table(trend_words.table(view, measure), f"{view.title}, the latest first")
    else:
        st.info(trend_words.why_empty(answers, measure), icon=":material/hourglass_empty:")

cards.explain([measure])
