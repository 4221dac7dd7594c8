"""What every page stands in: its settings, the menu's marks, the release it reads, and how it fails."""

import logging
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from cp4p_metrics.errors import Cp4pError, NotPublishedError
from cp4p_metrics.figures.palette import Palette, palette
from cp4p_metrics.figures.words import DEMONSTRATION, day_words
from cp4p_metrics.home import PROJECT

from .answers import Answers
from .warm_up import keep_what_was_loaded

PICTURES = Path(__file__).with_name("pictures")
NAME = "CP4P outcomes"
log = logging.getLogger(__name__)


def set_icon() -> None:
    """The browser's icon and the page's width."""
    st.set_page_config(page_icon=str(PICTURES / "icon.png"), layout="wide")


def run(page: Any) -> None:
    """Run the page that the reader chose, within the frame."""
    st.set_page_config(page_title=f"{page.title} · {NAME}")
    name = "logo_dark.svg" if is_dark() else "logo.svg"
    st.logo(str(PICTURES / name), icon_image=str(PICTURES / "icon.png"), size="large")
    try:
        page.run()
    except NotPublishedError as error:
        st.title("Nothing to show yet")
        st.info(str(error), icon=":material/hourglass_empty:")
    except Cp4pError as error:
        log.warning("A page could not answer: %s", error)
        st.warning(str(error), icon=":material/help:")
    keep_what_was_loaded(page.title)


def open_page() -> Answers:
    """The answers that this page may show, after the marks that every page carries.

    Every page begins with it. Raises NotPublishedError where nothing has been published.
    """
    answers = Answers()
    if answers.about["is_demonstration"]:
        st.badge(DEMONSTRATION, icon=":material/science:", color="orange")
    with st.sidebar:
        made_at: Any = answers.about["made_at"]
        st.caption(f"Published {day_words(made_at.date())}. {freshness(answers)}")
    return answers


def freshness(answers: Answers) -> str:
    """Up to which day the sources speak."""
    said = []
    if "gunshots" in answers.sources or "homicides" in answers.sources:
        through = max(answers.sources[name][1] for name in ("gunshots", "homicides") if name in answers.sources)
        said.append(f"City records to {day_words(through)}.")
    # Other subjects rest on these, or look ahead, as planned events do.
    parts = ("outreach", "case_management", "events", "submissions")
    program: list[date] = [answers.sources[name][1] for name in parts if name in answers.sources]
    if program:
        said.append(f"Partners' records to {day_words(max(program))}.")
    return " ".join(said)


def headline(sentence: str, lead: str = "") -> None:
    """The finding in one sentence, and the two lines that say it in full."""
    st.title(sentence, anchor=False)
    if lead:
        st.markdown(lead)


def link_to(page: str, label: str, icon: str) -> None:
    """A link to another page, by the name of its file."""
    st.page_link(str(PROJECT / "pages" / f"{page}.py"), label=label, icon=f":material/{icon}:")


def is_dark() -> bool:
    """Whether the reader's page is dark."""
    return bool(st.context.theme.type == "dark")


def colors() -> Palette:
    """The palette for the reader's page."""
    return palette(is_dark())
