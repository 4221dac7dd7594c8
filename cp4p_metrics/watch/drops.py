"""A dropped file that the checker took over: its bytes, and what is known and wanted of it.

Both lie in a folder of the checker's own. The record is written whole or not at all, so that after a kill the
next start finds each file with the wish that was open.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from cp4p_metrics.home import Home
from cp4p_metrics.inbox.answers import Answer, answer_path, read_answer
from cp4p_metrics.inbox.tickets import CONTENT, TICKET, UNFINISHED, Wish

FOR_THE_CHECKER = 0o600
FOR_THE_PAGE_TOO = 0o640  # counts and reasons: the group of the answers' folder may read them


@dataclass(frozen=True)
class Drop:
    """What is known of a dropped file. `tries` counts how often work on its open wish was begun."""

    drop_id: str
    partner_id: str
    sender: str
    label: str
    is_demonstration: bool
    dropped_at: datetime
    wish: Wish | None
    file_hash: str = ""
    tries: int = 0

    @property
    def accepted_by(self) -> str:
        """Who brings its rows in, for the books."""
        return f"{self.sender} of {self.partner_id}"


def content_path(home: Home, drop_id: str) -> Path:
    return home.checking / f"{drop_id}{CONTENT}"


def record_path(home: Home, drop_id: str) -> Path:
    return home.checking / f"{drop_id}{TICKET}"


def keep(home: Home, drop: Drop) -> None:
    """Write the record in place of the earlier one."""
    write_whole(record_path(home, drop.drop_id), json.dumps(asdict(drop), default=datetime.isoformat), FOR_THE_CHECKER)


def kept(home: Home, drop_id: str) -> Drop | None:
    """The record of that dropped file; None where there is none."""
    try:
        written = json.loads(record_path(home, drop_id).read_bytes())
        wish = Wish(written["wish"]) if written["wish"] else None
        dropped_at = datetime.fromisoformat(written["dropped_at"]).astimezone(UTC)
        return Drop(**{**written, "wish": wish, "dropped_at": dropped_at})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def all_kept(home: Home) -> Iterator[Drop]:
    """Every record, the earliest drop first."""
    found = (kept(home, path.stem) for path in home.checking.glob(f"*{TICKET}"))
    yield from sorted((drop for drop in found if drop), key=lambda drop: drop.dropped_at)


def discard(home: Home, drop_id: str) -> None:
    """Remove the file's bytes, then its record."""
    content_path(home, drop_id).unlink(missing_ok=True)
    record_path(home, drop_id).unlink(missing_ok=True)


def answer(home: Home, given: Answer) -> None:
    """Let the page read this answer from now on."""
    write_whole(answer_path(home, given.drop_id), given.to_json(), FOR_THE_PAGE_TOO)


def answered(home: Home, drop_id: str) -> Answer | None:
    """The last answer about that dropped file."""
    return read_answer(answer_path(home, drop_id))


def write_whole(path: Path, text: str, mode: int) -> None:
    """Put the text in the file's place at once; a reader sees the old one or the new one."""
    unfinished = path.with_name(f"{path.name}{UNFINISHED}")
    file = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(file, "w", encoding="utf-8") as opened:
        os.fchmod(file, mode)
        opened.write(text)
        opened.flush()
        os.fsync(file)
    unfinished.replace(path)
