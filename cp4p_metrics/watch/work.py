"""Does what is wanted of a dropped file: look at it, take it in, forget it. The same wish can be done again."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from cp4p_metrics.errors import Cp4pError, RefusedFileError, StoreBusyError, StoreError
from cp4p_metrics.home import Home
from cp4p_metrics.inbox.answers import State, read_answer
from cp4p_metrics.inbox.tickets import Wish
from cp4p_metrics.intake import ImportReport, import_files

from .answering import answer_with, file_counts, refusal_words, step_teller
from .drops import Drop, all_kept, answered, content_path, discard, keep, kept

KEPT_UNACCEPTED = timedelta(days=7)
KEPT_ANSWERS = timedelta(days=30)
MOST_TRIES = 5
DONE = (State.TAKEN_IN, State.REFUSED, State.FORGOTTEN, State.EXPIRED)
IN_USE = "The records are in use by someone else. Waiting for them"


def work_on(home: Home, drop: Drop, log: Callable[[str], None]) -> bool:
    """Do the file's open wish; True where rows came in. Raises StoreBusyError where it must wait for the records.

    Nothing that is wrong with a file goes further than its answer.
    """
    last = answered(home, drop.drop_id)
    if last and last.state in DONE and drop.wish is not Wish.FORGET:
        discard(home, drop.drop_id)  # done and answered, and cut off before it was cleared away
        return False
    if drop.tries >= MOST_TRIES:
        _refuse(home, drop, f"The checker stopped {MOST_TRIES} times at this file. Show it to your operator.")
        return False
    keep(home, replace(drop, tries=drop.tries + 1))
    try:
        if drop.wish is Wish.FORGET:
            discard_and_answer(home, drop, State.FORGOTTEN)
            return False
        if drop.wish is Wish.PREVIEW:
            return _preview(home, drop, log)
        return _accept(home, drop, log)
    except StoreBusyError:
        keep(home, drop)
        answer_with(home, drop, State.CHECKING if drop.wish is Wish.PREVIEW else State.TAKING_IN, steps=(IN_USE,))
        raise
    except StoreError as error:
        _fail(home, drop, f"{error} Tell your operator.")
    except Cp4pError as error:
        _refuse(home, drop, str(error))
    except FileNotFoundError:
        _refuse(home, drop, "The file is no longer there. Send it again.")
    except OSError as error:  # the disk is full, most likely: its words may name a file, its kind does not
        _fail(home, drop, f"The checker could not read or write a file ({type(error).__name__}). Tell your operator.")
    except Exception as error:
        log(f"A file of {drop.partner_id} could not be checked: {type(error).__name__}.")
        _refuse(home, drop, f"The checker failed at this file ({type(error).__name__}). Show it to your operator.")
    return False


def discard_and_answer(home: Home, drop: Drop, state: State, **parts: object) -> None:
    """Answer for the last time, then remove the file."""
    answer_with(home, drop, state, **parts)
    discard(home, drop.drop_id)


def expire(home: Home, now: datetime) -> None:
    """Remove files that nobody took in for days, and answers that are a month old."""
    for drop in all_kept(home):
        if drop.wish is None and now - drop.dropped_at > KEPT_UNACCEPTED:
            discard_and_answer(home, drop, State.EXPIRED)
    for path in home.answers.glob("*.json"):
        last = read_answer(path)
        if last is None or (now - last.answered_at > KEPT_ANSWERS and kept(home, last.drop_id) is None):
            path.unlink(missing_ok=True)


def _preview(home: Home, drop: Drop, log: Callable[[str], None]) -> bool:
    report, file_hash = _imported(home, drop, State.CHECKING, preview=True)
    refusal = refusal_words(report)
    if refusal:
        _refuse(home, drop, refusal, files=tuple(map(file_counts, report.files)))
        log(f"A file of {drop.partner_id} was refused.")
        return False
    files = tuple(map(file_counts, report.files))
    if report.accepted_count:
        answer_with(home, drop, State.CHECKED, files=files, file_hash=file_hash, to_look_at=report.to_look_at)
        keep(home, replace(drop, wish=None, file_hash=file_hash, tries=0))
    else:  # nothing could come in: there is nothing to wait for
        discard_and_answer(home, drop, State.CHECKED, files=files, to_look_at=report.to_look_at)
    log(
        f"A file of {drop.partner_id} was checked: {report.read_count:,} read, {report.accepted_count:,} would come "
        f"in, {report.unchanged_count:,} unchanged, {report.set_aside_count:,} set aside."
    )
    return False


def _accept(home: Home, drop: Drop, log: Callable[[str], None]) -> bool:
    report, _ = _imported(home, drop, State.TAKING_IN, preview=False)
    refusal = refusal_words(report)
    if refusal:
        _refuse(home, drop, refusal, files=tuple(map(file_counts, report.files)))
        return False
    if report.was_known and drop.tries:
        # It came in before the checker was cut off: what the preview said is what came in.
        discard_and_answer(home, drop, State.TAKEN_IN)
    else:
        files = tuple(map(file_counts, report.files))
        discard_and_answer(home, drop, State.TAKEN_IN, files=files, to_look_at=report.to_look_at)
    log(
        f"A file of {drop.partner_id} was taken in: {report.accepted_count:,} accepted, "
        f"{report.set_aside_count:,} set aside."
    )
    return True


def _imported(home: Home, drop: Drop, state: State, *, preview: bool) -> tuple[ImportReport, str]:
    """The import's report and the hash of the bytes. Raises RefusedFileError for other bytes than were previewed."""
    path = content_path(home, drop.drop_id)
    with path.open("rb") as file:
        file_hash = hashlib.file_digest(file, "sha256").hexdigest()
    if not preview and file_hash != drop.file_hash:
        raise RefusedFileError("The file is no longer the one that was checked. Send it again.")
    tell = step_teller(home, drop, state)
    report = import_files(
        home,
        [path],
        is_demonstration=drop.is_demonstration,
        accepted_by=drop.accepted_by,
        tell=tell,
        only_partner=drop.partner_id,
        preview=preview,
        labels={path: drop.label},
    )
    return report, file_hash


def _refuse(home: Home, drop: Drop, words: str, **parts: object) -> None:
    discard_and_answer(home, drop, State.REFUSED, refusal=words, **parts)


def _fail(home: Home, drop: Drop, words: str) -> None:
    """Nothing is wrong with the file: what was checked can be taken in later, what was not is sent again."""
    if drop.wish is Wish.ACCEPT:
        answer_with(home, drop, State.CHECKED, refusal=f"It was not taken in. {words}")
        keep(home, replace(drop, wish=None, tries=0))
    else:
        _refuse(home, drop, words)
