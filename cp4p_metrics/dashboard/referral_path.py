"""Needs, referrals, first services and completions by domain in one period: a picture and its table."""

import pandas as pd
import streamlit as st

from cp4p_metrics.figures import lines
from cp4p_metrics.figures.categories import Category
from cp4p_metrics.figures.referral_flow import STAGES, FlowRow, flow_bars
from cp4p_metrics.figures.words import code_words, period_words, value_words, whole
from cp4p_metrics.periods import Period

from . import cards, frame
from .answers import Answers
from .breakdowns import NOT_THERE, cells_by_category
from .code_lists import DOMAINS

STAGE_MEASURES = ("needs_named", "referrals", "referrals_connected", "referrals_completed")
ARROW = " \N{RIGHTWARDS ARROW} "


def show(answers: Answers, *, place: str, period: Period) -> list[Category]:
    """The picture of the path with its table; returns the shares connected, for a picture of their own."""
    st.subheader("From need to referral to first service to completion", anchor=False)
    flow = flow_rows(answers, place, period)
    connected = connected_rows(answers, place, period)
    st.plotly_chart(
        flow_bars(flow, frame.colors()),
        config=lines.NO_TOOLBAR,
        key="flow",
        alt="Needs named, referrals, first services and completions, in this order, by kind of service. "
        + "; ".join(f"{row.label}: {row.text}" for row in flow),
    )
    st.caption(
        "Needs and referrals are those of the period. First services and completions are what came of these "
        "referrals up to now, so recent periods still rise, completions for many months. "
        "One need can lead to several referrals."
    )
    cards.same_as_table(path_table(flow, connected), f"{period_words(period)}: services by domain")
    return connected


def flow_rows(answers: Answers, place: str, period: Period) -> list[FlowRow]:
    """One row a domain, the coalition's five first; every domain is there, also with zeros."""
    cells = [
        cells_by_category(answers, name, "domain", place, period) if answers.has(name) else {}
        for name in STAGE_MEASURES
    ]
    rows = []
    for domain in DOMAINS:
        stages = [found.get(domain, NOT_THERE) for found in cells]
        said = [cell.words("count") for cell in stages]
        # Where no number is known, the reason stands once, not four times.
        text = said[0] if len(set(said)) == 1 and stages[0].value is None else ARROW.join(said)
        needs, referrals, connected, completed = (cell.value for cell in stages)
        rows.append(FlowRow(code_words(domain), needs, referrals, connected, completed, text))
    return rows


def connected_rows(answers: Answers, place: str, period: Period) -> list[Category]:
    """The share connected by domain with its base; few referrals are marked as uncertain."""
    rows = []
    for domain, cell in cells_by_category(answers, "connected_share", "domain", place, period).items():
        is_uncertain = cell.status == "unstable" and cell.value is not None
        text = cell.words("share")
        if is_uncertain:
            text = f"{cell.numerator} of {cell.denominator}"
        elif cell.value is not None:
            text += f" of {whole(cell.denominator or 0)}"
        rows.append(Category(code_words(domain), cell.value, text, is_uncertain=is_uncertain))
    return rows


def path_table(flow: list[FlowRow], connected: list[Category]) -> pd.DataFrame:
    """The numbers of both pictures, one row a domain."""
    rows = []
    for row, share in zip(flow, connected, strict=True):
        numbers = (row.needs, row.referrals, row.connected, row.completed)
        said = [row.text if number is None else value_words("count", number) for number in numbers]
        rows.append(
            {
                "Service": row.label,
                **dict(zip(STAGES, said, strict=True)),
                "Share connected": share.text,
            }
        )
    return pd.DataFrame(rows)
