"""Batches: the same again, revisions, duplicates, demonstration and real records, and imports that are cut off."""

import signal
import subprocess
import sys
import time

import pytest

from cp4p_metrics.errors import RefusedFileError, StoreError
from cp4p_metrics.intake import import_files
from cp4p_metrics.records.store import reading, writing

HEADER = "contact_id,partner_id,area,participant_id,contact_date,purpose,minutes\n"
ONE = "C1,ucan,25,P1,2026-03-05,check_in,20\n"
TWO = "C2,ucan,25,P2,2026-03-06,conflict,30\n"
VICTIMS = "cpd_id,case_number,date,community_area,gunshot_injury_i,victimization_primary,sex,race,age\n"


def imported(home, tmp_path, content, name="contacts.csv", **options):
    path = tmp_path / name
    path.write_text(content)
    return import_files(home, [path], **options)


def counts(report):
    return (
        report.read_count,
        report.accepted_count,
        report.revised_count,
        report.unchanged_count,
        report.set_aside_count,
    )


def stored(home, sql):
    with reading(home) as store:
        return store.execute(sql).fetchall()


def victims(count, *, race="BLK", first=1):
    return VICTIMS + "".join(
        f"SHOOT-{number}-#1,J{number},2026-01-{1 + number % 28:02d} 10:00:00,AUSTIN,YES,BATTERY,M,{race},\n"
        for number in range(first, first + count)
    )


def test_the_same_files_again_change_not_one_byte_of_the_store(home, tmp_path):
    imported(home, tmp_path, HEADER + ONE + TWO)
    before = home.store.read_bytes()
    report = imported(home, tmp_path, HEADER + ONE + TWO, "renamed.csv")
    assert counts(report) == (2, 0, 0, 2, 0)
    assert report.was_known
    assert home.store.read_bytes() == before


def test_the_same_rows_in_another_file_are_unchanged(home, tmp_path):
    imported(home, tmp_path, HEADER + ONE + TWO)
    assert counts(imported(home, tmp_path, HEADER + TWO + ONE)) == (2, 0, 0, 2, 0)
    assert stored(home, "SELECT count(*) FROM contacts") == [(2,)]


def test_a_row_with_a_known_key_and_other_content_replaces_the_earlier_one(home, tmp_path):
    first = imported(home, tmp_path, HEADER + ONE + TWO)
    second = imported(home, tmp_path, HEADER + ONE.replace(",20\n", ",45\n"))
    assert counts(second) == (1, 1, 1, 0, 0)
    assert stored(home, "SELECT contact_id, minutes, batch_id FROM contacts ORDER BY 1") == [
        ("C1", 45, second.batch_id),
        ("C2", 30, first.batch_id),
    ]


def test_a_repeated_row_is_unchanged_and_a_conflicting_one_is_set_aside(home, tmp_path):
    report = imported(home, tmp_path, HEADER + ONE + ONE + ONE.replace(",20\n", ",45\n") + TWO)
    assert counts(report) == (4, 2, 0, 1, 1)
    assert report.files[0].reasons[0].first_rows == (3,)
    assert "key of an earlier row" in report.to_text()
    assert stored(home, "SELECT minutes FROM contacts WHERE contact_id = 'C1'") == [(20,)]


def test_two_partners_may_number_their_rows_alike(home, tmp_path):
    imported(home, tmp_path, HEADER + ONE)
    report = imported(home, tmp_path, HEADER + ONE.replace("ucan", "also"))
    assert counts(report) == (1, 1, 0, 0, 0)
    assert stored(home, "SELECT count(*) FROM contacts WHERE contact_id = 'C1'") == [(2,)]


def test_an_event_never_replaces_another_partners(home, tmp_path):
    header = "event_id,partner_id,area,event_date,program,activity,status\n"
    event = "E1,ucan,25,2026-03-05,other,cookout,held\n"
    imported(home, tmp_path, header + event, "events.csv")
    report = imported(home, tmp_path, header + event.replace("ucan", "also"), "events.csv")
    assert counts(report) == (1, 0, 0, 0, 1)
    assert "another partner's row" in report.to_text()


def test_rows_set_aside_come_in_when_the_same_file_comes_after_what_was_missing(home, tmp_path):
    imported(home, tmp_path, "partner_id,partner_name\nucan,UCAN\n", "partners.csv")
    late = HEADER + ONE + TWO.replace("ucan", "newcomer")
    assert counts(imported(home, tmp_path, late)) == (2, 1, 0, 0, 1)
    assert counts(imported(home, tmp_path, late)) == (2, 0, 0, 1, 1)
    imported(home, tmp_path, "partner_id,partner_name\nnewcomer,Newcomer\n", "partners.csv")
    assert counts(imported(home, tmp_path, late)) == (2, 1, 0, 1, 0)
    assert imported(home, tmp_path, late).was_known
    assert stored(home, "SELECT count(*) FROM batches") == [(4,)]


def test_the_books_say_what_came_in_and_what_was_set_aside(home, tmp_path):
    report = imported(home, tmp_path, HEADER + ONE + TWO.replace("conflict", "quarrel"), accepted_by="ana")
    assert stored(home, "SELECT batch_id, accepted_by, profile, is_demonstration FROM batches") == [
        (report.batch_id, "ana", "contacts", False)
    ]
    assert stored(home, "SELECT * EXCLUDE (batch_id, file_hash) FROM batch_files") == [
        ("contacts.csv", "contacts", 2, 1, 0, 0, 1)
    ]
    assert stored(home, "SELECT file_name, row_number, column_name, partner_id FROM set_aside") == [
        ("contacts.csv", 2, "purpose", "ucan")
    ]
    assert b"quarrel" not in home.store.read_bytes()


def test_the_first_real_import_empties_the_made_up_records(home, tmp_path):
    imported(home, tmp_path, HEADER + ONE + TWO, is_demonstration=True)
    assert stored(home, "SELECT is_demonstration FROM about") == [(True,)]
    report = imported(home, tmp_path, HEADER + ONE.replace("C1", "C9"))
    assert report.has_emptied_demonstration
    assert stored(home, "SELECT contact_id FROM contacts") == [("C9",)]
    assert stored(home, "SELECT is_demonstration FROM about") == [(False,)]
    assert stored(home, "SELECT count(*) FROM batches") == [(1,)]


def test_the_made_up_files_may_be_imported_as_real_ones(home, tmp_path):
    imported(home, tmp_path, HEADER + ONE, is_demonstration=True)
    assert counts(imported(home, tmp_path, HEADER + ONE)) == (1, 1, 0, 0, 0)


def test_a_refused_or_empty_real_import_leaves_the_made_up_records(home, tmp_path):
    imported(home, tmp_path, HEADER + ONE, is_demonstration=True)
    imported(home, tmp_path, "a,b\n1,2\n", "wrong.csv")
    report = imported(home, tmp_path, HEADER, "empty.csv")
    assert not report.has_emptied_demonstration
    assert stored(home, "SELECT is_demonstration FROM about") == [(True,)]
    assert stored(home, "SELECT count(*) FROM contacts") == [(1,)]


def test_made_up_records_are_refused_where_real_ones_are(home, tmp_path):
    imported(home, tmp_path, HEADER + ONE)
    with pytest.raises(RefusedFileError, match="real records"):
        imported(home, tmp_path, HEADER + TWO, is_demonstration=True)


def test_a_refresh_that_lost_rows_is_refused_with_the_figures_until_confirmed(home, tmp_path):
    imported(home, tmp_path, victims(100), "victims.csv")
    lost = victims(1) + victims(70, first=30).removeprefix(VICTIMS)
    report = imported(home, tmp_path, lost, "victims.csv")
    assert report.was_anything_refused
    assert "now has 71 sound rows, where the store has 100: 29% are gone" in report.to_text()
    assert stored(home, "SELECT count(*) FROM batches") == [(1,)]
    assert counts(imported(home, tmp_path, lost, "victims.csv", confirm=True)) == (71, 0, 0, 71, 0)


def test_a_part_of_the_days_is_no_loss(home, tmp_path):
    imported(home, tmp_path, victims(100), "victims.csv")
    some_days = VICTIMS + "".join(line for line in victims(100).splitlines(keepends=True) if "2026-01-07" in line)
    assert not imported(home, tmp_path, some_days, "victims.csv").was_anything_refused


def test_a_refresh_that_emptied_a_column_is_refused_until_confirmed(home, tmp_path):
    imported(home, tmp_path, victims(100), "victims.csv")
    emptied = victims(73, race="UNKNOWN") + victims(27, first=74).removeprefix(VICTIMS)
    report = imported(home, tmp_path, emptied, "victims.csv")
    assert "race_ethnicity is now known for 27% of the rows, where the store has it for 100%" in report.to_text()
    assert counts(imported(home, tmp_path, emptied, "victims.csv", confirm=True)) == (100, 73, 73, 27, 0)


def test_coverage_says_which_days_a_public_source_speaks_for(home, tmp_path):
    imported(home, tmp_path, victims(10), "victims.csv")
    assert stored(home, "SELECT subject, first_date::VARCHAR, through_date::VARCHAR FROM coverage ORDER BY 1") == [
        ("gunshots", "2026-01-02", "2026-01-11"),
        ("homicides", "2026-01-02", "2026-01-11"),
    ]


def test_a_store_in_use_is_told_in_words(home, tmp_path):
    imported(home, tmp_path, HEADER + ONE)
    program = (
        "import sys, duckdb; connection = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", program, str(home.store)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match="in use"):
            imported(home, tmp_path, HEADER + TWO)
        holder.stdin.close()


@pytest.mark.parametrize("room", [600_000, 1_500_000])
def test_a_disk_without_room_is_told_in_words_and_changes_nothing(home, tmp_path, room):
    imported(home, tmp_path, HEADER + ONE)
    many = "".join(f"K{number * 7919 % 1000003},ucan,25,P{number},2026-03-05,check_in,5\n" for number in range(200_000))
    (tmp_path / "many.csv").write_text(HEADER + many)
    program = (
        "import resource, sys; from cp4p_metrics.home import current_home\n"
        "from cp4p_metrics.errors import StoreError; from cp4p_metrics.intake import import_files\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))\n"
        "try:\n    import_files(current_home(), [sys.argv[1]])\n"
        "except StoreError as error:\n    print(error)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "many.csv")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.startswith("The records could not be written, and nothing was changed. The disk"), run.stdout
    assert "ucan" not in run.stdout + run.stderr
    assert stored(home, "SELECT contact_id FROM contacts") == [("C1",)]


@pytest.mark.parametrize("step", ["Reading many.csv", "Putting the rows in place"])
@pytest.mark.parametrize("delay", [0.0, 0.2, 0.5])
def test_a_killed_import_leaves_a_sound_store_with_all_or_nothing(home, tmp_path, step, delay):
    imported(home, tmp_path, HEADER + ONE)
    many = "".join(f"K{number},ucan,25,P{number % 500},2026-03-05,check_in,5\n" for number in range(200_000))
    (tmp_path / "many.csv").write_text(HEADER + many)
    program = (
        "import sys; from cp4p_metrics.home import current_home; from cp4p_metrics.intake import import_files\n"
        "import_files(current_home(), [sys.argv[1]], tell=lambda line: print(line, flush=True))"
    )
    importing = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "many.csv")], stdout=subprocess.PIPE, text=True
    )
    with importing:
        assert any(line.strip() == step for line in importing.stdout)
        time.sleep(delay)
        importing.send_signal(signal.SIGKILL)
    with writing(home) as store:
        [(count, batches)] = store.execute("SELECT count(*), count(DISTINCT batch_id) FROM contacts").fetchall()
        [(in_books,)] = store.execute("SELECT count(*) FROM batches").fetchall()
    assert (count, batches) in ((1, 1), (200_001, 2))
    assert in_books == batches
    imported(home, tmp_path, HEADER + many, "many.csv")
    assert stored(home, "SELECT count(*) FROM contacts") == [(200_001,)]
