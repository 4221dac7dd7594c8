"""What kill tests share: files of contacts, writers that can be killed, and a look at what they left."""

import os
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from cp4p_metrics.errors import StoreError
from cp4p_metrics.home import Home
from cp4p_metrics.intake import import_files
from cp4p_metrics.records.store import writing
from cp4p_metrics.records.tables import TABLES

HEADER = "contact_id,partner_id,area,participant_id,contact_date,purpose,minutes\n"


def write_contacts(path: Path, first: int, count: int, minutes: int = 5, people: int = 500) -> Path:
    """A file of contacts whose keys begin with the number `first`."""
    rows = (f"K{n},ucan,25,P{n % people},2026-03-05,check_in,{minutes}\n" for n in range(first, first + count))
    path.write_text(HEADER + "".join(rows))
    return path


def import_in_turn(home_path: Path, key: str, files: Sequence[Path], answers: Connection) -> None:
    """Import one file after the other, and answer with each one's name and batch; again where the store is in use."""
    os.environ["CP4P_KEY"] = key
    answers.send(("ready", ""))
    for file in files:
        while True:
            try:
                report = import_files(Home(home_path), [file])
            except StoreError as error:
                if "in use" not in str(error):
                    raise
                continue
            answers.send((file.stem, report.batch_id))
            break


def faults_of(home: Home, reported: dict[str, str]) -> list[str]:
    """What is wrong with the store: batches that were reported and are missing, half batches, books that differ."""
    faults = []
    with writing(home) as store:
        for table in TABLES.values():  # every column of every row can be read
            for name in (table.name, table.replaced_name):
                columns = ", ".join(f"max({column}::VARCHAR)" for column in (*table.column_names, "batch_id"))
                store.execute(f"SELECT count(*), {columns} FROM {name}").fetchall()
        held = dict(
            store.execute(
                "SELECT batch_id, count(*) FROM (SELECT batch_id FROM contacts UNION ALL "
                "SELECT batch_id FROM replaced_contacts) GROUP BY 1"
            ).fetchall()
        )
        booked = dict(
            store.execute("SELECT batch_id, accepted_count FROM batches JOIN batch_files USING (batch_id)").fetchall()
        )
        [(row_count, key_count)] = store.execute(
            "SELECT count(*), count(DISTINCT (partner_id, contact_id)) FROM contacts"
        ).fetchall()
        [(revised_count, replaced_count)] = store.execute(
            "SELECT (SELECT coalesce(sum(revised_count), 0) FROM batch_files), count(*) FROM replaced_contacts"
        ).fetchall()
    faults += [f"lost: {name}" for name, batch_id in reported.items() if batch_id not in booked]
    faults += [f"not whole: {booked.get(each)} booked, {held.get(each)} held" for each in held | booked
               if held.get(each) != booked.get(each)]  # fmt: skip
    if row_count != key_count:
        faults.append(f"{row_count - key_count} keys are there twice")
    if revised_count != replaced_count:
        faults.append(f"{revised_count} rows revised, {replaced_count} kept beside")
    return faults
