"""The checker's round: empty the inbox, do what is wanted, clear away what is old, publish if asked to."""

import fcntl
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from cp4p_metrics.errors import Cp4pError, InboxError, StoreBusyError
from cp4p_metrics.home import Home
from cp4p_metrics.inbox.answers import HEARTBEAT, HEARTBEAT_SECONDS
from cp4p_metrics.release.publish import publish

from .drops import FOR_THE_PAGE_TOO, all_kept, write_whole
from .taking import remove_orphans, take_tickets
from .work import expire, work_on

LOCK = "watch.lock"
PUBLISH_IS_DUE = "publish.due"


def watch(
    home: Home,
    *,
    once: bool = False,
    every_seconds: float = 2.0,
    publishes: bool = False,
    log: Callable[[str], None] = lambda _line: None,
    goes_on: Callable[[], bool] = lambda: True,
) -> bool:
    """Check dropped files until `goes_on` says no, or `once`; True where no work is left.

    `publishes` makes a release after files were taken in. Raises InboxError where another one is watching.
    """
    _make_folders(home)
    with _only_watcher(home), _heartbeat(home, publishes=publishes):
        remove_orphans(home, datetime.now(UTC))
        while True:
            try:
                is_done = one_round(home, publishes=publishes, log=log)
            except OSError as error:  # the disk is full, or a folder is closed: it may be mended meanwhile
                log(f"The inbox could not be worked on ({type(error).__name__}: {os.strerror(error.errno or 0)}).")
                is_done = False
            if once or not goes_on():
                return is_done
            time.sleep(every_seconds)


def one_round(home: Home, *, publishes: bool, log: Callable[[str], None]) -> bool:
    """Do all that is wanted now; False where the records were in use, so that something is left."""
    take_tickets(home, datetime.now(UTC), log)
    try:
        while drop := next((each for each in all_kept(home) if each.wish), None):
            if work_on(home, drop, log) and publishes:
                (home.checking / PUBLISH_IS_DUE).touch()
            take_tickets(home, datetime.now(UTC), log)  # others who sent something meanwhile are told that it arrived
        expire(home, datetime.now(UTC))
        if publishes and (home.checking / PUBLISH_IS_DUE).exists():
            _publish(home, log)
    except StoreBusyError:
        return False
    return True


def _publish(home: Home, log: Callable[[str], None]) -> None:
    try:
        published = publish(home)
        log(f"Published version {published.release.version}.")
    except StoreBusyError:
        raise
    except Cp4pError as error:
        log(f"Nothing was published: {error}")
    (home.checking / PUBLISH_IS_DUE).unlink(missing_ok=True)


def _make_folders(home: Home) -> None:
    """Folders for one user. An operator who has two makes them beforehand, with other modes."""
    for folder in (home.inbox, home.checking, home.answers):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)


@contextmanager
def _only_watcher(home: Home) -> Iterator[None]:
    """Nobody else watches this home. The lock goes with the process, however it ends."""
    with (home.checking / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InboxError("Another 'cp4p watch' is taking care of this home's inbox.") from None
        yield


@contextmanager
def _heartbeat(home: Home, *, publishes: bool) -> Iterator[None]:
    """A sign of life every few seconds, also while a long file is read."""
    is_over = threading.Event()

    def beat() -> None:
        while True:
            written = json.dumps({"beaten_at": datetime.now(UTC).isoformat(), "publishes": publishes})
            with suppress(OSError):
                write_whole(home.answers / HEARTBEAT, written, FOR_THE_PAGE_TOO)
            if is_over.wait(HEARTBEAT_SECONDS):
                return

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
        (home.answers / HEARTBEAT).unlink(missing_ok=True)
