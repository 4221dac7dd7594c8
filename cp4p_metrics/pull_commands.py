"""`cp4p pull`: a dataset of the City's portal, read page by page."""

import argparse
import sys
from typing import Any

from .home import current_home
from .removal_commands import written_day


def add_pull_command(commands: Any) -> None:
    """Add the command to the program."""
    pull = commands.add_parser("pull", help="read the City's feed page by page and import it")
    pull.add_argument("source", choices=("city",), help="whose feed: the City of Chicago's data portal")
    pull.add_argument(
        "dataset",
        nargs="?",
        default="victims",
        metavar="DATASET",
        help="victims of homicides and shootings (the default), crimes since 2010, or parks",
    )
    pull.add_argument(
        "--since",
        type=written_day,
        metavar="DATE",
        help="read what happened or changed since (default: all at first, then 120 days before the last pull)",
    )
    pull.add_argument("--confirm", action="store_true", help="take a feed that lost rows or emptied a column")
    pull.add_argument("--portal", metavar="ADDRESS", help="another address than the City's (or set CP4P_PORTAL)")
    pull.set_defaults(run=_pull)


def _pull(arguments: argparse.Namespace) -> int:
    from .intake.portal import pull_city

    report = pull_city(
        current_home(),
        arguments.dataset,
        since=arguments.since,
        confirm=arguments.confirm,
        portal=arguments.portal,
        tell=lambda line: print(line, file=sys.stderr, flush=True),
    )
    print(report.to_text())
    return 1 if report.was_anything_refused else 0
