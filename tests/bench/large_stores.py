"""Stores of any size: the made-up coalition, and as many copies of its people and their work as are wanted."""

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb

from cp4p_metrics.home import Home
from cp4p_metrics.records.tables import TABLES

# What grows with the people served; public records, responses to them and the coalition's own lists do not.
GROWING = ("contacts", "enrollments", "needs", "referrals", "goals", "mediations", "agreements", "shifts")
DEMO = (sys.executable, "-m", "cp4p_metrics.command_line", "demo")
CONTACTS_AT_SCALE_1 = 250_000
MOST_MADE = 1_000_000  # contacts that are made as files and imported; more are copies of these


def make_home(folder: Path, contacts: int, through: str = "2026-10-31") -> Home:
    """A home with about so many contacts, and everything else to match."""
    made = min(contacts, MOST_MADE)
    home = Home(folder)
    subprocess.run(
        [*DEMO, "--scale", str(made / CONTACTS_AT_SCALE_1), "--through", through],
        env={"CP4P_HOME": str(folder), "PATH": "/usr/bin:/bin"},
        check=True,
        capture_output=True,
    )
    shutil.rmtree(home.demo_files)
    copies = contacts // made
    if copies > 1:
        _copy_people(home, copies)
    return home


def _copy_people(home: Home, copies: int) -> None:
    """Every row that grows, so many times in all, each copy with keys and participants of its own."""
    with duckdb.connect(str(home.store)) as connection:
        connection.execute("SET memory_limit = '4GB'")
        connection.execute("SET preserve_insertion_order = false")
        for name in GROWING:
            table = TABLES[name]
            own_key = table.key[-1]
            columns = [
                f"{column} || '-' || {{0}}"
                if column == own_key
                else f"md5({column} || {{0}})"
                if column == "participant_id"
                else column
                for column in (*table.column_names, "batch_id")
            ]
            connection.execute(f"CREATE TEMP TABLE first_{name} AS SELECT * FROM {name}")
            for copy in range(1, copies):
                sql = ", ".join(columns).format(copy)
                connection.execute(f"INSERT INTO {name} SELECT {sql} FROM first_{name}")
            connection.execute(f"DROP TABLE first_{name}")
