"""The pages: their names, icons and order. Every run of every page begins here."""

import streamlit as st

from cp4p_metrics.coalition import coalition
from cp4p_metrics.dashboard import frame
from cp4p_metrics.home import PROJECT

PAGES = PROJECT / "pages"


def page(file: str, title: str, icon: str, *, default: bool = False) -> st.Page:
    return st.Page(PAGES / f"{file}.py", title=title, icon=f":material/{icon}:", default=default)


sections = {
    "": [page("overview", "Overview", "home", default=True)],
    "What partners do": [
        page("communities", "Communities", "map"),
        page("outreach", "Outreach", "handshake"),
        page("services", "Services", "diversity_1"),
        page("light_in_the_night", coalition().event_program, "nightlight"),
    ],
    "What it adds up to": [page("trends", "Trends", "show_chart")],
    "For partners": [page("send_data", "Send data", "upload_file")],
    "Trust": [
        page("data_quality", "Data quality", "fact_check"),
        page("methods", "Methods", "menu_book"),
    ],
}

frame.set_icon()  # before the navigation, which would else ask another site for the page's icon
frame.run(st.navigation(sections, expanded=True))
