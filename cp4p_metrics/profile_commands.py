"""The words of the command line that speak of profiles."""

import argparse


def add_answers(command: argparse.ArgumentParser) -> None:
    """Let a command take answers to what a profile asks for, as in --set partner_id=ucan."""
    command.add_argument(
        "--set",
        dest="given",
        action="append",
        default=[],
        type=_answer,
        metavar="NAME=VALUE",
        help="what a profile asks for and the file does not say, as in partner_id=ucan; may be repeated",
    )


def _answer(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise argparse.ArgumentTypeError(f"'{text}' is not NAME=VALUE; write it as in partner_id=ucan")
    return name.strip(), value.strip()
