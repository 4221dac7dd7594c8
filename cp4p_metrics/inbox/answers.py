"""What `cp4p watch` answers: counts, reasons and row numbers, and that it is alive. Never what a cell holds."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from cp4p_metrics.home import Home

HEARTBEAT = "watch.alive"
HEARTBEAT_SECONDS = 3
# Three beats may fail on a busy machine; after ten the checker is gone.
LONGEST_SILENCE = timedelta(seconds=10 * HEARTBEAT_SECONDS)


class State(StrEnum):
    """Where a dropped file stands."""

    WAITING = "waiting"
    CHECKING = "checking"
    CHECKED = "checked"
    TAKING_IN = "taking_in"
    TAKEN_IN = "taken_in"
    REFUSED = "refused"
    FORGOTTEN = "forgotten"
    EXPIRED = "expired"

    @property
    def is_pending(self) -> bool:
        """Whether the checker has work left with it."""
        return self in (State.WAITING, State.CHECKING, State.TAKING_IN)


@dataclass(frozen=True)
class Reason:
    """Why some rows of a file don't come in, and which: 1 is the first row below the header."""

    column_name: str | None
    reason: str
    row_count: int
    first_rows: tuple[int, ...]


@dataclass(frozen=True)
class FileCounts:
    """One table of a dropped file: read = new + changed + unchanged + set aside."""

    name: str
    table_name: str | None = None
    read_count: int = 0
    new_count: int = 0
    changed_count: int = 0
    unchanged_count: int = 0
    set_aside_count: int = 0
    reasons: tuple[Reason, ...] = ()
    notes: tuple[str, ...] = ()
    refusal: str | None = None


@dataclass(frozen=True)
class Answer:
    """What became of one dropped file so far."""

    drop_id: str
    partner_id: str
    label: str
    state: State
    is_demonstration: bool
    dropped_at: datetime
    answered_at: datetime
    file_hash: str = ""
    files: tuple[FileCounts, ...] = ()
    refusal: str | None = None
    steps: tuple[str, ...] = ()
    to_look_at: tuple[str, ...] = ()

    @property
    def read_count(self) -> int:
        return sum(file.read_count for file in self.files)

    @property
    def new_count(self) -> int:
        return sum(file.new_count for file in self.files)

    @property
    def changed_count(self) -> int:
        return sum(file.changed_count for file in self.files)

    @property
    def unchanged_count(self) -> int:
        return sum(file.unchanged_count for file in self.files)

    @property
    def set_aside_count(self) -> int:
        return sum(file.set_aside_count for file in self.files)

    @property
    def would_change_anything(self) -> bool:
        return self.new_count + self.changed_count > 0

    def to_json(self) -> str:
        return json.dumps(asdict(self), default=datetime.isoformat)

    def with_step(self, step: str, at: datetime) -> "Answer":
        """The same, one step further."""
        return replace(self, steps=(*self.steps, step), answered_at=at)


@dataclass(frozen=True)
class Heartbeat:
    """That `cp4p watch` is running, and whether it publishes what it takes in."""

    beaten_at: datetime
    publishes: bool

    def is_alive(self, now: datetime) -> bool:
        return now - self.beaten_at <= LONGEST_SILENCE


def answer_path(home: Home, drop_id: str) -> Path:
    """Where the answer about a dropped file stands."""
    return home.answers / f"{drop_id}.json"


def answers_for(home: Home, partner_id: str, *, is_demonstration: bool) -> tuple[Answer, ...]:
    """What was answered to one partner, the latest drop first."""
    found = [read_answer(path) for path in home.answers.glob("*.json")]
    own = [
        answer
        for answer in found
        if answer and answer.partner_id == partner_id and answer.is_demonstration == is_demonstration
    ]
    return tuple(sorted(own, key=lambda answer: answer.dropped_at, reverse=True))


def read_answer(path: Path) -> Answer | None:
    """The answer in the file; None where there is none."""
    try:
        return _answer(json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def read_heartbeat(home: Home) -> Heartbeat | None:
    """The checker's last sign of life; None where it never gave one."""
    try:
        written = json.loads((home.answers / HEARTBEAT).read_bytes())
        return Heartbeat(_moment(written["beaten_at"]), bool(written["publishes"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _answer(written: Mapping[str, Any]) -> Answer:
    return Answer(
        **{
            **written,
            "state": State(written["state"]),
            "dropped_at": _moment(written["dropped_at"]),
            "answered_at": _moment(written["answered_at"]),
            "files": tuple(_file(each) for each in written["files"]),
            "steps": tuple(written["steps"]),
            "to_look_at": tuple(written.get("to_look_at", ())),
        }
    )


def _file(written: Mapping[str, Any]) -> FileCounts:
    reasons = tuple(Reason(**{**each, "first_rows": tuple(each["first_rows"])}) for each in written["reasons"])
    return FileCounts(**{**written, "reasons": reasons, "notes": tuple(written["notes"])})


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
