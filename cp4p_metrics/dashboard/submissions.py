"""Which part of which partner's month came in, when, and what is still missing."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from cp4p_metrics.figures.squares import Square

PARTS = {"outreach": "Outreach", "case_management": "Case management", "events": "Events"}
MONTHS_SHOWN = 12
ON_TIME, LATE, MISSING, NOT_DUE = "on_time", "late", "missing", "not_due"
WEIGHT = {ON_TIME: 0, LATE: 1, NOT_DUE: 2, MISSING: 3}  # a month is what its heaviest part is


def with_state(submissions: pd.DataFrame, on: date) -> pd.DataFrame:
    """The submissions with `state` and `days_late` (0 where not late), as they stood on a day."""
    late = (submissions["received_date"] - submissions["due_date"]).dt.days
    is_in = submissions["received_date"].notna()
    state = pd.Series(ON_TIME, index=submissions.index).mask(is_in & (late > 0), LATE)
    is_due = submissions["due_date"] < pd.Timestamp(on)
    state = state.mask(~is_in & is_due, MISSING).mask(~is_in & ~is_due, NOT_DUE)
    return submissions.assign(state=state, days_late=late.clip(lower=0).fillna(0).astype(int))


def latest_due_month(stated: pd.DataFrame, on: date) -> pd.Timestamp:
    """The last month whose every part was due before that day; the first month where none was."""
    due = stated.groupby("month")["due_date"].max()
    passed = due[due < pd.Timestamp(on)]
    return passed.index.max() if len(passed) else due.index.min()


def lately(stated: pd.DataFrame) -> pd.DataFrame:
    """Those of the last twelve months."""
    return stated[stated["month"] > stated["month"].max() - pd.DateOffset(months=MONTHS_SHOWN)]


def squares(recent: pd.DataFrame, names: dict[str, str], *, by_part: bool) -> list[Square]:
    """One square for each partner (or part) and month, in the order of names."""
    rows = PARTS if by_part else names
    gathered: dict[tuple[str, date], list[Any]] = {}
    for each in recent[["partner_id", "part", "month", "state", "days_late"]].itertuples():
        gathered.setdefault((each.part if by_part else each.partner_id, each.month.date()), []).append(each)
    order = {key: place for place, key in enumerate(rows)}
    found = []
    for key, month in sorted(gathered, key=lambda at: (order[at[0]], at[1])):
        parts = gathered[key, month]
        state = max((part.state for part in parts), key=WEIGHT.__getitem__)
        days = max(part.days_late for part in parts)
        without = parts_words(part.part for part in parts if part.state == state)
        says = {
            ON_TIME: "on time",
            LATE: f"{days} day{'s' if days != 1 else ''} late",
            MISSING: f"missing: {without}",
            NOT_DUE: f"not due yet: {without}",
        }[state]
        found.append(Square(rows[key], month, state, days, says))
    return found


def parts_words(parts: Iterable[str]) -> str:
    """'outreach, events', in the order of the list; 'all parts' for all of them."""
    given = set(parts)
    listed = [name.lower() for key, name in PARTS.items() if key in given]
    return "all parts" if len(listed) == len(PARTS) else ", ".join(listed)


def missing_by_partner(recent: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Partner and what is missing, latest month first; partners with nothing missing are left out."""
    missing: dict[str, dict[date, list[str]]] = {}
    for each in recent.loc[recent["state"] == MISSING, ["partner_id", "part", "month"]].itertuples():
        missing.setdefault(each.partner_id, {}).setdefault(each.month.date(), []).append(each.part)
    return pd.DataFrame(
        {
            "Partner": name,
            "Missing": "; ".join(
                f"{month:%B %Y}: {parts_words(missing[key][month])}" for month in sorted(missing[key], reverse=True)
            ),
        }
        for key, name in names.items()
        if key in missing
    )


def squares_as_table(shown: list[Square], first: str) -> pd.DataFrame:
    """The same squares in words: per row the months on time, late and missing."""
    rows = []
    for name in dict.fromkeys(square.row for square in shown):
        own = [square for square in shown if square.row == name]
        on_time = sum(square.state == ON_TIME for square in own)
        said = f"{on_time} of {sum(square.state != NOT_DUE for square in own)} months on time."
        for label, state in (("Late", LATE), ("Missing", MISSING), ("Not due yet", NOT_DUE)):
            months = [f"{each.month:%b %Y} ({_short(each.says)})" for each in own if each.state == state]
            said += f" {label}: {', '.join(months)}." if months else ""
        rows.append({first: name, "The last 12 months": said})
    return pd.DataFrame(rows)


def _short(says: str) -> str:
    return says.removesuffix(" late").removeprefix("missing: ").removeprefix("not due yet: ")


def headline(month: pd.DataFrame, partner: str | None) -> str:
    """How many sent the records of that month; `month` holds its submissions, of one partner where named."""
    when = f"{month['month'].iloc[0]:%B %Y}"
    came = int(month["received_date"].notna().sum())
    if partner:
        if came == len(month):
            return f"{partner} sent all of its {when} records"
        return f"{partner} sent {came} of the {len(month)} parts of its {when} records"
    whole = month["received_date"].notna().groupby(month["partner_id"]).all()
    if whole.all():
        return f"All {len(whole)} partners sent their {when} records"
    return f"{int(whole.sum())} of {len(whole)} partners sent all of their {when} records"


def lead(month: pd.DataFrame, recent: pd.DataFrame, partner: str | None) -> str:
    """What came in of that month, and the last twelve months, with the numbers bold."""
    came = month[month["received_date"].notna()]
    if partner:
        without = parts_words(month.loc[month["received_date"].isna(), "part"])
        first = f"**{len(came)}** of **{len(month)}** parts came in" + (f", without {without}." if without else ".")
    else:
        counts = came["part"].value_counts()
        by_part = ", ".join(f"{label.lower()} from **{counts.get(part, 0)}**" for part, label in PARTS.items())
        first = f"By part: {by_part} of **{month['partner_id'].nunique()}** partners."
    states = recent["state"].value_counts()
    missing, waiting = states.get(MISSING, 0), states.get(NOT_DUE, 0)
    last = f" **{waiting}** {_are(waiting)} not due yet." if waiting else ""
    return (
        f"{first} Of the **{len(recent)}** parts of the last 12 months, **{states.get(LATE, 0)}** came late "
        f"and **{missing}** {_are(missing)} missing.{last}"
    )


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def older_missing(stated: pd.DataFrame, recent: pd.DataFrame) -> str:
    """How many parts from before those twelve months never came in; '' for none."""
    count = int((stated["state"] == MISSING).sum() - (recent["state"] == MISSING).sum())
    return f"From earlier months, {count} part{'s' if count != 1 else ''} never came in." if count else ""
