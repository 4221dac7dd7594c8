"""Takes tickets and files out of the inbox. Whatever lies there was written by another process: nothing is trusted.

A file is copied into the checker's folder, so that it is the checker's own and nobody else has it open. The
ticket goes last: a checker that is killed takes the same ticket again and finds what it did before.
"""

import os
import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from cp4p_metrics.errors import RefusedFileError
from cp4p_metrics.home import Home
from cp4p_metrics.inbox.answers import Answer, State
from cp4p_metrics.inbox.tickets import CONTENT, MOST_BYTES, TICKET, UNFINISHED, Ticket, Wish, read_ticket

from .drops import FOR_THE_CHECKER, Drop, all_kept, answer, answered, content_path, discard, keep, kept

LONGEST_TICKET_BYTES = 16 << 10
MOST_WAITING_FILES = 20  # of one partner
# A page writes a file within seconds. What is still without a ticket after a day belongs to nobody.
LONGEST_WITHOUT_TICKET = timedelta(days=1)


def take_tickets(home: Home, now: datetime, log: Callable[[str], None]) -> None:
    """Empty the inbox: every ticket becomes an open wish about a file, or is removed."""
    with os.scandir(home.inbox) as entries:
        found = [(entry.stat(follow_symlinks=False).st_mtime_ns, Path(entry.path)) for entry in entries]
    for _, path in sorted(each for each in found if each[1].name.endswith(TICKET)):
        try:
            with _opened(path) as file:
                ticket = read_ticket(file.read(LONGEST_TICKET_BYTES))
            _take(home, ticket, now)
        except (RefusedFileError, FileNotFoundError):
            log("A ticket in the inbox could not be followed, and was removed.")
        _remove(path)
    for written_at, path in found:
        if not path.name.endswith(TICKET) and written_at < (now - LONGEST_WITHOUT_TICKET).timestamp() * 1e9:
            _remove(path)


def remove_orphans(home: Home, now: datetime) -> None:
    """Take away what a checker that was killed left unfinished."""
    for folder in (home.checking, home.answers):
        for path in folder.glob(f"*{UNFINISHED}"):
            path.unlink(missing_ok=True)
    for path in home.checking.glob(f"*{CONTENT}"):
        is_old = path.stat().st_mtime < (now - LONGEST_WITHOUT_TICKET).timestamp()
        if is_old and kept(home, path.stem) is None:
            path.unlink(missing_ok=True)


def _take(home: Home, ticket: Ticket, now: datetime) -> None:
    drop = kept(home, ticket.drop_id)
    if ticket.wish is Wish.PREVIEW:
        # An answer means that this ticket was taken before; the file itself may be done with by now.
        if drop is None and answered(home, ticket.drop_id) is None:
            _take_over(home, ticket, now)
        _remove(home.inbox / f"{ticket.drop_id}{CONTENT}")
    elif drop and drop.partner_id == ticket.partner_id and drop.is_demonstration == ticket.is_demonstration:
        if ticket.wish is Wish.FORGET:
            keep(home, replace(drop, wish=Wish.FORGET, tries=0))
        elif drop.wish is None:
            if not drop.file_hash or drop.file_hash != ticket.file_hash:
                raise RefusedFileError("The ticket accepts other bytes than were checked.")
            keep(home, replace(drop, wish=Wish.ACCEPT, tries=0))
            _answer_state(home, drop.drop_id, State.TAKING_IN, now)
    elif drop is None and ticket.wish is Wish.FORGET:
        last = answered(home, ticket.drop_id)
        if last and last.partner_id == ticket.partner_id and last.state is State.CHECKED:
            _answer_state(home, ticket.drop_id, State.FORGOTTEN, now)


def _answer_state(home: Home, drop_id: str, state: State, now: datetime) -> None:
    last = answered(home, drop_id)
    if last:
        answer(home, replace(last, state=state, answered_at=now, steps=(), refusal=None))


def _take_over(home: Home, ticket: Ticket, now: datetime) -> None:
    refusal = None
    if sum(drop.partner_id == ticket.partner_id for drop in all_kept(home)) >= MOST_WAITING_FILES:
        refusal = f"{MOST_WAITING_FILES} files of yours wait already. Take them in or forget them, then send this."
    elif not content_path(home, ticket.drop_id).exists():
        try:
            _copy(home.inbox / f"{ticket.drop_id}{CONTENT}", content_path(home, ticket.drop_id))
        except FileNotFoundError:
            refusal = "The file did not arrive whole. Send it again."
        except RefusedFileError as error:
            refusal = str(error)
    drop = Drop(
        ticket.drop_id, ticket.partner_id, ticket.sender, ticket.label, ticket.is_demonstration, now, Wish.PREVIEW
    )
    state = State.REFUSED if refusal else State.WAITING
    if not refusal:
        keep(home, drop)
    answer(
        home,
        Answer(drop.drop_id, drop.partner_id, drop.label, state, drop.is_demonstration, now, now, refusal=refusal),
    )
    if refusal:
        discard(home, drop.drop_id)


def _copy(source: Path, target: Path) -> None:
    unfinished = target.with_name(f"{target.name}{UNFINISHED}")
    with _opened(source) as file:
        if os.fstat(file.fileno()).st_size > MOST_BYTES:
            raise RefusedFileError("The file is larger than this page takes. Send it in parts.")
        made = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FOR_THE_CHECKER)
        with os.fdopen(made, "wb") as copy:
            shutil.copyfileobj(file, copy)
            copy.flush()
            os.fsync(made)
    unfinished.replace(target)


def _opened(path: Path) -> IO[bytes]:
    """The file, to be read, if it is a file: a link or a pipe in the inbox is none of ours."""
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode):
        raise RefusedFileError("It is not a file. Send it again.")
    if found.st_uid == os.geteuid():  # page and checker are one user, whose files the page made unreadable
        path.chmod(FOR_THE_CHECKER)
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except PermissionError:
        raise RefusedFileError("It can't be opened. Ask your operator who may read what lies in the inbox.") from None
    return os.fdopen(number, "rb")


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
