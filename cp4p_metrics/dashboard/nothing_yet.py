"""What a page says where no partner has sent the records that it is about."""

from collections.abc import Sequence

import streamlit as st

from . import cards, frame
from .answers import Answers


def explain_and_stop(answers: Answers, title: str, records: str, measures: Sequence[str]) -> None:
    """Why the page is empty and what to do, what it would show, and then no more."""
    frame.headline(title)
    st.info(
        f"This release holds no {records} of partners, so nothing is known here, not even a zero. "
        "Import partners' templates with `cp4p import`, then run `cp4p publish`. "
        "The City's victim records alone cannot fill this page.",
        icon=":material/upload_file:",
    )
    frame.link_to("data_quality", "What came in so far", "fact_check")
    cards.explain([answers.measure(name) for name in measures])
    st.stop()
