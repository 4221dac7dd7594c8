"""Where? The 77 community areas, services first, violence as a second layer."""

import pandas as pd
import streamlit as st

from cp4p_metrics.dashboard import cards, choices, frame, profile
from cp4p_metrics.figures import maps, words
from cp4p_metrics.periods import last_complete_period
from cp4p_metrics.places import area_name

LAYERS = (
    "outreach_contacts",
    "mediations",
    "active_caseload",
    "referrals",
    "connected_share",
    "events_held",
    "gunshot_victimization_rate",
    "gunshot_victimizations",
    "homicides",
)
MAP_HEIGHT = 480

answers = frame.open_page()
layers = [name for name in LAYERS if answers.has(name)]
if not layers:
    st.title("No area has records yet")
    st.info("Import the City's victim file or partners' records, then publish.", icon=":material/upload_file:")
    st.stop()

title = st.empty()
with st.container(horizontal=True, vertical_alignment="bottom"):
    layer = st.selectbox(
        "Show on the map",
        layers,
        format_func=lambda name: answers.measure(name).title,
        key="layer",
        bind="query-params",
        width=320,
    )
    kind = choices.window()
    if kind.value not in answers.measure(layer).period_kinds:
        kind = type(kind)("last_12_months")
    profile.take_click()
    picked = choices.area(width=260)

measure = answers.measure(layer)
period = last_complete_period(kind, answers.through(layer))
shown = answers.ask(layer, by=kind.value, place="areas", start=period.start, end=period.start)
served = profile.partners_by_area(answers)

values, texts, hatched = {}, {}, {}
for row in shown.itertuples():
    number = int(row.place)
    said = words.value_words(measure.shape, row.value, row.status)
    values[number] = None if pd.isna(row.value) else float(row.value)
    texts[number] = f"{said} {measure.unit}" if pd.notna(row.value) and measure.shape != "share" else said
    if row.status != "shown":
        hatched[number] = row.status
    if row.status == "unstable":
        texts[number] += " (unstable: few events)"
    if number not in served and not measure.is_public:
        texts[number] += "\nNo partner serves this area"

with title.container():
    frame.headline(
        profile.map_headline(measure, values, served),
        f"{words.period_words(period)}. {measure.meaning}",
    )

palette = frame.colors()
limits = profile.class_limits(answers, layer, kind)
left, right = st.columns([3, 2], gap="large")
with left:
    st.pydeck_chart(
        maps.area_map(values, texts, hatched, limits, palette, picked),
        height=MAP_HEIGHT,
        on_select="rerun",
        selection_mode="single-object",
        key=profile.MAP_KEY,
        alt=f"Map of Chicago's 77 community areas colored by {measure.title.lower()}. "
        "The same numbers stand in the table below.",
    )
    marks = list(dict.fromkeys(profile.MARKS[status] for status in hatched.values()))
    st.image(
        maps.legend(limits, marks, palette, words.legend_number(measure.shape)),
        alt=f"Legend: darker means more, in classes that are the same for every period. {' '.join(marks)}",
    )
    st.caption("Tap an area, or pick its name above, for its profile. Colors keep their meaning in every period.")
with right:
    if picked is None:
        profile.invitation(answers, served)
    else:
        profile.show(answers, picked, kind, served)
if picked is not None:
    profile.show_change(answers, picked)

rows = [
    {
        "Community area": area_name(number),
        measure.label: words.value_words(measure.shape, values[number], hatched.get(number, "shown")),
        "Note": profile.MARKS.get(hatched.get(number, ""), ""),
        "Partners": ", ".join(served.get(number, ())) or "none",
    }
    for number in sorted(values, key=area_name)
]
cards.same_as_table(pd.DataFrame(rows), f"{measure.title} in each of the 77 community areas")
cards.explain([measure, *(answers.measure(n) for n in profile.CARDS if n != layer and answers.has(n))])
