"""Turns participants' ids into pseudonyms that nobody can turn back without the coalition's key.

A pseudonym is the first 128 bits of HMAC-SHA-256(key, id). The partner is left out on purpose: participants
are counted once across partners, so an id means the same person wherever it occurs in the coalition. Partners
that number participants each on their own must put their partner id before the number. Ids are compared
letter by letter, since case-sensitive ids are common; only blanks around them are dropped.

A key may be changed (rotation.py): then each pseudonym is taken as an id, and the new key makes a pseudonym of
it. So a key is a chain of keys, the oldest first, and new files go through the whole chain.
"""

import hashlib
import hmac

import duckdb

BLOCK_BYTES = 64  # of SHA-256
PSEUDONYM_BYTES = 16  # two in a billion billion people would have to meet before one is shared
MARKED_TEXT = "fingerprint of the participants' key"

MACRO = "participant_pseudonym"

Keys = tuple[bytes, ...]


def know_key(connection: duckdb.DuckDBPyConnection, keys: Keys) -> None:
    """Let `pseudonym_sql` work in this connection, until `forget_key`. The keys are only ever in its memory."""
    made = "id"
    for number, key in enumerate(keys):
        block = (key if len(key) <= BLOCK_BYTES else hashlib.sha256(key).digest()).ljust(BLOCK_BYTES, b"\0")
        for name, pad in (("inner_pad", 0x36), ("outer_pad", 0x5C)):
            connection.execute(f"SET VARIABLE {name}_{number} = $1::BLOB", [bytes(byte ^ pad for byte in block)])
        # HMAC-SHA-256 as RFC 2104 spells it out.
        inner = f"unhex(sha256(getvariable('inner_pad_{number}') || encode({made})))"
        made = f"left(sha256(getvariable('outer_pad_{number}') || {inner}), {2 * PSEUDONYM_BYTES})"
    connection.execute(f"CREATE OR REPLACE TEMP MACRO {MACRO}(id) AS {made}")


def forget_key(connection: duckdb.DuckDBPyConnection) -> None:
    """Take the keys out of the connection."""
    connection.execute(f"DROP MACRO IF EXISTS temp.{MACRO}")
    known = connection.execute("SELECT name FROM duckdb_variables() WHERE name SIMILAR TO '(inner|outer)_pad_[0-9]+'")
    for (name,) in known.fetchall():
        connection.execute(f"RESET VARIABLE {name}")


def pseudonym_sql(text: str) -> str:
    """SQL for the pseudonym of the id that the expression `text` gives, as 32 hexadecimal digits; null for null.

    It works within the statement that reads the row: no id is ever joined, sorted or staged, so none can be
    written to disk when memory is short.
    """
    return f"{MACRO}({text})"


def pseudonym(text: str, keys: Keys) -> str:
    """The same without a store."""
    for key in keys:
        text = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[: 2 * PSEUDONYM_BYTES]
    return text


def fingerprint(keys: Keys) -> str:
    """What the store keeps to know its key again. It tells nothing of the key."""
    return pseudonym(MARKED_TEXT, keys)
