"""`cp4p serve` opens the dashboard, and starts `cp4p watch` beside it, which takes what directors send there."""

import argparse
import os
import subprocess
import sys
from typing import Any

from .home import HOME_VARIABLE, PROJECT, current_home

SHORTEST_PAUSE_SECONDS = 0.2


def add_serving_commands(commands: Any) -> None:
    """Add the two commands to the program."""
    watch = commands.add_parser("watch", help="check what directors send from the dashboard, and take it in")
    watch.add_argument("--once", action="store_true", help="do what is there and end")
    watch.add_argument("--every", type=float, default=2.0, metavar="SECONDS", help="pause between looks (default 2)")
    watch.add_argument("--publish", action="store_true", help="make a release after files were taken in")
    watch.add_argument("--beside", action="store_true", help="end when the program that started this one ends")
    watch.set_defaults(run=_watch)

    serve = commands.add_parser("serve", help="open the dashboard, on the made-up coalition if there is nothing else")
    serve.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8501")))
    serve.add_argument("--address", default=os.environ.get("ADDRESS", "127.0.0.1"))
    serve.add_argument("--no-watch", action="store_true", help="don't start 'cp4p watch' beside the dashboard")
    serve.set_defaults(run=_serve)


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _watch(arguments: argparse.Namespace) -> int:
    from .watch import watch

    starter = os.getppid()
    is_done = watch(
        current_home(),
        once=arguments.once,
        every_seconds=max(arguments.every, SHORTEST_PAUSE_SECONDS),
        publishes=arguments.publish,
        log=_tell,
        goes_on=lambda: not arguments.beside or os.getppid() == starter,
    )
    if not is_done:
        _tell("cp4p: the records were in use, so some files still wait. Run it again.")
    return 0 if is_done else 1


def _serve(arguments: argparse.Namespace) -> int:
    from .coalition import FOLDER_VARIABLE, coalition
    from .command_line import main
    from .errors import NotPublishedError
    from .release.files import LEADERSHIP, current_release

    home = current_home()
    try:
        current_release(home, LEADERSHIP)
    except NotPublishedError:
        if not home.store.exists() and coalition().is_chicago:
            _tell("First start: making a made-up coalition to show. This takes about a minute.")
            main(["demo"])
        main(["publish"])
    if not arguments.no_watch:  # a child of this process, which becomes the dashboard: it ends with it
        program = [sys.executable, "-m", "cp4p_metrics.command_line", "watch", "--beside"]
        subprocess.Popen(program, stdin=subprocess.DEVNULL)
    _tell(f"The dashboard is at http://{arguments.address}:{arguments.port}   (Ctrl+C stops it)")
    sys.stderr.flush()
    os.chdir(PROJECT)  # Streamlit reads its settings from the folder it starts in
    os.environ.update({HOME_VARIABLE: str(home.path), FOLDER_VARIABLE: str(coalition().folder)})
    os.execv(
        sys.executable,
        [
            sys.executable,
            *("-m", "streamlit", "run", "app.py"),
            *("--server.port", str(arguments.port)),
            *("--server.address", arguments.address),
        ],
    )
