"""Where? The coalition's areas, services first, violence as a second layer."""

import pandas as pd
import streamlit as st

from cp4p_metrics.coalition import coalition
from cp4p_metrics.dashboard import area_map, cards, choices, frame, profile
from cp4p_metrics.figures import maps, words
from cp4p_metrics.periods import last_complete_period
from cp4p_metrics.places import area_name, areas

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

answers = frame.open_page()
layers = [name for name in LAYERS if answers.has(name)]
if not layers:
    st.title("No area has records yet")
    st.info("Import the City's victim file or partners' records, then publish.", icon=":material/upload_file:")
    st.stop()

title = st.empty()
with st.container(horizontal=True, vertical_alignment="bottom"):
    layer = st.selectbox(
        "Show on the map" if maps.has_boundaries() else "Show",
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
    said = words.value_words(measure.form, row.value, row.status)
    values[number] = None if pd.isna(row.value) else float(row.value)
    texts[number] = f"{said} {measure.unit}" if pd.notna(row.value) and measure.form != "share" else said
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

limits = profile.class_limits(answers, layer, kind)
left, right = st.columns([3, 2], gap="large")
with left:
    area_map.show(measure, values, texts, hatched, limits, picked)
with right:
    if picked is None:
        profile.invitation(answers, served)
    else:
        profile.show(answers, picked, kind, served)
if picked is not None:
    profile.show_change(answers, picked)

rows = [
    {
        coalition().area.capitalize(): area_name(number),
        measure.label: words.value_words(measure.form, values[number], hatched.get(number, "shown")),
        "Note": profile.MARKS.get(hatched.get(number, ""), ""),
        "Partners": ", ".join(served.get(number, ())) or "none",
    }
    for number in sorted(values, key=area_name)
]
table = pd.DataFrame(rows) if served else pd.DataFrame(rows).drop(columns="Partners")
what = f"{measure.title} in each of the {len(areas())} {coalition().areas}"
cards.same_as_table(table, what, expanded=not maps.has_boundaries())
cards.explain([measure, *(answers.measure(n) for n in profile.CARDS if n != layer and answers.has(n))])
