"""The command that changes the participants' key."""

import argparse

from .home import current_home


def add_key_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add it to the program's commands."""
    rotate = commands.add_parser("rotate-key", help="change the participants' key and every pseudonym made with it")
    rotate.set_defaults(run=_rotate)


def _rotate(_arguments: argparse.Namespace) -> int:
    from .intake.rotation import rotate_key

    print(rotate_key(current_home()).to_text())
    return 0
