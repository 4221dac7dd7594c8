"""Rows that were set aside: listed without what they hold, settled when they come again, waiting again after an undo."""

import csv

import duckdb
import pytest

from cp4p_metrics.command_line import main
from cp4p_metrics.errors import RefusedFileError, StoreError
from cp4p_metrics.intake import import_files
from cp4p_metrics.intake.books import history, history_text
from cp4p_metrics.intake.outdated import Purge
from cp4p_metrics.intake.purging import purge_records
from cp4p_metrics.intake.undoing import undo_batch
from cp4p_metrics.intake.waiting import SetAsideRow, set_aside_rows, write_rows
from cp4p_metrics.records.store import STORE_VERSION
from cp4p_metrics.release.publish import publish
from cp4p_metrics.release.reader import open_release
from cp4p_metrics.release.status import status_text

from .test_intake_batches import HEADER, ONE, TWO, counts, imported, stored
from .test_intake_profiles import KEYLESS, profile_in
from .test_intake_removal import contents

EVENTS = "event_id,partner_id,area,event_date,program,activity,status\n"
EVENT = "E1,ucan,25,2026-03-05,other,cookout,held\n"


def contact(number, purpose="check_in", partner="ucan", day="2026-03-05"):
    return f"C{number},{partner},25,P{number},{day},{purpose},5\n"


def rows(*lines):
    return HEADER + "".join(lines)


def waiting(home):
    """Which rows of which files wait."""
    return sorted({(row.file, row.row) for row in set_aside_rows(home)})


BAD = rows(contact(1), contact(2, "quarrel"), contact(3, "quarrel"), contact(4, day="nodate"))
MENDED = rows(contact(2, "conflict"), contact(3, "conflict"), contact(4))


# Which rows wait


def test_the_list_names_file_row_column_and_reason_and_never_the_value(home, tmp_path, capsys):
    batch = imported(home, tmp_path, BAD, "march.csv").batch_id[:12]
    listed = set_aside_rows(home)
    assert [(row.batch, row.file, row.row, row.column) for row in listed] == [
        (batch, "march.csv", 2, "purpose"),
        (batch, "march.csv", 3, "purpose"),
        (batch, "march.csv", 4, "contact_date"),
    ]
    assert main(["set-aside", batch]) == 0
    said = capsys.readouterr().out
    assert "march.csv" in said and "row 4: contact_date is not a date" in said
    assert "quarrel" not in said and "nodate" not in said


def test_the_list_is_written_as_a_csv_that_computes_nothing(home, tmp_path, capsys):
    imported(home, tmp_path, BAD, "=march.csv")
    out = tmp_path / "list.csv"
    assert main(["set-aside", "--out", str(out)]) == 0
    assert "3 reasons are in" in capsys.readouterr().out
    with out.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert [(each["file"], each["row"], each["column"]) for each in found] == [
        ("'=march.csv", "2", "purpose"),
        ("'=march.csv", "3", "purpose"),
        ("'=march.csv", "4", "contact_date"),
    ]
    assert main(["set-aside", "--out", str(tmp_path / "nowhere" / "list.csv")]) == 1
    assert "can't be written" in capsys.readouterr().err


def test_a_batch_that_is_not_there_and_a_batch_without_such_rows_are_told_apart(home, tmp_path, capsys):
    batch = imported(home, tmp_path, HEADER + ONE).batch_id
    assert main(["set-aside", batch[:12]]) == 0
    assert "No row waits to be mended" in capsys.readouterr().out
    with pytest.raises(StoreError, match="There is no batch"):
        set_aside_rows(home, "ffffffff")


def test_writing_no_rows_writes_the_header(tmp_path):
    write_rows([], tmp_path / "list.csv")
    assert (tmp_path / "list.csv").read_text(encoding="utf-8-sig").strip() == "batch,file,row,column,reason"


# What settles them


def test_mended_rows_settle_those_with_their_keys_whatever_the_file_is_called(home, tmp_path):
    first = imported(home, tmp_path, BAD, "march.csv")
    report = imported(home, tmp_path, MENDED, "mended.csv")
    assert counts(report) == (3, 3, 0, 0, 0)
    assert waiting(home) == []
    [corrected] = report.corrected
    assert (corrected.batch_id, corrected.settled_count, corrected.waiting_count) == (first.batch_id, 3, 0)
    assert (
        f"corrects march.csv of batch {first.batch_id[:12]}: 3 rows that were set aside are settled."
        in report.to_text()
    )
    assert history(home)[0].corrected == report.corrected
    assert f"corrects march.csv of batch {first.batch_id[:12]}" in history_text(home)
    assert stored(home, "SELECT count(*) FROM contacts") == [(4,)]


def test_some_mended_rows_leave_the_others_waiting(home, tmp_path):
    imported(home, tmp_path, BAD, "march.csv")
    [corrected] = imported(home, tmp_path, rows(contact(3, "conflict")), "mended.csv").corrected
    assert (corrected.settled_count, corrected.waiting_count) == (1, 2)
    assert waiting(home) == [("march.csv", 2), ("march.csv", 4)]
    assert "2 wait on" in corrected.to_text()


def test_a_row_that_is_set_aside_again_waits_once(home, tmp_path):
    imported(home, tmp_path, BAD, "march.csv")
    report = imported(home, tmp_path, MENDED.replace("conflict", "dispute"), "mended.csv")
    assert counts(report) == (3, 1, 0, 0, 2)
    assert waiting(home) == [("mended.csv", 1), ("mended.csv", 2)]
    third = imported(home, tmp_path, MENDED, "mended again.csv")
    assert counts(third) == (3, 2, 0, 1, 0)
    assert waiting(home) == []


def test_another_partners_row_of_the_same_number_settles_nothing(home, tmp_path):
    imported(home, tmp_path, BAD, "march.csv")
    imported(home, tmp_path, rows(contact(2, partner="also"), contact(9)), "march.csv")
    assert waiting(home) == [("march.csv", 2), ("march.csv", 3), ("march.csv", 4)]


def test_next_months_file_of_the_same_name_settles_nothing(home, tmp_path):
    imported(home, tmp_path, rows(contact(1), contact(2).replace("C2,", ",")), "contacts.csv")
    report = imported(home, tmp_path, rows(contact(11), contact(12), contact(13)), "contacts.csv")
    assert report.corrected == ()
    assert waiting(home) == [("contacts.csv", 2)]


def test_the_whole_file_again_under_its_name_settles_rows_whose_key_was_missing(home, tmp_path):
    imported(home, tmp_path, rows(contact(1), contact(2).replace("C2,", ",")), "contacts.csv")
    report = imported(home, tmp_path, rows(contact(1), contact(2)), "contacts.csv")
    assert counts(report) == (2, 1, 0, 1, 0)
    assert waiting(home) == []
    # Only a part of it, or under another name: that could be anything.
    imported(home, tmp_path, rows(contact(3), contact(4), contact(5).replace("C5,", ",")), "april.csv")
    imported(home, tmp_path, rows(contact(3), contact(5), contact(6)), "april.csv")
    imported(home, tmp_path, rows(contact(3), contact(4), contact(7)), "other.csv")
    assert waiting(home) == [("april.csv", 3)]


def test_the_same_file_after_what_was_missing_counts_its_rows_once(home, tmp_path):
    imported(home, tmp_path, "partner_id,partner_name\nucan,UCAN\n", "partners.csv")
    late = rows(contact(1), contact(2, partner="newcomer"), contact(3, partner="stranger"))
    imported(home, tmp_path, late, "late.csv")
    imported(home, tmp_path, "partner_id,partner_name\nnewcomer,Newcomer\n", "partners.csv")
    assert counts(imported(home, tmp_path, late, "renamed.csv")) == (3, 1, 0, 1, 1)
    assert waiting(home) == [("renamed.csv", 3)]


def test_of_two_rows_with_one_key_the_one_set_aside_waits_until_the_whole_file_comes(home, tmp_path):
    imported(home, tmp_path, rows(contact(1), contact(1, "conflict"), contact(2)), "march.csv")
    imported(home, tmp_path, rows(contact(1)), "other.csv")  # the one that had come in: nothing is mended
    assert waiting(home) == [("march.csv", 2)]
    imported(home, tmp_path, rows(contact(1), contact(8, "conflict"), contact(2)), "march.csv")
    assert waiting(home) == []


def test_an_events_key_of_another_partner_is_settled_when_it_is_said_what_is_corrected(home, tmp_path):
    imported(home, tmp_path, EVENTS + EVENT, "events.csv")
    second = imported(home, tmp_path, EVENTS + EVENT.replace("ucan", "also"), "theirs.csv")
    imported(home, tmp_path, EVENTS + EVENT.replace("cookout", "arts"), "events.csv")
    assert waiting(home) == [("theirs.csv", 1)]
    mended = EVENTS + EVENT.replace("E1,ucan", "also-1,also")
    report = imported(home, tmp_path, mended, "mended.csv", corrects=second.batch_id[:12])
    assert counts(report) == (1, 1, 0, 0, 0)
    assert waiting(home) == []


def test_a_row_whose_key_is_made_from_its_content_is_settled_with_its_whole_file_alone(home, tmp_path):
    profile_in(home, KEYLESS)
    met, chat, court = "Where,Who,When,What\n", "25,P1,2026-03-05,chat\n", "25,P2,2026-03-05,court\n"
    imported(home, tmp_path, met + "25,P1,yesterday,chat\n" + court, "march.csv")
    assert stored(home, "SELECT count(row_mark) FROM set_aside") == [(0,)]
    imported(home, tmp_path, met + chat, "mended.csv")
    assert waiting(home) == [("march.csv", 1)]
    imported(home, tmp_path, met + chat + court, "march.csv")
    assert waiting(home) == []


# What someone says is corrected


NO_KEYS = rows(contact(1), contact(2).replace("C2,", ","), contact(3).replace("C3,", ","))


def test_a_named_batch_is_corrected_by_rows_that_only_a_person_knows_again(home, tmp_path, capsys):
    first = imported(home, tmp_path, NO_KEYS, "march.csv").batch_id
    (tmp_path / "mended.csv").write_text(rows(contact(2), contact(3)))
    assert main(["import", str(tmp_path / "mended.csv"), "--corrects", first[:12]]) == 0
    assert "2 rows that were set aside are settled" in capsys.readouterr().out
    assert waiting(home) == []


def test_a_file_that_is_already_in_can_still_be_said_to_correct_a_batch(home, tmp_path):
    first = imported(home, tmp_path, NO_KEYS, "march.csv").batch_id
    second = imported(home, tmp_path, rows(contact(2), contact(3)), "mended.csv").batch_id
    assert waiting(home) == [("march.csv", 2), ("march.csv", 3)]
    report = imported(home, tmp_path, rows(contact(2), contact(3)), "mended.csv", corrects=first)
    assert report.was_known
    assert [(each.batch_id, each.settled_count) for each in report.corrected] == [(first, 2)]
    assert waiting(home) == []
    undo_batch(home, second)
    assert waiting(home) == [("march.csv", 2), ("march.csv", 3)]


def test_fewer_rows_than_wait_settle_only_what_is_known_again_by_key(home, tmp_path):
    first = imported(home, tmp_path, NO_KEYS, "march.csv").batch_id
    report = imported(home, tmp_path, rows(contact(2)), "mended.csv", corrects=first)
    assert waiting(home) == [("march.csv", 2), ("march.csv", 3)]
    assert "nothing is settled. 2 rows wait there; send all of them" in report.to_text()
    assert stored(home, "SELECT count(*) FROM contacts") == [(2,)]


def test_what_was_set_aside_again_is_corrected_by_naming_the_first_batch(home, tmp_path):
    first = imported(home, tmp_path, NO_KEYS, "march.csv").batch_id
    imported(home, tmp_path, rows(contact(2), contact(3).replace("C3,", ",")), "second.csv", corrects=first)
    assert waiting(home) == [("second.csv", 2)]
    imported(home, tmp_path, rows(contact(3)), "third.csv", corrects=first)
    assert waiting(home) == []


def test_a_correction_of_nothing_or_of_more_than_one_file_is_refused_and_brings_nothing(home, tmp_path):
    sound = imported(home, tmp_path, HEADER + ONE, "sound.csv").batch_id
    with pytest.raises(RefusedFileError, match="no row for 'contacts' waits"):
        imported(home, tmp_path, HEADER + TWO, "mended.csv", corrects=sound)
    with pytest.raises(StoreError, match="There is no batch"):
        imported(home, tmp_path, HEADER + TWO, "mended.csv", corrects="ffffffff")
    folder = tmp_path / "both"
    folder.mkdir()
    (folder / "a.csv").write_text(NO_KEYS)
    (folder / "b.csv").write_text(NO_KEYS.replace("C1", "C9"))
    both = import_files(home, [folder]).batch_id
    with pytest.raises(RefusedFileError, match=r"more than one file \('both/a.csv', 'both/b.csv'\)"):
        imported(home, tmp_path, rows(contact(2), contact(3)), "mended.csv", corrects=both)
    assert stored(home, "SELECT count(*) FROM contacts") == [(2,)]
    imported(home, tmp_path, rows(contact(2), contact(3)), "b.csv", corrects=both)
    assert waiting(home) == [("both/a.csv", 2), ("both/a.csv", 3)]


def test_the_made_up_coalition_is_not_corrected_by_real_files(home, tmp_path):
    made_up = imported(home, tmp_path, NO_KEYS, "march.csv", is_demonstration=True).batch_id
    with pytest.raises(RefusedFileError, match="made-up"):
        imported(home, tmp_path, rows(contact(2), contact(3)), "mended.csv", corrects=made_up)
    assert waiting(home) == [("march.csv", 2), ("march.csv", 3)]


# Undo and purge


def test_undoing_a_correction_lets_its_rows_wait_again(home, tmp_path):
    imported(home, tmp_path, BAD, "march.csv")
    before = contents(home)
    undo_batch(home, imported(home, tmp_path, MENDED, "mended.csv").batch_id)
    assert contents(home) == before
    assert waiting(home) == [("march.csv", 2), ("march.csv", 3), ("march.csv", 4)]


def test_undoing_one_of_two_corrections_leaves_settled_what_the_other_holds(home, tmp_path):
    imported(home, tmp_path, BAD, "march.csv")
    second = imported(home, tmp_path, MENDED, "mended.csv")
    third = imported(home, tmp_path, rows(contact(2, "conflict"), contact(3, "pre_release")), "april.csv")
    assert counts(third) == (2, 1, 1, 1, 0)
    undo_batch(home, second.batch_id)
    # C3 stands as april's version. C2 went: april held it unchanged, and its file brings it back when it comes again.
    assert waiting(home) == [("march.csv", 2), ("march.csv", 4)]
    imported(home, tmp_path, rows(contact(2, "conflict"), contact(3, "pre_release")), "april.csv")
    assert waiting(home) == [("march.csv", 4)]


def test_undoing_the_corrected_batch_takes_its_waiting_rows_with_it_and_keeps_the_correction(home, tmp_path):
    first = imported(home, tmp_path, BAD, "march.csv")
    imported(home, tmp_path, MENDED, "mended.csv")
    undo_batch(home, first.batch_id)
    assert stored(home, "SELECT count(*) FROM set_aside") == [(0,)]
    assert stored(home, "SELECT contact_id FROM contacts ORDER BY 1") == [("C2",), ("C3",), ("C4",)]


def test_a_purge_keeps_what_is_settled_and_what_waits_of_others(home, tmp_path):
    imported(home, tmp_path, BAD, "march.csv")
    imported(home, tmp_path, rows(contact(2, "conflict")), "mended.csv")
    imported(home, tmp_path, rows(contact(7, "quarrel", partner="also")), "theirs.csv")
    purge_records(home, Purge(partner_id="also"))
    assert waiting(home) == [("march.csv", 3), ("march.csv", 4)]
    assert stored(home, "SELECT count(*) FROM set_aside WHERE settled_by IS NOT NULL") == [(1,)]


# What readers see


def test_status_and_release_count_what_waits_and_what_came_again_each_row_once(home, tmp_path):
    two_faults = contact(5, "quarrel", day="nodate")
    imported(home, tmp_path, BAD + two_faults, "march.csv")
    assert "4 rows set aside wait to be mended, 0 have come again" in status_text(home)
    imported(home, tmp_path, MENDED, "mended.csv")
    assert "1 rows set aside wait to be mended, 3 have come again" in status_text(home)
    publish(home)
    release = open_release(home=home)
    batches = release.batches().sort_values("accepted_at")
    assert list(batches["set_aside_count"]) == [4, 0]
    assert list(batches["waiting_count"]) == [1, 0]
    assert list(batches["settled_count"]) == [3, 0]
    sums = batches[["read_count", "accepted_count", "unchanged_count", "set_aside_count"]].sum()
    assert sums["read_count"] == sums["accepted_count"] + sums["unchanged_count"] + sums["set_aside_count"]
    assert sorted(release.set_aside()["column_name"]) == ["contact_date", "purpose"]


def test_no_key_and_no_value_stands_in_the_books_of_what_was_set_aside(home, tmp_path):
    marked = contact(2, "quarrel").replace("C2,", "ZZMARKERQQ,")
    imported(home, tmp_path, rows(contact(1), marked), "march.csv")
    assert b"ZZMARKERQQ" not in home.store.read_bytes()
    assert waiting(home) == [("march.csv", 2)]


def test_a_store_of_version_2_keeps_its_rows_set_aside_and_settles_them_with_their_file(home, tmp_path):
    content = rows(contact(1), contact(2, partner="newcomer"))
    imported(home, tmp_path, "partner_id,partner_name\nucan,UCAN\n", "partners.csv")
    imported(home, tmp_path, content, "march.csv")
    with duckdb.connect(str(home.store)) as store:
        for name in ("table_name", "row_mark", "settled_by"):
            store.execute(f"ALTER TABLE set_aside DROP COLUMN {name}")
        store.execute("UPDATE about SET store_version = 2")
    assert waiting(home) == [("march.csv", 2)]
    assert stored(home, "SELECT store_version FROM about") == [(STORE_VERSION,)]
    imported(home, tmp_path, "partner_id,partner_name\nnewcomer,Newcomer\n", "partners.csv")
    imported(home, tmp_path, content, "march.csv")
    assert waiting(home) == []


def test_a_fault_of_the_whole_row_is_listed_without_a_column(home, tmp_path):
    imported(home, tmp_path, rows(contact(1), ",,,,,,\n"), "march.csv")
    [row] = set_aside_rows(home)
    assert isinstance(row, SetAsideRow)
    assert (row.row, row.column, row.reason) == (2, "", "is empty; take it out")
