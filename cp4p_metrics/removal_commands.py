"""The commands that look back and take back: history, set-aside, undo, purge."""

import argparse
import sys
from datetime import date
from pathlib import Path

from .errors import DataFileError, NoRecordsError, RefusedFileError
from .home import Home, current_home

CONFIRMATION = "remove"


def add_removal_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add them to the program's commands."""
    history = commands.add_parser("history", help="which batches came, when, by whom and with which files")
    history.set_defaults(run=_history)

    aside = commands.add_parser("set-aside", help="the rows that wait to be mended: file, row, column and reason")
    aside.add_argument("batch", nargs="?", metavar="BATCH", help="as 'cp4p history' shows it (default: all)")
    aside.add_argument("--out", type=Path, metavar="FILE.csv", help="write them there")
    aside.set_defaults(run=_set_aside)

    undo = commands.add_parser("undo", help="take one batch back whole")
    undo.add_argument("batch", metavar="BATCH", help="as 'cp4p history' shows it")
    undo.set_defaults(run=_undo)

    purge = commands.add_parser("purge", help="remove rows for good, so that the store's file holds no trace of them")
    what = purge.add_mutually_exclusive_group(required=True)
    what.add_argument("--before", type=written_day, metavar="DATE", help="what was over before that day")
    what.add_argument("--partner", metavar="ID", help="everything of that partner")
    purge.add_argument("--releases", action="store_true", help="publish anew and remove every earlier release")
    purge.add_argument("--yes", action="store_true", help="remove without asking")
    purge.set_defaults(run=_purge)


def written_day(text: str) -> date:
    """A day of the command line, as 2026-10-31."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date; write it as 2026-10-31") from None


def _history(_arguments: argparse.Namespace) -> int:
    from .intake.books import history_text

    print(history_text(current_home()))
    return 0


def _set_aside(arguments: argparse.Namespace) -> int:
    from .intake.waiting import rows_text, set_aside_rows, write_rows

    rows = set_aside_rows(current_home(), arguments.batch)
    if arguments.out is None:
        print(rows_text(rows))
        return 0
    try:
        write_rows(rows, arguments.out)
    except OSError:
        raise DataFileError(
            f"'{arguments.out}' can't be written. Name a file in a folder that you may write."
        ) from None
    print(f"{len(rows):,} reasons are in {arguments.out}.")
    return 0


def _undo(arguments: argparse.Namespace) -> int:
    from .intake.undoing import undo_batch

    print(undo_batch(current_home(), arguments.batch).to_text())
    return 0


def _purge(arguments: argparse.Namespace) -> int:
    from .intake.outdated import Purge
    from .intake.purging import purge_records

    home, purge = current_home(), Purge(arguments.partner, arguments.before)
    if not arguments.yes:
        if not sys.stdin.isatty():
            raise RefusedFileError("A purge can't be undone, so it asks first; where nobody can answer, add --yes.")
        print(purge_records(home, purge, is_rehearsal=True).to_text().replace("Removed for good", "To be removed"))
        print(f"This can't be undone. Type '{CONFIRMATION}' to go on: ", end="", flush=True)
        if sys.stdin.readline().strip() != CONFIRMATION:
            print("Nothing was removed.")
            return 1
    print(purge_records(home, purge).to_text())
    print("The store's file was built anew. Backups, and the files that were imported, are not touched.")
    if arguments.releases:
        _renew_releases(home)
    else:
        print(
            "Releases made before still hold these counts. 'cp4p publish' makes a new one, and 'cp4p purge' with "
            "--releases removes the earlier ones too."
        )
    return 0


def _renew_releases(home: Home) -> None:
    from .release.files import remove_releases
    from .release.publish import publish

    try:
        kept = publish(home).release
        served = f"Published version {kept.version}"
    except NoRecordsError:
        kept, served = None, "There are no records left to publish"
    print(f"{served}; {remove_releases(home, kept)} earlier releases removed.")
