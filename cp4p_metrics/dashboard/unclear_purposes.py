"""Contacts whose purpose is recorded as 'other': a question about the records, never a finding.

Hartford once put 1,913 of 1,938 contacts in one catch-all type and could see no change.
"""

import pandas as pd
import streamlit as st

from cp4p_metrics.periods import Period

from . import choices, frame
from .answers import Answers

LARGEST_CLEAR_SHARE = 30  # percent 'other' above which the mix of purposes says little
FEWEST_CONTACTS = 20  # below, a share is noise


def show(answers: Answers, whose: str, period: Period) -> None:
    """The question beside the picture of purposes, and where to look; nothing where there is none to ask."""
    asked = question(answers, whose, period)
    if asked:
        st.info(asked, icon=":material/fact_check:")
        frame.link_to("data_quality", "What is unknown in the records", "fact_check")


def other_shares(answers: Answers, whose: str, period: Period) -> pd.Series:
    """Percent of contacts recorded as 'other', by partner id (one, or all for the coalition)."""
    found = answers.ask(
        "outreach_contacts",
        by=period.kind.value,
        place="partners" if whose == choices.COALITION else whose,
        breakdown="purpose",
        start=period.start,
        end=period.start,
    )
    counts = found.pivot(index="place", columns="category", values="value").fillna(0)
    total = counts.sum(axis="columns")
    return (100 * counts["other"] / total)[total >= FEWEST_CONTACTS]


def question(answers: Answers, whose: str, period: Period) -> str:
    """What to ask about the records of one partner, or of all in the order of their names; '' if nothing."""
    shares = other_shares(answers, whose, period)
    large = shares[shares > LARGEST_CLEAR_SHARE]
    if large.empty:
        return ""
    said = [
        f"{name} ({large[partner]:.0f}%)" if whose == choices.COALITION else f"{large[partner]:.0f}%"
        for partner, name in answers.partners.items()
        if partner in large.index
    ]
    listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
    if whose == choices.COALITION:
        start = f"More than {LARGEST_CLEAR_SHARE}% of contacts have the purpose 'other' at {listed}."
    else:
        start = f"{listed} of these contacts have the purpose 'other'."
    return (
        f"**A question about the records, not a finding.** {start} So large a share hides what the meetings "
        "were about: ask how the purpose is chosen when a contact is written down."
    )
