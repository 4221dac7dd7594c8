"""The words of the command line that speak of profiles."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from .errors import DataFileError


def add_profile_choice(command: argparse.ArgumentParser) -> None:
    """Let a command take a profile, and answers to what it asks for, as in --set partner_id=ucan."""
    command.add_argument(
        "--as",
        dest="profile",
        metavar="PROFILE",
        help="what kind of file it is: a profile's name, or its file *.toml (default: by its header)",
    )
    command.add_argument(
        "--set",
        dest="given",
        action="append",
        default=[],
        type=_answer,
        metavar="NAME=VALUE",
        help="what a profile asks for and the file does not say, as in partner_id=ucan; may be repeated",
    )


def add_profile_command(commands: Any) -> None:
    """Add `cp4p profile` to the program's commands."""
    draft = commands.add_parser("profile", help="look at a new file and draft a profile of its columns")
    draft.add_argument("file", type=Path, metavar="FILE")
    draft.add_argument("--out", type=Path, metavar="FILE.toml", help="write the draft there (default: print it)")
    draft.set_defaults(run=_profile)


def _profile(arguments: argparse.Namespace) -> int:
    from .intake.drafting import drafted_profile

    out: Path | None = arguments.out
    if out and out.exists():
        raise DataFileError(f"{out} is there already. Name another file, or take it away first.")
    text = drafted_profile(arguments.file, date.today())  # noqa: DTZ011  (the operator's own day)
    if out is None:
        print(text, end="")
        return 0
    try:
        out.write_text(text, encoding="utf-8")
    except OSError:
        raise DataFileError(f"{out} can't be written. Name a file in a folder that is there.") from None
    print(f"The draft is in {out}. Search it for TODO, decide, and then try it: cp4p import FILE --as {out}")
    return 0


def _answer(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise argparse.ArgumentTypeError(f"'{text}' is not NAME=VALUE; write it as in partner_id=ucan")
    return name.strip(), value.strip()
