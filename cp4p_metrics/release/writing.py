"""Answers as text: a table for people, CSV and JSON for programs."""

import json
from datetime import date
from typing import Any

import pandas as pd

from cp4p_metrics.coalition import coalition
from cp4p_metrics.periods import Period, PeriodKind
from cp4p_metrics.places import area_name

from .facts import MeasureFacts
from .questions import RANGE
from .reader import Release

STATUS_WORDS = {
    "shown": "",
    "unstable": "unstable (few events)",
    "hidden": "hidden to protect people",
    "not_reported": "not reported",
}


def no_cells_words(measure: MeasureFacts, *, in_range: bool) -> str:
    """Why an answer has no rows."""
    if in_range:
        return "No period of the release lies in that range."
    if measure.shape == "change":
        return (
            f"{measure.title}: there is no number yet. A change needs a whole period and all of its baseline; "
            "the records do not reach back so far, or have a gap."
        )
    return f"{measure.title}: there is no number for that place in this release."


def as_text(table: pd.DataFrame, form: str, release: Release) -> str:
    """The answer in one of the forms table, csv, json; json is a list of objects with the columns of `cells`."""
    if form == "json":
        return json.dumps([_plain(row) for row in table.to_dict("records")], indent=1)
    if form == "csv":
        plain = pd.DataFrame([_plain(row) for row in table.to_dict("records")], columns=list(table.columns))
        whole = plain.astype({"numerator": "Int64", "denominator": "Int64", "unknown": "Int64"})
        return whole.to_csv(index=False).rstrip("\n")
    return _for_people(table, release)


def period_label(kind: str, start: date) -> str:
    """What a reader calls the period."""
    if kind == RANGE:
        return f"from {start:%b %Y}"
    return Period(start, PeriodKind(kind)).label


def place_label(kind: str, place: str, partners: dict[str, str]) -> str:
    """What a reader calls the place."""
    if kind == "area":
        return area_name(int(place))
    if kind == "partner":
        return partners.get(place, place)
    return {"coalition": "All partner areas", "served_now": "Areas served today", "city": coalition().city}.get(
        place, place
    )


def _plain(row: dict[Any, Any]) -> dict[str, object]:
    """The row with ISO dates, whole numbers and None for what is missing."""
    clean: dict[str, object] = {}
    for name, value in row.items():
        if pd.isna(value):
            clean[name] = None
        elif name == "period_start":
            clean[name] = value.date().isoformat()
        elif name in ("numerator", "denominator", "unknown"):
            clean[name] = int(value)
        else:
            clean[name] = value
    return clean


def _range(lower: float, upper: float, status: str) -> str:
    """The limits, as far as there are any: a median that follow-up did not reach is known to be later."""
    if pd.isna(lower):
        return ""
    if status == "hidden":
        return f"{lower:,.0f} or more" if pd.isna(upper) else f"between {lower:,.0f} and {upper:,.0f}"
    return f"more than {lower:,.1f}" if pd.isna(upper) else f"{lower:,.1f} to {upper:,.1f}"


def _for_people(table: pd.DataFrame, release: Release) -> str:
    if table.empty:
        return "No period of the release lies in that range."
    measure = release.measure(table["measure"].iloc[0])
    rows = [
        {
            "period": period_label(row.period_kind, row.period_start.date()),
            "place": place_label(row.place_kind, row.place, release.partners),
            "category": "" if row.category == "all" else row.category,
            "value": ""
            if pd.isna(row.value)
            else f"{row.value:,.1f}"
            if measure.form != "count"
            else f"{row.value:,.0f}",
            "range": _range(row.lower, row.upper, row.status),
            "": STATUS_WORDS[row.status],
        }
        for row in table.itertuples()
    ]
    shown = pd.DataFrame(rows)
    shown = shown[[name for name in shown if (shown[name] != "").any()]]
    return f"{measure.title} ({measure.unit})\n\n{shown.to_string(index=False)}"
