"""The program `cp4p`, for operators and scripts."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from . import __version__
from .engine_commands import add_engine_commands
from .errors import CannotAnswerError, Cp4pError
from .home import current_home
from .key_commands import add_key_commands
from .profile_commands import add_profile_choice, add_profile_command
from .pull_commands import add_pull_command
from .removal_commands import add_removal_commands, written_day
from .serving_commands import add_serving_commands

if TYPE_CHECKING:
    from .release.reader import Release


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; 0 when all went well, 1 when something was refused, 2 when the words are off."""
    arguments = _parser().parse_args(words)
    try:
        return int(arguments.run(arguments) or 0)
    except Cp4pError as error:
        print(f"cp4p: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output went away, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("cp4p: stopped. What was finished before is kept; nothing is half done.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    from .demo.settings import add_arguments

    parser = argparse.ArgumentParser(
        prog="cp4p",
        description="Outcomes of community violence intervention. The home folder is CP4P_HOME (default data/local).",
    )
    parser.add_argument("--version", action="version", version=f"cp4p {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    demo = commands.add_parser("demo", help="make the made-up coalition's files and import them")
    add_arguments(demo)
    demo.add_argument("--out", type=Path, help="write the files there (default: in the home folder)")
    demo.add_argument("--files-only", action="store_true", help="write the files and import nothing")
    demo.set_defaults(run=_demo)

    bring = commands.add_parser("import", help="check files, remove what is personal, and accept the rest")
    bring.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add_profile_choice(bring)
    bring.add_argument("--confirm", action="store_true", help="take a refresh that lost rows or emptied a column")
    bring.add_argument("--corrects", metavar="BATCH", help="the batch whose rows set aside the files hold mended")
    bring.set_defaults(run=_import)

    add_profile_command(commands)

    for add in (add_pull_command, add_removal_commands, add_key_commands, add_engine_commands):
        add(commands)

    ask = commands.add_parser("ask", help="the same answer that a page shows")
    ask.add_argument("measure", nargs="?", metavar="MEASURE")
    ask.add_argument("--list", action="store_true", help="list the measures")
    ask.add_argument("--audience", default="leadership", help="leadership, funder or partner:ID")
    ask.add_argument("--by", metavar="PERIOD", help="year, fiscal_year, quarter, month or last_12_months")
    ask.add_argument(
        "--place",
        help="city, coalition, served_now, area:N, partner:ID, areas or partners (default: the widest)",
    )
    ask.add_argument("--breakdown", metavar="NAME")
    ask.add_argument("--from", dest="start", type=written_day, metavar="DATE", help="periods that begin on or after it")
    ask.add_argument("--to", dest="end", type=written_day, metavar="DATE", help="periods that begin on or before it")
    ask.add_argument(
        "--format",
        choices=("table", "csv", "json", "ical"),
        default="table",
        help="ical: the events behind upcoming_events, for a calendar",
    )
    ask.set_defaults(run=_ask)

    status = commands.add_parser("status", help="what is in the store, what is late, which release is served")
    status.set_defaults(run=_status)

    templates = commands.add_parser("templates", help="write empty files for partners to fill in")
    templates.add_argument("folder", type=Path)
    templates.set_defaults(run=_templates)

    measures = commands.add_parser("measures", help="print the measure reference, as in docs/measures.md")
    measures.set_defaults(run=_measures)

    add_serving_commands(commands)
    return parser


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _demo(arguments: argparse.Namespace) -> int:
    from .demo import write_coalition
    from .demo.settings import settings_from
    from .intake import import_files

    home = current_home()
    folder = arguments.out or home.demo_files
    today = date.today()  # noqa: DTZ011  (the operator's own day)
    files = write_coalition(folder, settings_from(arguments, today), _tell)
    if arguments.files_only:
        print(f"{len(files)} files of a made-up coalition are in {folder}.")
        return 0
    report = import_files(home, files, is_demonstration=True, tell=_tell)
    print(report.to_text())
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from .intake import import_files

    report = import_files(
        current_home(),
        arguments.files,
        profile=arguments.profile,
        confirm=arguments.confirm,
        corrects=arguments.corrects,
        tell=_tell,
        given=dict(arguments.given),
    )
    print(report.to_text())
    return 1 if report.was_anything_refused else 0


def _ask(arguments: argparse.Namespace) -> int:
    from .release.reader import open_release
    from .release.writing import as_text, no_cells_words

    release = open_release(arguments.audience)
    if arguments.list or not arguments.measure:
        width = max(map(len, release.measures))
        for measure in release.measures.values():
            note = "" if measure.is_published else " - no records"
            print(f"{measure.name:{width}}  {measure.title} ({measure.unit}){note}")
        return 0
    if arguments.format == "ical":
        return _write_calendar(release, arguments)
    table = release.ask(
        arguments.measure,
        by=arguments.by,
        place=arguments.place,
        breakdown=arguments.breakdown,
        start=arguments.start,
        end=arguments.end,
    )
    if table.empty and arguments.format == "table":
        in_range = bool(arguments.start or arguments.end)
        print(no_cells_words(release.measure(arguments.measure), in_range=in_range))
    else:
        print(as_text(table, arguments.format, release))
    return 0


def _write_calendar(release: "Release", arguments: argparse.Namespace) -> int:
    from .release.calendar_file import UPCOMING, calendar_file

    if arguments.measure != UPCOMING:
        raise CannotAnswerError(
            f"An iCalendar file lists events, and '{arguments.measure}' is no list of events. Ask for {UPCOMING}, "
            "or choose another --format."
        )
    if arguments.by or arguments.breakdown:
        raise CannotAnswerError("An iCalendar file lists events one by one. Leave out --by and --breakdown.")
    written = calendar_file(release, place=arguments.place, start=arguments.start, end=arguments.end)
    sys.stdout.buffer.write(written)  # its lines end as RFC 5545 wants, which a text stream may change
    sys.stdout.flush()
    return 0


def _status(arguments: argparse.Namespace) -> int:
    from .release.status import status_text

    print(status_text(current_home()))
    return 0


def _templates(arguments: argparse.Namespace) -> int:
    from .intake.templates import write_templates

    files = write_templates(arguments.folder)
    print(f"{len(files)} templates are in {arguments.folder}. docs/templates.md explains every column.")
    return 0


def _measures(arguments: argparse.Namespace) -> int:
    from .measures.reference import reference_text

    print(reference_text(), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
