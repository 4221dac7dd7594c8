"""Whose file a reader may send. The sign-in will answer this; until then a setting does, or the demonstration."""

import os
from dataclasses import dataclass

import streamlit as st

from cp4p_metrics.errors import UnknownNameError

from .answers import Answers

UPLOAD_PARTNER = "CP4P_UPLOAD_PARTNER"
NOBODY_IN_PARTICULAR = "upload page"  # who sent it, for the books, while nobody signs in


@dataclass(frozen=True)
class Sender:
    """The partner that a file is sent for, and who sends it."""

    partner_id: str
    partner_name: str
    who: str
    is_demonstration: bool


def current_sender(answers: Answers) -> Sender | None:
    """Who sends from this page; None where nobody may. The only place that decides it.

    With real records it is the partner that the operator named, and nothing in the browser can change that.
    Raises UnknownNameError where the operator named one that the release does not have.
    """
    is_demonstration = bool(answers.about["is_demonstration"])
    named = os.environ.get(UPLOAD_PARTNER, "").strip()
    if named:
        if named not in answers.partners:
            raise UnknownNameError(f"partner (in {UPLOAD_PARTNER})", named, answers.partners)
        return Sender(named, answers.partners[named], NOBODY_IN_PARTICULAR, is_demonstration)
    if not is_demonstration or not answers.partners:
        return None
    names = answers.partners
    picked = st.selectbox(
        "Demonstration: send as", list(names), format_func=lambda name: names[name], key="send_as", width=320
    )
    return Sender(picked, names[picked], NOBODY_IN_PARTICULAR, is_demonstration)
