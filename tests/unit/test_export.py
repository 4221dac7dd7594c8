"""Records on their way to a cluster: what is written, who can read it, and that it is never half there."""

import os
import stat
import subprocess
import sys

import duckdb
import pytest

from cp4p_metrics.command_line import main
from cp4p_metrics.engines import SparkEngine
from cp4p_metrics.errors import EngineError, RefusedFileError, StoreError
from cp4p_metrics.intake.keeping import empty_scratch
from cp4p_metrics.records.export import columns_that_count, export_records, exported_in_scratch, store_state
from cp4p_metrics.records.store import reading
from cp4p_metrics.records.tables import TABLES
from cp4p_metrics.release.counting import Counting

from .test_release import contacts, fill

DAYS = ("2025-03-01", "2025-03-31", "2025-04-01")


@pytest.fixture
def filled(home):
    """A home with three contacts."""
    fill(home, contacts=contacts(*DAYS))
    return home


def written(folder, table):
    return duckdb.sql(f"FROM '{folder}/{table}.parquet'")


def test_a_file_of_each_table_that_counting_needs_holds_what_the_store_holds(filled, tmp_path):
    folder = tmp_path / "out"
    with reading(filled) as connection:
        exported = export_records(connection, folder)
        stored = connection.execute("SELECT contact_date, area_number FROM records.contacts ORDER BY ALL").fetchall()
    assert exported.row_counts["contacts"] == exported.row_count - sum(
        count for name, count in exported.row_counts.items() if name != "contacts"
    )
    assert written(folder, "contacts").project("contact_date, area_number").order("ALL").fetchall() == stored
    assert {path.stem for path in folder.iterdir()} == {*columns_that_count(), "exported"}
    assert written(folder, "mediations").fetchall() == [], "a table without rows is there, and empty"


def test_columns_keep_their_types(filled, tmp_path):
    with reading(filled) as connection:
        export_records(connection, tmp_path / "out")
        for table, columns in columns_that_count().items():
            stored = {name: kind for name, kind, *_ in connection.execute(f"DESCRIBE records.{table}").fetchall()}
            kept = written(tmp_path / "out", table)
            assert {name: stored[name] for name in columns} == dict(
                zip(kept.columns, map(str, kept.types), strict=True)
            )


def test_only_columns_that_some_view_reads_leave_the_store():
    columns = columns_that_count()
    assert "participant_id" in columns["contacts"]
    assert "contact_id" not in columns["contacts"] and "batch_id" not in columns["contacts"]
    assert "parks" not in columns and "crimes" not in columns
    assert set(columns) <= set(TABLES)


def test_only_its_owner_can_open_the_folder_and_its_files(filled, tmp_path):
    before = os.umask(0)
    try:
        with reading(filled) as connection:
            export_records(connection, tmp_path / "out")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out").iterdir()} == {0o600}


def test_a_folder_that_holds_something_is_left_alone(filled, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    with reading(filled) as connection, pytest.raises(RefusedFileError, match="not there yet"):
        export_records(connection, folder)
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == ["out"]
    assert (folder / "mine.txt").read_text() == "mine"


def test_what_a_killed_export_left_is_taken_away_by_the_next(filled, tmp_path):
    unfinished = tmp_path / ".out.unfinished"
    unfinished.mkdir()
    (unfinished / "half.parquet").write_bytes(b"half")
    with reading(filled) as connection:
        export_records(connection, tmp_path / "out")
    assert not unfinished.exists() and not (tmp_path / "out" / "half.parquet").exists()


def test_an_export_that_fails_leaves_nothing(filled, tmp_path):
    with reading(filled) as connection:
        connection.execute("CREATE OR REPLACE VIEW memory.records.submissions AS SELECT 1 AS other")
        with pytest.raises(StoreError, match="nothing is left there"):
            export_records(connection, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_an_export_that_is_killed_never_leaves_half_a_folder(filled, tmp_path):
    program = (
        "import os, sys; from pathlib import Path; from cp4p_metrics.home import Home;"
        "from cp4p_metrics.records.export import export_records; from cp4p_metrics.records.store import reading;"
        "told = [];\n"
        "def tell(words):\n"
        "    told.append(words)\n"
        "    if len(told) == 4: os.kill(os.getpid(), 9)\n"
        "with reading(Home(Path(sys.argv[1]))) as connection: export_records(connection, Path(sys.argv[2]), tell)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(filled.path), str(tmp_path / "out")], check=False, capture_output=True
    )
    assert run.returncode == -9, run.stderr
    assert not (tmp_path / "out").exists()
    assert stat.S_IMODE((tmp_path / ".out.unfinished").stat().st_mode) == 0o700
    with reading(filled) as connection:
        assert export_records(connection, tmp_path / "out").row_counts["contacts"] == len(DAYS)


def test_two_exports_to_one_folder_do_not_mix(filled, tmp_path):
    with reading(filled) as connection:

        def again(words):
            with pytest.raises(RefusedFileError, match="under way"):
                export_records(connection, tmp_path / "out")

        export_records(connection, tmp_path / "out", again)
    assert written(tmp_path / "out", "contacts").shape[0] == len(DAYS)


def test_records_in_scratch_are_gone_afterwards_also_where_something_fails(filled):
    with reading(filled) as connection:
        with exported_in_scratch(filled, connection) as folder:
            assert folder.is_relative_to(filled.scratch) and (folder / "contacts.parquet").exists()
        assert not folder.exists()
        with pytest.raises(RuntimeError), exported_in_scratch(filled, connection):
            raise RuntimeError
        assert not folder.exists()


def test_records_that_a_killed_publishing_left_in_scratch_go_with_the_next_import_or_purge(filled):
    for folder in (filled.exported, filled.scratch / f".{filled.exported.name}.unfinished"):
        folder.mkdir(parents=True)
        (folder / "contacts.parquet").write_bytes(b"rows")
    empty_scratch(filled)
    assert list(filled.scratch.glob("*xported*")) == []


def test_the_state_of_the_store_is_another_one_once_rows_came(filled):
    with reading(filled) as connection:
        before = store_state(connection)
        assert store_state(connection) == before
    fill(filled, contacts=contacts("2025-05-01"))
    with reading(filled) as connection:
        assert store_state(connection) != before


# The commands


def test_export_records_says_plainly_what_left_the_store(filled, tmp_path, capsys):
    assert main(["export-records", str(tmp_path / "out")]) == 0
    text = capsys.readouterr().out
    assert "pseudonyms" in text and "have left the store" in text and str(tmp_path / "out") in text


def test_publish_on_duckdb_is_what_publish_was(filled, capsys):
    assert main(["publish", "--engine", "duckdb"]) == 0
    assert "Published" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["--engine", "spark"], "Which cluster? Add --master"),
        (["--master", "spark://127.0.0.1:7077"], "Add --engine spark"),
        (["--records", "out"], "Add --engine spark"),
    ],
)
def test_words_of_publish_that_do_not_fit_together_are_answered(filled, capsys, words, answer):
    assert main(["publish", *words]) == 1
    assert answer in capsys.readouterr().err


def test_without_pyspark_publish_says_what_to_install_and_leaves_nothing(filled, capsys, monkeypatch):
    for module in ("pyspark", "pyspark.sql"):
        monkeypatch.setitem(sys.modules, module, None)  # as if it weren't installed
    assert main(["publish", "--engine", "spark", "--master", "spark://127.0.0.1:7077"]) == 1
    assert "PySpark is not installed here. 'make setup-spark' installs it" in capsys.readouterr().err
    assert list(filled.scratch.iterdir()) == []
    assert not list(filled.releases.glob("*.duckdb*"))


def test_a_folder_becomes_an_address_and_an_address_stays_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert SparkEngine("local[1]", "out").records == (tmp_path / "out").as_uri()
    assert SparkEngine("local[1]", "s3a://bucket/records/").records == "s3a://bucket/records"


def test_a_counting_says_at_once_what_does_not_fit():
    with pytest.raises(EngineError):
        Counting("spark")
    assert Counting("spark", "local[1]").records is None
