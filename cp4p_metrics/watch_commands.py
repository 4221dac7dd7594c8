"""`cp4p watch`, and how `cp4p serve` starts it beside the dashboard."""

import argparse
import os
import subprocess
import sys
from typing import Any

from .home import current_home

SHORTEST_PAUSE_SECONDS = 0.2


def add_watch(commands: Any) -> None:
    """Add the command to the program."""
    watch = commands.add_parser("watch", help="check what directors send from the dashboard, and take it in")
    watch.add_argument("--once", action="store_true", help="do what is there and end")
    watch.add_argument("--every", type=float, default=2.0, metavar="SECONDS", help="pause between looks (default 2)")
    watch.add_argument("--publish", action="store_true", help="make a release after files were taken in")
    watch.add_argument("--beside", action="store_true", help="end when the program that started this one ends")
    watch.set_defaults(run=_watch)


def start_beside() -> None:
    """Start the checker as a child of this process, which it ends with."""
    subprocess.Popen([sys.executable, "-m", "cp4p_metrics.command_line", "watch", "--beside"], stdin=subprocess.DEVNULL)


def _watch(arguments: argparse.Namespace) -> int:
    from .watch import watch

    starter = os.getppid()
    is_done = watch(
        current_home(),
        once=arguments.once,
        every_seconds=max(arguments.every, SHORTEST_PAUSE_SECONDS),
        publishes=arguments.publish,
        log=lambda line: print(line, file=sys.stderr, flush=True),
        goes_on=lambda: not arguments.beside or os.getppid() == starter,
    )
    if not is_done:
        print("cp4p: the records were in use, so some files still wait. Run it again.", file=sys.stderr)
    return 0 if is_done else 1
