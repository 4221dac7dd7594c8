"""From an import's report to what a director is told, and the steps of a long one as they come."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from cp4p_metrics.home import Home
from cp4p_metrics.inbox.answers import Answer, FileCounts, Reason, State
from cp4p_metrics.intake.reports import FileReport, ImportReport

from .drops import Drop, answer, answered

MOST_STEPS = 12
SECONDS_BETWEEN_STEPS = 0.5  # a zip of a thousand files need not be answered a thousand times


def file_counts(report: FileReport) -> FileCounts:
    """What became, or would become, of a table's rows."""
    return FileCounts(
        name=report.file_name,
        table_name=report.table_name,
        read_count=report.read_count,
        new_count=report.accepted_count - report.revised_count,
        changed_count=report.revised_count,
        unchanged_count=report.unchanged_count,
        set_aside_count=report.set_aside_count,
        reasons=tuple(
            Reason(each.column_name, each.reason, each.row_count, each.first_rows) for each in report.reasons
        ),
        notes=(*(f"Not records, by the profile: {each.to_text()}" for each in report.left_out), *report.notes),
        refusal=report.refusal,
    )


def refusal_words(report: ImportReport) -> str | None:
    """Why nothing of it can come in; None where nothing was refused."""
    if not report.was_anything_refused:
        return None
    several = len(report.files) > 1
    said = [f"{file.file_name}: {file.refusal}" if several else file.refusal for file in report.files if file.refusal]
    return " ".join([*([report.refusal] if report.refusal else []), *(words for words in said if words)])


def answer_with(home: Home, drop: Drop, state: State, **parts: object) -> None:
    """Answer anew about the file; what is not named stays as it was answered last."""
    now = datetime.now(UTC)
    last = answered(home, drop.drop_id) or Answer(
        drop.drop_id, drop.partner_id, drop.label, state, drop.is_demonstration, drop.dropped_at, now
    )
    fresh = {"refusal": None, "steps": (), **parts}
    answer(home, replace(last, state=state, answered_at=now, **fresh))  # type: ignore[arg-type]


def step_teller(home: Home, drop: Drop, state: State) -> Callable[[str], None]:
    """A function that adds a step of a long import to the answer, so that the page can show it."""
    steps: list[str] = []
    last_answered = 0.0

    def tell(step: str) -> None:
        nonlocal last_answered
        steps.append(step)
        if time.monotonic() - last_answered >= SECONDS_BETWEEN_STEPS:
            last_answered = time.monotonic()
            answer_with(home, drop, state, steps=tuple(steps[-MOST_STEPS:]))

    return tell
