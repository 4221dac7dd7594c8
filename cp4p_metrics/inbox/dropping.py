"""Puts a file and a ticket into the inbox. The web process has this and nothing that reads there.

A dropped file gets a name that nobody can guess. It is written under an unfinished name and renamed when it is
whole, the ticket after the file, so that whoever takes files out never meets half of one. Its mode lets the
group read it and not even its owner: the process that wrote it cannot open it again.
"""

import os
from contextlib import suppress
from pathlib import Path

from cp4p_metrics.errors import InboxError
from cp4p_metrics.home import Home

from .tickets import CONTENT, MEGABYTE, MOST_BYTES, TICKET, UNFINISHED, Ticket, Wish, cleaned_label, new_id

GROUP_MAY_READ = 0o040


def drop_file(
    home: Home, content: bytes | memoryview, *, name: str, partner_id: str, sender: str, is_demonstration: bool
) -> Ticket:
    """The ticket that asks for the file to be looked at. Raises InboxError where it can't be dropped."""
    if not len(content):
        raise InboxError("The file is empty. A file needs a header and rows below it.")
    if len(content) > MOST_BYTES:
        raise InboxError(
            f"The file is larger than {MOST_BYTES // MEGABYTE} MB. Send it in parts, or ask your operator to "
            "import it with 'cp4p import'."
        )
    ticket = Ticket(Wish.PREVIEW, new_id(), partner_id, sender, cleaned_label(name), is_demonstration)
    _put(home.inbox, f"{ticket.drop_id}{CONTENT}", content)
    ask(home, ticket)
    return ticket


def ask(home: Home, ticket: Ticket) -> None:
    """Leave a ticket in the inbox. Raises InboxError where that fails."""
    _put(home.inbox, f"{new_id()}{TICKET}", ticket.to_json().encode())


def _put(folder: Path, name: str, content: bytes | memoryview) -> None:
    unfinished = folder / f"{name}{UNFINISHED}"
    try:
        file = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, GROUP_MAY_READ)
        try:
            os.fchmod(file, GROUP_MAY_READ)  # whatever the process's mask takes away
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(file, rest) :]
            os.fsync(file)
        finally:
            os.close(file)
        unfinished.rename(folder / name)
    except FileNotFoundError:
        raise InboxError("There is no inbox yet. Ask your operator to start 'cp4p watch'.") from None
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        raise InboxError(
            "The file could not be put into the inbox: the disk is full, or the inbox is not open for this page. "
            f"Ask your operator ({type(error).__name__}: {os.strerror(error.errno or 0)})."
        ) from None
