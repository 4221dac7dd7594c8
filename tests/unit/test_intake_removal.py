"""History, undo and purge: a batch goes whole, what it revised comes back, and a purge leaves no trace."""

import subprocess
import sys
from datetime import UTC, date, datetime

import duckdb
import pytest

from cp4p_metrics.command_line import main
from cp4p_metrics.errors import StoreError
from cp4p_metrics.home import Home
from cp4p_metrics.intake import import_files
from cp4p_metrics.intake.books import history, history_text
from cp4p_metrics.intake.outdated import Purge
from cp4p_metrics.intake.purging import purge_records
from cp4p_metrics.intake.undoing import undo_batch
from cp4p_metrics.records.store import STORE_VERSION, reading, writing
from cp4p_metrics.records.tables import TABLES
from cp4p_metrics.release.publish import publish

from .test_intake_batches import HEADER, ONE, TWO, counts, imported, stored, victims

MARKER = "ZZMARKERQQ"
PARTNERS = "partner_id,partner_name\nucan,UCAN\nalso,Alliance of Local Service Organizations\n"
EVENTS = "event_id,partner_id,area,event_date,program,activity,status\n"


def contents(home):
    """Every record, replaced row and book, but for the history of removals."""
    with reading(home) as store:
        names = [name for table in TABLES.values() for name in (table.name, table.replaced_name)]
        names += ["about", "batches", "batch_files", "set_aside", "coverage"]
        return {name: sorted(map(repr, store.execute(f"SELECT * FROM store.main.{name}").fetchall())) for name in names}


def minutes(home):
    return stored(home, "SELECT contact_id, minutes FROM contacts ORDER BY 1")


def revised(to):
    return HEADER + ONE.replace(",20\n", f",{to}\n")


# History


def test_the_history_names_each_batch_its_files_counts_profile_and_who_brought_it(home, tmp_path):
    report = imported(home, tmp_path, HEADER + ONE + TWO.replace("conflict", "quarrel"), accepted_by="ana")
    imported(home, tmp_path, revised(45), "march.csv", accepted_by="ben")
    latest, first = history(home)
    assert (first.by, latest.by) == ("ana", "ben")
    assert report.batch_id[:12] in first.words
    text = history_text(home)
    assert "contacts, by ana" in text
    assert "→ contacts: 2 read, 1 accepted, 0 unchanged, 1 set aside" in text
    assert "march.csv" in text and "1 accepted (1 of them revised)" in text


def test_the_history_of_an_empty_home_says_how_to_begin(home):
    with pytest.raises(StoreError, match="no records"):
        history(home)


# Undo


@pytest.mark.parametrize("is_demonstration", [False, True])
def test_undoing_the_last_batch_brings_back_what_was_there_before_it(home, tmp_path, is_demonstration):
    imported(home, tmp_path, HEADER + ONE, is_demonstration=is_demonstration)
    before = contents(home)
    three = "C3,ucan,26,P3,2026-03-07,conflict,5\nC4,ucan,26,P3,2026-03-07,quarrel,5\n"
    second = imported(home, tmp_path, revised(45) + TWO + three, is_demonstration=is_demonstration)
    assert counts(second) == (4, 3, 1, 0, 1)
    undone = undo_batch(home, second.batch_id[:12], undone_by="ana")
    assert (undone.removed_count, undone.restored_count, undone.kept_count) == (3, 1, 0)
    assert contents(home) == before
    assert "3 rows of batch" in history_text(home)


def test_an_undone_batch_comes_in_again_as_if_it_had_never_been_there(home, tmp_path):
    first = imported(home, tmp_path, HEADER + ONE)
    undo_batch(home, first.batch_id)
    assert minutes(home) == []
    assert counts(imported(home, tmp_path, HEADER + ONE)) == (1, 1, 0, 0, 0)


@pytest.mark.parametrize("order", ["first then second", "second then first"])
def test_a_version_that_a_later_batch_brought_stays_whatever_is_undone_before_it(home, tmp_path, order):
    imported(home, tmp_path, HEADER + ONE)
    second = imported(home, tmp_path, revised(45))
    third = imported(home, tmp_path, revised(60))
    if order == "first then second":
        undone = undo_batch(home, second.batch_id)
        assert undone.kept_count == 1
        assert minutes(home) == [("C1", 60)]
        undo_batch(home, third.batch_id)
    else:
        undo_batch(home, third.batch_id)
        assert minutes(home) == [("C1", 45)]
        undo_batch(home, second.batch_id)
    assert minutes(home) == [("C1", 20)]
    assert stored(home, "SELECT count(*) FROM store.main.replaced_contacts") == [(0,)]


def test_undoing_the_batch_that_brought_a_row_leaves_its_later_version(home, tmp_path):
    first = imported(home, tmp_path, HEADER + ONE + TWO)
    second = imported(home, tmp_path, revised(45))
    undo_batch(home, first.batch_id)
    assert minutes(home) == [("C1", 45)]
    undo_batch(home, second.batch_id)
    assert minutes(home) == []


def test_a_later_file_that_held_the_same_rows_is_named_and_brings_them_back(home, tmp_path):
    first = imported(home, tmp_path, HEADER + ONE)
    second = imported(home, tmp_path, HEADER + ONE + TWO)
    undone = undo_batch(home, first.batch_id)
    assert undone.to_import_again == (second.batch_id,)
    assert minutes(home) == [("C2", 30)]
    assert counts(imported(home, tmp_path, HEADER + ONE + TWO)) == (2, 1, 0, 1, 0)
    assert imported(home, tmp_path, HEADER + ONE + TWO).was_known


def test_a_batch_whose_partners_other_rows_name_is_not_undone(home, tmp_path):
    partners = imported(home, tmp_path, "partner_id,partner_name\nnewcomer,Newcomer\n", "partners.csv")
    rows = imported(home, tmp_path, HEADER + ONE.replace("ucan", "newcomer"))
    before = contents(home)
    with pytest.raises(StoreError, match=rows.batch_id[:12]):
        undo_batch(home, partners.batch_id)
    assert contents(home) == before
    undo_batch(home, rows.batch_id)
    undo_batch(home, partners.batch_id)
    assert stored(home, "SELECT count(*) FROM batches") == [(0,)]


def test_undoing_the_only_made_up_batch_makes_room_for_real_records(home, tmp_path):
    report = imported(home, tmp_path, HEADER + ONE, is_demonstration=True)
    undo_batch(home, report.batch_id)
    assert stored(home, "SELECT is_demonstration FROM about") == [(False,)]
    assert not imported(home, tmp_path, HEADER + ONE).has_emptied_demonstration


def test_the_days_an_undone_source_spoke_for_are_no_longer_known(home, tmp_path):
    report = imported(home, tmp_path, victims(10), "victims.csv")
    undo_batch(home, report.batch_id)
    assert stored(home, "SELECT count(*) FROM coverage") == [(0,)]


@pytest.mark.parametrize(("written", "answer"), [("12", "too short"), ("ffffffffffff", "There is no batch")])
def test_a_batch_that_is_not_there_is_told_in_words(home, tmp_path, written, answer):
    imported(home, tmp_path, HEADER + ONE)
    with pytest.raises(StoreError, match=answer):
        undo_batch(home, written)


# A store of the first version


def as_version_1(home):
    with duckdb.connect(str(home.store)) as store:
        for table in TABLES.values():
            store.execute(f"DROP TABLE {table.replaced_name}")
        for name in ("table_name", "row_mark", "settled_by"):
            store.execute(f"ALTER TABLE set_aside DROP COLUMN {name}")
        store.execute("DROP TABLE removals; DROP TABLE batches_without_replaced; UPDATE about SET store_version = 1")


@pytest.mark.parametrize("way", [reading, writing])
def test_a_store_of_version_1_is_brought_to_this_version_with_all_its_rows(home, tmp_path, way):
    first = imported(home, tmp_path, HEADER + ONE + TWO)
    second = imported(home, tmp_path, revised(45))
    as_version_1(home)
    with way(home) as store:
        assert store.execute("SELECT store_version FROM about").fetchall() == [(STORE_VERSION,)]
    assert minutes(home) == [("C1", 45), ("C2", 30)]
    with pytest.raises(StoreError, match="did not keep earlier versions"):
        undo_batch(home, second.batch_id)
    undo_batch(home, first.batch_id)
    assert minutes(home) == [("C1", 45)]


def test_a_store_of_a_newer_program_is_refused(home, tmp_path):
    imported(home, tmp_path, HEADER + ONE)
    with duckdb.connect(str(home.store)) as store:
        store.execute("UPDATE about SET store_version = 99")
    with pytest.raises(StoreError, match="version 99"):
        imported(home, tmp_path, HEADER + TWO)


# Purge


def traces(home: Home, text: str) -> list[str]:
    """The files of the home folder whose name or bytes hold the text, in any case."""
    sought = text.lower()
    return [
        str(path.relative_to(home.path))
        for path in home.path.rglob("*")
        if sought in path.name.lower() or (path.is_file() and sought.encode() in path.read_bytes().lower())
    ]


def a_marked_partner(home, tmp_path, row_count=3000):
    """Two partners; every text of the second that may hold it carries the marker."""
    marked = f"p{MARKER}"
    imported(home, tmp_path, f"{PARTNERS}{marked},The {MARKER} Center\n", "partners.csv")
    own = "".join(f"{MARKER}-{n},{marked},25,P{n},2026-03-05,check_in,5\n" for n in range(row_count))
    bad = f"bad,{marked},25,P1,2026-03-05,nonsense,5\n"
    imported(home, tmp_path, HEADER + own + bad, f"contacts_of_{MARKER}.csv")
    imported(home, tmp_path, HEADER + own.replace(",5\n", ",6\n", 50), "corrected.csv")
    imported(home, tmp_path, HEADER + ONE + TWO, "others.csv")
    held = f"{EVENTS}E-{MARKER},{marked},25,2026-03-05,other,cookout,held\nE2,ucan,25,2026-03-05,other,cookout,held\n"
    imported(home, tmp_path, held, "events.csv")
    together = f"event_id,partner_id\nE-{MARKER},ucan\nE-{MARKER},{marked}\nE2,ucan\nE2,{marked}\n"
    imported(home, tmp_path, together, "event_partners.csv")
    return marked


def test_a_purged_partner_leaves_no_trace_in_any_byte_of_the_home(home, tmp_path):
    marked = a_marked_partner(home, tmp_path)
    assert traces(home, MARKER) == ["records/store.duckdb"]
    purged = purge_records(home, Purge(partner_id=marked.upper()))
    assert (purged.row_count, purged.earlier_count, purged.set_aside_count) == (3005, 50, 1)
    assert traces(home, MARKER) == []
    assert minutes(home) == [("C1", 20), ("C2", 30)]
    assert stored(home, "SELECT event_id, partner_id FROM event_partners") == [("E2", "ucan")]
    assert home.store.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in home.store.parent.iterdir()) == ["store.duckdb"]


def test_a_trace_that_an_undone_batch_left_goes_with_the_next_purge(home, tmp_path):
    imported(home, tmp_path, HEADER + TWO)
    rows = "".join(f"{MARKER}-{n},ucan,25,P{n},2026-03-05,check_in,5\n" for n in range(3000))
    report = imported(home, tmp_path, HEADER + rows, f"{MARKER}.csv")
    undo_batch(home, report.batch_id)
    purge_records(home, Purge(before=date(2000, 1, 1)))
    assert traces(home, MARKER) == []
    assert minutes(home) == [("C2", 30)]


def test_a_purge_takes_what_a_cut_off_program_left_in_the_log_and_the_scratch_folder(home, tmp_path):
    imported(home, tmp_path, HEADER + ONE + TWO)
    program = (
        "import duckdb, os, sys; store = duckdb.connect(sys.argv[1])\n"
        "store.execute(\"INSERT INTO contacts SELECT * REPLACE ('gone' AS partner_id, ? AS contact_id) "
        'FROM contacts", [sys.argv[2]])\nos._exit(0)'
    )
    subprocess.run([sys.executable, "-c", program, str(home.store), MARKER], check=True)
    (home.scratch / "duckdb_temp_storage_DEFAULT-0.tmp").write_text(MARKER)
    assert traces(home, MARKER) == ["records/store.duckdb.wal", "scratch/duckdb_temp_storage_DEFAULT-0.tmp"]
    purge_records(home, Purge(partner_id="gone"))
    assert traces(home, MARKER) == []
    assert minutes(home) == [("C1", 20), ("C2", 30)]


def test_a_purge_before_a_day_leaves_no_trace_of_what_was_over_by_then(home, tmp_path):
    old = "".join(f"{MARKER}-{n},ucan,25,P{n},2024-12-31,check_in,5\n" for n in range(3000))
    imported(home, tmp_path, HEADER + old, f"{MARKER}.csv")
    imported(home, tmp_path, HEADER + ONE + TWO.replace("2026-03-06", "2025-01-01"), "new.csv")
    assert purge_records(home, Purge(before=date(2025, 1, 1))).row_counts["contacts"] == 3000
    assert traces(home, MARKER) == []
    assert minutes(home) == [("C1", 20), ("C2", 30)]


def test_an_earlier_version_goes_with_the_row_that_took_its_place(home, tmp_path):
    imported(home, tmp_path, HEADER + ONE)
    second = imported(home, tmp_path, HEADER + ONE.replace("2026-03-05", "2024-03-05"))
    assert purge_records(home, Purge(before=date(2025, 1, 1))).earlier_count == 1
    undo_batch(home, second.batch_id)
    assert minutes(home) == []


def test_a_purged_version_between_two_others_never_makes_a_row_twice(home, tmp_path):
    imported(home, tmp_path, HEADER + ONE)
    second = imported(home, tmp_path, HEADER + ONE.replace("2026-03-05", "2024-03-05"))
    imported(home, tmp_path, revised(60))
    assert purge_records(home, Purge(before=date(2025, 1, 1))).earlier_count == 1
    undo_batch(home, second.batch_id)
    assert minutes(home) == [("C1", 60)]


def test_an_enrollment_under_way_and_a_quarter_that_is_not_over_stay(home, tmp_path):
    enrollments = (
        "enrollment_id,partner_id,area,participant_id,enrolled_date,exited_date\n"
        "open,ucan,25,P1,2020-01-05,\nended,ucan,25,P2,2020-01-05,2024-12-31\nlate,ucan,25,P3,2020-01-05,2025-01-01\n"
    )
    imported(home, tmp_path, enrollments, "enrollments.csv")
    supports = "support_id,partner_id,area,quarter,kind\nover,ucan,25,2024-Q3,funeral\nruns,ucan,25,2024-Q4,funeral\n"
    imported(home, tmp_path, supports, "supports.csv")
    purge_records(home, Purge(before=date(2024, 12, 31)))
    assert stored(home, "SELECT enrollment_id FROM enrollments ORDER BY 1") == [("ended",), ("late",), ("open",)]
    assert stored(home, "SELECT support_id FROM supports") == [("runs",)]
    purge_records(home, Purge(before=date(2025, 1, 1)))
    assert stored(home, "SELECT enrollment_id FROM enrollments ORDER BY 1") == [("late",), ("open",)]
    assert stored(home, "SELECT count(*) FROM supports") == [(0,)]


def test_purged_days_are_not_reported_rather_than_zero(home, tmp_path):
    imported(home, tmp_path, victims(20), "victims.csv")
    submissions = (
        "partner_id,month,part,due_date,received_date\n"
        "ucan,2025-12,outreach,2026-01-10,2026-01-09\nucan,2026-01,outreach,2026-02-10,2026-02-09\n"
        "ucan,2026-02,outreach,2026-03-10,2026-03-09\n"
    )
    imported(home, tmp_path, submissions, "submissions.csv")
    purge_records(home, Purge(before=date(2026, 1, 11)))
    assert stored(home, "SELECT DISTINCT first_date::VARCHAR FROM coverage") == [("2026-01-11",)]
    assert stored(home, "SELECT month::VARCHAR FROM submissions") == [("2026-02-01",)]
    purge_records(home, Purge(before=date(2027, 1, 1)))
    assert stored(home, "SELECT count(*) FROM coverage") == [(0,)]


def test_a_purge_keeps_everything_else_to_the_last_row(home, tmp_path, demo_files):
    import_files(home, demo_files, is_demonstration=True)
    before = contents(home)
    with reading(home) as store:
        [(partner, own)] = store.execute(
            "SELECT partner_id, count(*) FROM contacts GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
        ).fetchall()
    purged = purge_records(home, Purge(partner_id=partner))
    after = contents(home)
    assert purged.row_counts["contacts"] == own
    for table in TABLES.values():
        gone = set(before[table.name]) - set(after[table.name])
        assert set(after[table.name]) <= set(before[table.name])
        assert len(before[table.name]) - len(after[table.name]) == purged.row_counts[table.name]
        assert all(repr(partner) in row for row in gone) or table.name == "event_partners"
        assert not any(repr(partner) in row for row in after[table.name])
    assert after["coverage"] == before["coverage"]
    assert after["batches"] == before["batches"]


def test_the_purged_file_brings_its_rows_back_only_when_someone_imports_it_again(home, tmp_path):
    imported(home, tmp_path, HEADER + ONE)
    purge_records(home, Purge(partner_id="ucan"))
    assert counts(imported(home, tmp_path, HEADER + ONE)) == (1, 1, 0, 0, 0)


def test_a_rehearsal_counts_and_changes_nothing(home, tmp_path):
    imported(home, tmp_path, HEADER + ONE)
    before = home.store.read_bytes()
    assert purge_records(home, Purge(partner_id="ucan"), is_rehearsal=True).row_count == 1
    assert home.store.read_bytes() == before


def test_the_leftover_of_a_purge_that_was_cut_off_is_taken_away(home, tmp_path):
    imported(home, tmp_path, HEADER + ONE)
    leftover = home.store.with_suffix(".rebuilt")
    leftover.write_bytes(b"half")
    imported(home, tmp_path, HEADER + TWO)
    assert not leftover.exists()


def test_history_keeps_the_purge_without_naming_the_partner(home, tmp_path):
    imported(home, tmp_path, HEADER + ONE, "ucan_march.csv")
    purge_records(home, Purge(partner_id="ucan"), purged_by="ana", now=datetime(2026, 11, 1, tzinfo=UTC))
    text = history_text(home)
    assert "2026-11-01 00:00 UTC  purge: 1 rows removed for good, by ana" in text
    assert "ucan" not in text and "(removed)" in text


# The commands


def test_the_commands_show_a_batch_take_it_back_and_purge(home, tmp_path, capsys):
    report = imported(home, tmp_path, HEADER + ONE)
    assert main(["history"]) == 0
    assert report.batch_id[:12] in capsys.readouterr().out
    assert main(["undo", report.batch_id[:12]]) == 0
    assert "1 rows removed" in capsys.readouterr().out
    assert main(["undo", report.batch_id[:12]]) == 1
    assert "There is no batch" in capsys.readouterr().err


def test_a_purge_that_nobody_can_confirm_is_refused(home, tmp_path, capsys):
    imported(home, tmp_path, HEADER + ONE)
    assert main(["purge", "--partner", "ucan"]) == 1
    assert "add --yes" in capsys.readouterr().err
    assert minutes(home) == [("C1", 20)]


@pytest.mark.parametrize(("typed", "is_done"), [("remove\n", True), ("yes\n", False), ("", False)])
def test_a_purge_asks_first_and_takes_one_word_for_yes(home, tmp_path, capsys, monkeypatch, typed, is_done):
    imported(home, tmp_path, HEADER + ONE)
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    assert main(["purge", "--partner", "ucan"]) == (0 if is_done else 1)
    assert "To be removed, everything of partner 'ucan': 1 rows" in capsys.readouterr().out
    assert minutes(home) == ([] if is_done else [("C1", 20)])


class Terminal:
    """What someone types."""

    def __init__(self, typed):
        self.typed = typed

    def isatty(self):
        return True

    def readline(self):
        return self.typed


def test_a_purge_says_that_releases_still_hold_counts_or_renews_them(home, tmp_path, capsys):
    imported(home, tmp_path, HEADER + ONE + TWO.replace("ucan", "also"))
    publish(home)
    publish(home)
    assert main(["purge", "--partner", "ucan", "--yes"]) == 0
    assert "Releases made before still hold these counts" in capsys.readouterr().out
    assert len(list(home.releases.glob("*.duckdb"))) == 2
    assert main(["purge", "--partner", "ucan", "--yes", "--releases"]) == 0
    assert "2 earlier releases removed" in capsys.readouterr().out
    assert len(list(home.releases.glob("*.duckdb"))) == 1
    assert main(["purge", "--before", "2030-01-01", "--yes", "--releases"]) == 0
    assert "no records left to publish; 1 earlier releases removed" in capsys.readouterr().out
    assert list(home.releases.iterdir()) == []
