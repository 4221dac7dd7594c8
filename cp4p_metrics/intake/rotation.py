"""Changes the participants' key: every stored pseudonym is made anew, and new files follow.

The order is such that nothing is lost wherever the machine stops: first the new chain of keys waits beside the
key file, then the store is built anew and takes the old one's place in one act, then the waiting file becomes the
key file. After a stop in between, the store's fingerprint says which of the two files is right.
"""

import os
import secrets
from dataclasses import dataclass

import duckdb

from cp4p_metrics.errors import NoRecordsError, StoreError
from cp4p_metrics.home import Home
from cp4p_metrics.records.store import remove_unfinished, writing
from cp4p_metrics.records.tables import TABLES

from .keeping import empty_scratch, write_error
from .key_files import (
    KEY_BYTES,
    KEY_VARIABLE,
    MARKS,
    copy_fingerprint,
    has_participants,
    is_from_environment,
    is_hexadecimal,
    key_bytes,
    next_key_file,
    participants_keys,
    sync_folder,
    write_key_file,
)
from .pseudonyms import Keys, fingerprint, forget_key, know_key, pseudonym_sql
from .rebuilding import rebuilt_store

NEXT_VARIABLE = "CP4P_NEXT_KEY"


@dataclass(frozen=True)
class Rotated:
    """What a change of the key did: how many rows have new pseudonyms, and how many keys the chain has."""

    row_count: int
    key_count: int
    is_from_environment: bool

    def to_text(self) -> str:
        """The words that the command line prints."""
        lines = [
            f"The participants' key was changed: {self.row_count:,} rows have new pseudonyms, and nobody is counted "
            f"twice. The key is a chain of {self.key_count} keys now."
        ]
        if self.is_from_environment:
            lines.append(
                f"Set {KEY_VARIABLE} to what it was, a comma, and what {NEXT_VARIABLE} is, before the next import; "
                f"then forget {NEXT_VARIABLE}."
            )
        else:
            lines.append("Copy the new key file to where its copies are kept. Older backups open with it too.")
        return "\n".join(lines)


def rotate_key(home: Home) -> Rotated:
    """Make every pseudonym anew with one more key. Raises StoreError; then nothing has changed."""
    if not home.store.exists():
        raise NoRecordsError(f"There are no records in {home.path} yet, so there is no key to change.")
    with writing(home) as connection:
        empty_scratch(home)
        try:
            return _rotated(home, connection)
        except duckdb.Error as error:
            raise write_error(error) from None
        except OSError:
            raise StoreError(
                "The key could not be changed. Look whether the disk is full or a folder may not be written; "
                "nothing is lost, and 'cp4p rotate-key' may be run again."
            ) from None
        finally:
            remove_unfinished(home)


def _rotated(home: Home, connection: duckdb.DuckDBPyConnection) -> Rotated:
    if not has_participants(connection):
        raise NoRecordsError("The store holds no participants, so there is no key to change.")
    keys = participants_keys(home, connection)
    following = (*keys, _next_key())
    if not is_from_environment():
        write_key_file(next_key_file(home), following)
    row_count = _build_anew(home, connection, following)
    if not is_from_environment():
        next_key_file(home).replace(home.key)
        sync_folder(home.key.parent)
    return Rotated(row_count, len(following), is_from_environment())


def _next_key() -> bytes:
    if not is_from_environment():
        return secrets.token_bytes(KEY_BYTES)
    written = os.environ.get(NEXT_VARIABLE)
    if not written:
        raise StoreError(
            f"The key comes from {KEY_VARIABLE}, so the new one must come from {NEXT_VARIABLE}. Make one with "
            "'openssl rand -hex 32', and keep it where the other one is kept."
        )
    if not (is_hexadecimal(written) and all(map(is_hexadecimal, os.environ[KEY_VARIABLE].split(",")))):
        raise StoreError(
            f"{KEY_VARIABLE} and {NEXT_VARIABLE} must be hexadecimal before the key can be changed. A key that is "
            "a text is the same key when its bytes are written in hexadecimal."
        )
    return key_bytes(written, f"The key in {NEXT_VARIABLE}")


def _build_anew(home: Home, connection: duckdb.DuckDBPyConnection, following: Keys) -> int:
    """The number of rows with new pseudonyms. The old ones stand nowhere in the new file."""
    last = (following[-1],)
    participants = {
        name for table in TABLES.values() if table.has_participants for name in (table.name, table.replaced_name)
    }
    names = [
        name
        for (name,) in connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND NOT temporary"
        ).fetchall()
        if name not in (MARKS, "about")
    ]
    know_key(connection, last)
    try:
        with rebuilt_store(home, connection):
            for name in names:
                made = f" REPLACE ({pseudonym_sql('participant_id')} AS participant_id)" if name in participants else ""
                connection.execute(f"INSERT INTO rebuilt.main.{name} BY NAME SELECT *{made} FROM main.{name}")
            copy_fingerprint(connection, fingerprint(following))
            counts = [
                connection.execute(f"SELECT count(*) FROM rebuilt.main.{name}").fetchall()[0][0]
                for name in sorted(participants)
            ]
    finally:
        forget_key(connection)
    return int(sum(counts))
