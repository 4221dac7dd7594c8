"""Where the participants' key is kept, and whether it is the one that the store's pseudonyms were made with.

The key comes from `CP4P_KEY` (hexadecimal, or any text of at least 32 bytes), else from the home's key file,
which is made on first need. After a change it is a chain: the file has a line for each key, the oldest first;
the variable has them with commas between. Whoever has it can test whether an id is in the store: it never
enters the store, a log or an error. The store keeps a fingerprint, so that a wrong key is noticed.
"""

import os
import re
import secrets
from pathlib import Path

import duckdb

from cp4p_metrics.errors import StoreError
from cp4p_metrics.home import Home
from cp4p_metrics.records.tables import TABLES

from .pseudonyms import Keys, fingerprint

KEY_VARIABLE = "CP4P_KEY"
KEY_BYTES = 32
MARKS = "key_fingerprints"


def participants_keys(home: Home, connection: duckdb.DuckDBPyConnection) -> Keys:
    """The coalition's key; made if there is none and the store needs none yet. Raises StoreError.

    Where a change of the key was cut off after the store had changed, the key file is brought up to it.
    """
    held = _held_keys(home)
    is_needed = has_participants(connection) and not _is_demonstration(connection)
    mark = stored_fingerprint(connection) if is_needed else None
    if mark is not None:
        return _fitting(home, held, mark)
    if held:
        return held
    if is_needed:
        raise StoreError(
            "The participants' key is missing, though the store holds participants. A new key would "
            f"count them twice: put the key file back, or set {KEY_VARIABLE}."
        )
    key = secrets.token_bytes(KEY_BYTES)
    write_key_file(home.key, (key,))
    return (key,)


def _fitting(home: Home, held: Keys, mark: str) -> Keys:
    """The keys that the store's fingerprint is of: those held, or the first of them where the store is older."""
    unfinished = next_key_file(home)
    if not is_from_environment() and unfinished.exists():
        following = _keys_in(unfinished)
        if fingerprint(following) == mark:
            unfinished.replace(home.key)
            return following
    for count in range(len(held), 0, -1):
        if fingerprint(held[:count]) == mark:
            return held[:count]
    if not held:
        raise StoreError(
            "The participants' key is missing, though the store holds participants. A new key would "
            f"count them twice: put the key file back, or set {KEY_VARIABLE}."
        )
    raise StoreError(
        "The participants' key is not the one that the store was made with, and would count everyone twice. Put "
        f"the right key back. If the key was changed and {KEY_VARIABLE} is in use, set it to the old key, a comma "
        "and the new key."
    )


def is_from_environment() -> bool:
    """Whether the key comes from CP4P_KEY."""
    return bool(os.environ.get(KEY_VARIABLE))


def _held_keys(home: Home) -> Keys:
    written = os.environ.get(KEY_VARIABLE)
    if written:
        parts = [part.strip() for part in written.split(",")]
        # A comma may also be part of a key that is any text.
        is_chain = len(parts) > 1 and all(map(is_hexadecimal, parts))
        return tuple(key_bytes(part, f"The key in {KEY_VARIABLE}") for part in (parts if is_chain else [written]))
    return _keys_in(home.key) if home.key.exists() else ()


def _keys_in(file: Path) -> Keys:
    if os.name == "posix" and file.stat().st_mode & 0o077:
        raise StoreError("Others on this computer can read the participants' key. Set its file to mode 600.")
    lines = file.read_text(encoding="ascii", errors="replace").split("\n")
    return tuple(key_bytes(line, "The participants' key file") for line in lines if line.strip()) or (
        key_bytes("", "The participants' key file"),
    )


def is_hexadecimal(text: str) -> bool:
    """Whether the text is bytes in hexadecimal."""
    return re.fullmatch(r"([0-9a-fA-F]{2})+", text.strip()) is not None


def key_bytes(written: str, what: str) -> bytes:
    """The key that a text stands for; raises StoreError for a short one, without showing it."""
    text = written.strip()
    key = bytes.fromhex(text) if is_hexadecimal(text) else text.encode()
    if len(key) < KEY_BYTES:
        raise StoreError(f"{what} is shorter than {KEY_BYTES} bytes. Make one with 'openssl rand -hex 32'.")
    return key


def next_key_file(home: Home) -> Path:
    """Where a changed key waits until the store has changed."""
    return home.key.with_suffix(".next")


def write_key_file(file: Path, keys: Keys) -> None:
    """Write the keys for the owner alone, whole or not at all, so that they outlast a failing machine."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.parent.chmod(0o700)
    # Written whole under another name first: a half-written key would be taken for the key.
    unfinished = file.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as written:
        written.write("".join(f"{key.hex()}\n" for key in keys))
        written.flush()
        os.fsync(written.fileno())
    unfinished.replace(file)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Make the folder's names outlast a failing machine."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def stored_fingerprint(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The fingerprint of the key that the store's pseudonyms were made with; None where none is kept yet."""
    if not has_marks(connection):
        return None
    row = connection.execute(f"SELECT fingerprint FROM {MARKS}").fetchone()
    return None if row is None else str(row[0])


def has_marks(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the store has the table of fingerprints; stores of before have none."""
    found = connection.execute(
        "SELECT 1 FROM duckdb_tables() WHERE table_name = ? AND database_name = current_database()", [MARKS]
    )
    return bool(found.fetchall())


def remember_key(home: Home, connection: duckdb.DuckDBPyConnection) -> None:
    """Keep the key's fingerprint beside the participants whom it made; call it where they were just stored."""
    if has_participants(connection) and stored_fingerprint(connection) is None and (held := _held_keys(home)):
        connection.execute(f"CREATE TABLE IF NOT EXISTS {MARKS} (fingerprint VARCHAR NOT NULL)")
        connection.execute(f"INSERT INTO {MARKS} VALUES (?)", [fingerprint(held)])


def copy_fingerprint(connection: duckdb.DuckDBPyConnection, written: str | None = None) -> None:
    """Write the fingerprint, or another one, into the rebuilt store."""
    mark = written or stored_fingerprint(connection)
    if mark is not None:
        connection.execute(f"CREATE TABLE rebuilt.main.{MARKS} (fingerprint VARCHAR NOT NULL)")
        connection.execute(f"INSERT INTO rebuilt.main.{MARKS} VALUES (?)", [mark])


def has_participants(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether any table, or table of earlier versions, holds a participant."""
    tables = [name for table in TABLES.values() if table.has_participants for name in (table.name, table.replaced_name)]
    return any(connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchall() for name in tables)


def _is_demonstration(connection: duckdb.DuckDBPyConnection) -> bool:
    [(is_demonstration,)] = connection.execute("SELECT is_demonstration FROM about").fetchall()
    return bool(is_demonstration)
