"""What the records don't say: blank and unknown answers, by field."""

import pandas as pd
import streamlit as st

from cp4p_metrics.coalition import coalition
from cp4p_metrics.figures import lines
from cp4p_metrics.figures.share_rows import ShareRow, share_rows

from . import cards, frame

# What a blank or an "unknown" in each key field of a release means to a reader, in the order shown.
UNKNOWN = {
    ("victimizations", "is_gunshot"): "People harmed: by gunfire or not",
    ("victimizations", "area_number"): "People harmed: {area}",
    ("victimizations", "race_ethnicity"): "People harmed: race or ethnicity",
    ("victimizations", "sex"): "People harmed: sex",
    ("victimizations", "age_band"): "People harmed: age",
    ("contacts", "purpose"): "Contacts: purpose",
    ("contacts", "minutes"): "Contacts: minutes",
    ("mediations", "outcome"): "Mediations: outcome",
    ("mediations", "catalyst"): "Mediations: what set it off",
    ("mediations", "shooting_likelihood"): "Mediations: likelihood of a shooting",
    ("responses", "hours_to_response"): "Responses: hours to response",
    ("enrollments", "risk_level"): "Enrollments: assessed risk",
    ("enrollments", "age_band"): "Enrollments: age",
    ("enrollments", "gender"): "Enrollments: gender",
    ("enrollments", "race_ethnicity"): "Enrollments: race or ethnicity",
    ("referrals", "status"): "Referrals: where they stand",
    ("events", "attendance"): "Events held: attendance",
    ("events", "attendance_method"): "Events held: how attendance was found",
}


def shares_unknown(unknowns: pd.DataFrame, partner: str | None) -> list[ShareRow]:
    """How many rows don't say, per key field; of one partner beside all partners where named."""
    everyone: dict[tuple[str, str], list[int]] = {}
    own: dict[tuple[str, str], list[int]] = {}
    for row in unknowns.itertuples():
        for counts in (everyone, own) if partner in (None, row.partner_id) else (everyone,):
            count = counts.setdefault((row.table_name, row.column_name), [0, 0])
            count[0] += row.unknown_count
            count[1] += row.row_count
    rows = []
    for field, label in UNKNOWN.items():
        if field in own:
            unknown, total = everyone[field]
            part, whole = own[field]
            rows.append(
                ShareRow(
                    label.replace("{area}", coalition().area),
                    part,
                    whole,
                    None if partner is None else 100 * unknown / total,
                )
            )
    return rows


def show(unknowns: pd.DataFrame, partner: str | None) -> None:
    """The share without an answer per key field, as bars and as a table."""
    st.subheader("What the records don't say", anchor=False)
    beside = " The tick is all partners." if partner else ""
    st.caption(f"Share without an answer. It stays unknown, and is never counted as no.{beside}")
    rows = shares_unknown(unknowns, partner)
    st.plotly_chart(
        share_rows(rows, frame.colors()),
        config=lines.NO_TOOLBAR,
        key="unknowns",
        alt="Share of records without an answer, by field. The table below says the same in words.",
    )
    table = pd.DataFrame({"Field": row.label, "Without an answer": row.says} for row in rows)
    cards.same_as_table(table, "Share of records without an answer, by field")
