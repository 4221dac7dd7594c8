"""What a director asks for: that a file be looked at, taken in, or forgotten. One small file for each wish."""

import json
import re
import secrets
from dataclasses import asdict, dataclass
from enum import StrEnum

from cp4p_metrics.errors import RefusedFileError

MEGABYTE = 1 << 20
# As large as the browser may send (.streamlit/config.toml): some hundred thousand rows, years of one partner.
MOST_BYTES = 50 * MEGABYTE
LONGEST_LABEL = 80
LONGEST_NAME = 120  # of a partner or a sender
DROP_ID = re.compile(r"[0-9a-f]{32}")
FILE_HASH = re.compile(r"[0-9a-f]{64}")
UNFINISHED, CONTENT, TICKET = ".part", ".data", ".json"


class Wish(StrEnum):
    """What is to be done with a dropped file."""

    PREVIEW = "preview"
    ACCEPT = "accept"
    FORGET = "forget"


@dataclass(frozen=True)
class Ticket:
    """One wish about one dropped file, with the partner whose file it is.

    `is_demonstration` says what the sender's page showed, so that a file dropped on a made-up coalition's page
    can never meet real records. `file_hash` is that of the bytes whose preview the sender saw.
    """

    wish: Wish
    drop_id: str
    partner_id: str
    sender: str
    label: str = ""
    is_demonstration: bool = False
    file_hash: str = ""

    def to_json(self) -> str:
        return json.dumps(asdict(self))


def new_id() -> str:
    """A name for a file that nobody can guess or meet again."""
    return secrets.token_hex(16)


def cleaned_label(name: str) -> str:
    """The name that a file had on the sender's machine, as a label: one short printable line, without folders."""
    last = re.split(r"[/\\]", name)[-1]
    printable = "".join(letter if letter.isprintable() else " " for letter in last)
    return " ".join(printable.split())[:LONGEST_LABEL].strip() or "a file without a name"


def read_ticket(text: str | bytes) -> Ticket:
    """The ticket that the text holds, its label cleaned again. Raises RefusedFileError for anything else."""
    try:
        written = json.loads(text)
        ticket = Ticket(**{**written, "wish": Wish(written["wish"]), "label": cleaned_label(written["label"])})
        texts = (ticket.drop_id, ticket.partner_id, ticket.sender, ticket.label, ticket.file_hash)
        is_sound = (
            all(isinstance(each, str) and len(each) <= LONGEST_NAME and each.isprintable() for each in texts)
            and isinstance(ticket.is_demonstration, bool)
            and DROP_ID.fullmatch(ticket.drop_id)
            and ticket.partner_id
            and (not ticket.file_hash or FILE_HASH.fullmatch(ticket.file_hash))
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        is_sound = False
    if not is_sound:
        raise RefusedFileError("The ticket is not one that this program writes.")
    return ticket
