"""Turns participants' ids into pseudonyms that nobody can turn back without the coalition's key.

A pseudonym is the first 128 bits of HMAC-SHA-256(key, id). The partner is left out on purpose: participants
are counted once across partners, so an id means the same person wherever it occurs in the coalition. Partners
that number participants each on their own must put their partner id before the number. Ids are compared
letter by letter, since case-sensitive ids are common; only blanks around them are dropped.

The key comes from `CP4P_KEY` (hexadecimal, or any text of at least 32 bytes), else from the home's key file,
which is made on first need. Whoever has it can test whether an id is in the store: it never enters the store,
a log or an error.
"""

import hashlib
import os
import re
import secrets

import duckdb

from cp4p_metrics.errors import StoreError
from cp4p_metrics.home import Home
from cp4p_metrics.records.tables import TABLES

KEY_VARIABLE = "CP4P_KEY"
KEY_BYTES = 32
BLOCK_BYTES = 64  # of SHA-256
PSEUDONYM_BYTES = 16  # two in a billion billion people would have to meet before one is shared


def know_key(connection: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """Let `pseudonym_sql` work in this connection, until `forget_key`. The key is only ever in its memory."""
    block = (key if len(key) <= BLOCK_BYTES else hashlib.sha256(key).digest()).ljust(BLOCK_BYTES, b"\0")
    for name, pad in (("inner_pad", 0x36), ("outer_pad", 0x5C)):
        connection.execute(f"SET VARIABLE {name} = $1::BLOB", [bytes(byte ^ pad for byte in block)])


def forget_key(connection: duckdb.DuckDBPyConnection) -> None:
    """Take the key out of the connection."""
    for name in ("inner_pad", "outer_pad"):
        connection.execute(f"RESET VARIABLE {name}")


def pseudonym_sql(text: str) -> str:
    """SQL for the pseudonym of the id that the expression `text` gives, as 32 hexadecimal digits; null for null.

    HMAC-SHA-256 as RFC 2104 spells it out, within the statement that reads the row: no id is ever joined,
    sorted or staged, so none can be written to disk when memory is short.
    """
    inner = f"unhex(sha256(getvariable('inner_pad') || encode({text})))"
    return f"left(sha256(getvariable('outer_pad') || {inner}), {2 * PSEUDONYM_BYTES})"


def participants_key(home: Home, connection: duckdb.DuckDBPyConnection) -> bytes:
    """The coalition's key; made if there is none and the store needs none yet. Raises StoreError."""
    written = os.environ.get(KEY_VARIABLE)
    if written:
        return _key_bytes(written, f"The key in {KEY_VARIABLE}")
    if home.key.exists():
        if os.name == "posix" and home.key.stat().st_mode & 0o077:
            raise StoreError("Others on this computer can read the participants' key. Set its file to mode 600.")
        return _key_bytes(home.key.read_text(encoding="ascii", errors="replace"), "The participants' key file")
    if _has_participants(connection):
        raise StoreError(
            "The participants' key is missing, though the store holds participants. A new key would "
            f"count them twice: put the key file back, or set {KEY_VARIABLE}."
        )
    return _made_key(home)


def _key_bytes(written: str, what: str) -> bytes:
    text = written.strip()
    key = bytes.fromhex(text) if re.fullmatch(r"([0-9a-fA-F]{2})+", text) else text.encode()
    if len(key) < KEY_BYTES:
        raise StoreError(f"{what} is shorter than {KEY_BYTES} bytes. Make one with 'openssl rand -hex 32'.")
    return key


def _made_key(home: Home) -> bytes:
    key = secrets.token_bytes(KEY_BYTES)
    home.key.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    home.key.parent.chmod(0o700)
    # Written whole under another name first: a half-written key would be taken for the key.
    unfinished = home.key.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(home.key)
    return key


def _has_participants(connection: duckdb.DuckDBPyConnection) -> bool:
    tables = [table.name for table in TABLES.values() if table.has_participants]
    return any(connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchall() for name in tables)
