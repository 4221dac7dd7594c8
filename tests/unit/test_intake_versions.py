"""Keys that change, in the lines of earlier versions: what undo and purge make of them."""

from datetime import UTC, date, datetime
from itertools import permutations

import duckdb
import pytest

from cp4p_metrics.intake.outdated import Purge
from cp4p_metrics.intake.purging import purge_records
from cp4p_metrics.intake.undoing import undo_batch
from cp4p_metrics.records.columns import Kind
from cp4p_metrics.records.store import reading, writing
from cp4p_metrics.records.tables import TABLES

from .test_intake_batches import HEADER as CONTACTS
from .test_intake_batches import ONE
from .test_intake_batches import imported as contacts_imported
from .test_intake_rekeying import OTHERS, imported, keys, row, stored
from .test_intake_removal import contents, traces

MARKER = "ZZMARKERQQ"


def people(drawn, **facts):
    """The rows of one case, drawn as 'S1 H2': who was shot and lived, and who died."""
    kinds = {"S": "SHOOT", "H": "HOM"}
    return [row(f"{kinds[each[0]]}-JA-#{each[1]}", **facts) for each in drawn.split()]


def brought(home, tmp_path, drawn, **facts):
    return imported(home, tmp_path, *OTHERS, *people(drawn, **facts), confirm=True).batch_id


def test_undoing_a_change_of_keys_brings_the_old_key_back(home, tmp_path):
    brought(home, tmp_path, "S1 S2")
    before = contents(home)
    second = brought(home, tmp_path, "S1 H2")
    assert keys(home) == ["HOM-JA-#2", "SHOOT-JA-#1"]
    undone = undo_batch(home, second)
    assert (undone.removed_count, undone.restored_count) == (1, 1)
    assert contents(home) == before


def test_every_row_that_counts_as_revised_is_kept_beside(home, tmp_path):
    brought(home, tmp_path, "S1 S2")
    brought(home, tmp_path, "H1 S2", day="2026-06-11")
    assert stored(home, "SELECT count(*) FROM store.main.replaced_victimizations") == [(2,)]
    assert stored(home, "SELECT sum(revised_count)::BIGINT FROM batch_files") == [(2,)]


LINES = [
    ("S1", "H1", "H1 again"),  # revised under the new key
    ("S1", "H1", "S1 again"),  # and back
    ("S1 S2", "H1 S2", "S1 H2"),  # numbered anew, the dead last
    ("S1", "H1", "S1 H2"),  # another person, under the very key that was given up
    ("H1", "S1", "H1 again"),
    ("S1 S2", "H1 S2 S3", "H1 S2 H3 again"),
]
HELD_UNCHANGED = [("S1 S2", "H1 S2", "H1 H2"), ("S1", "S1 H2", "H1 H2")]  # by the last, from the one before


def brought_in_turn(home, tmp_path, drawn):
    for each in drawn:
        day = "2026-06-11" if "again" in each else "2026-06-10"
        yield brought(home, tmp_path, each.replace(" again", ""), day=day)


def expected(drawn):
    kinds = {"S": "SHOOT", "H": "HOM"}
    return sorted(f"{kinds[each[0]]}-JA-#{each[1]}" for each in drawn.replace(" again", "").split())


@pytest.mark.parametrize("drawn", [*LINES, *HELD_UNCHANGED])
def test_undoing_from_the_last_to_the_first_shows_every_state_again(home, tmp_path, drawn):
    states, batches = [], []
    for batch_id in brought_in_turn(home, tmp_path, drawn):
        batches.append(batch_id)
        states.append(contents(home))
    assert len({str(state["victimizations"]) for state in states}) == 3
    undo_batch(home, batches[2])
    assert contents(home) == states[1]
    undo_batch(home, batches[1])
    assert contents(home) == states[0]


@pytest.mark.parametrize("drawn", LINES)
def test_undoing_the_middle_one_leaves_nobody_twice_and_nobody_out(home, tmp_path, drawn):
    first, *later = brought_in_turn(home, tmp_path, drawn[:1])
    assert not later
    before = contents(home)
    middle, last = brought_in_turn(home, tmp_path, drawn[1:])
    undo_batch(home, middle)
    assert keys(home) == expected(drawn[2])
    undo_batch(home, last)
    assert contents(home) == before
    undo_batch(home, first)
    assert keys(home) == []


@pytest.mark.parametrize("drawn", HELD_UNCHANGED)
def test_people_whom_the_undone_batch_brought_come_back_with_the_file_that_the_answer_names(home, tmp_path, drawn):
    _, middle, last = brought_in_turn(home, tmp_path, drawn)
    assert undo_batch(home, middle).to_import_again == (last,)
    list(brought_in_turn(home, tmp_path, drawn[2:]))
    assert keys(home) == expected(drawn[2])


@pytest.mark.parametrize("order", list(permutations([1, 2, 3])))
def test_a_key_given_up_and_brought_anew_by_a_file_of_the_living_alone_is_never_lost(home, tmp_path, order):
    batches = [brought(home, tmp_path, "S1"), brought(home, tmp_path, "H1")]
    first = contents(home)["replaced_victimizations"]
    assert len(first) == 1
    # A part of the feed that says nothing of the dead: the old key is there again, beside the new one.
    batches.append(imported(home, tmp_path, *people("S1"), confirm=True).batch_id)
    assert keys(home) == ["HOM-JA-#1", "SHOOT-JA-#1"]
    batches.append(brought(home, tmp_path, "H1 S2"))
    assert keys(home) == ["HOM-JA-#1", "SHOOT-JA-#2"]
    for number in order:
        undo_batch(home, batches[number])
    assert keys(home) == ["SHOOT-JA-#1"]
    assert contents(home)["replaced_victimizations"] == []


def test_a_purge_keeps_a_given_up_key_as_long_as_its_person_stands(home, tmp_path):
    brought(home, tmp_path, "S1")
    first = contents(home)["victimizations"]
    batches = [brought(home, tmp_path, drawn) for drawn in ("H1", "S1 H2", "S1 S2 H3")]
    before = contents(home)
    assert purge_records(home, Purge(partner_id="ucan")).is_nothing
    assert purge_records(home, Purge(before=date(2026, 1, 1))).is_nothing
    assert contents(home) == before
    for batch_id in reversed(batches):
        undo_batch(home, batch_id)
    assert contents(home)["victimizations"] == first


def test_a_given_up_key_goes_with_the_row_that_took_its_place(home, tmp_path):
    brought(home, tmp_path, "S1 S2 S3 S4 S5")
    second = brought(home, tmp_path, "S1 S2 S3 S4 H5", day="2025-12-01")
    purged = purge_records(home, Purge(before=date(2026, 1, 1)))
    assert (purged.row_counts["victimizations"], purged.earlier_count) == (5, 5)
    undo_batch(home, second)
    assert keys(home) == []


def test_batches_of_one_moment_have_an_order(home, tmp_path):
    moment = datetime(2026, 8, 1, 12, tzinfo=UTC)
    for minutes in (20, 30, 40):
        contacts_imported(home, tmp_path, CONTACTS + ONE.replace(",20\n", f",{minutes}\n"), now=moment)
    assert stored(home, "SELECT count(DISTINCT accepted_at) FROM batches") == [(3,)]


def test_a_purge_takes_what_a_pull_has_read_and_not_brought_in(home, tmp_path):
    brought(home, tmp_path, "S1")
    page = home.pull / "victims" / "page_00001.csv"
    page.parent.mkdir(parents=True)
    page.write_text(MARKER)
    purge_records(home, Purge(before=date(2026, 1, 1)), is_rehearsal=True)
    assert traces(home, MARKER) == ["pull/victims/page_00001.csv"]
    purge_records(home, Purge(before=date(2026, 1, 1)))
    assert traces(home, MARKER) == []
    assert not home.pull.exists()


@pytest.mark.parametrize("way", [reading, writing])
def test_a_table_that_came_later_than_the_store_is_made_when_it_is_opened(home, tmp_path, way):
    brought(home, tmp_path, "S1")
    with duckdb.connect(str(home.store)) as store:
        store.execute("DROP TABLE events; DROP TABLE replaced_targets")
    with way(home) as store:
        assert store.execute("SELECT count(*) FROM events").fetchall() == [(0,)]
        assert store.execute("SELECT count(*) FROM replaced_targets").fetchall() == [(0,)]
    assert keys(home) == ["SHOOT-JA-#1"]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_can_be_purged_and_its_batches_undone(home, tmp_path, name):
    table = TABLES[name]
    values = ", ".join(EXAMPLE[column.kind] for column in table.columns)
    first = brought(home, tmp_path, "S1")
    second = brought(home, tmp_path, "S1 S2")
    with writing(home) as store:
        store.execute(f"INSERT INTO {table.replaced_name} SELECT {values}, ?, ?, NULL", [first, second])
        store.execute(f"INSERT INTO {name} SELECT {values}, ?", [second])
    purge_records(home, Purge(partner_id="also"))
    assert stored(home, f"SELECT count(*) FROM store.main.{table.replaced_name}") == [(1,)]
    undone = undo_batch(home, second)
    assert undone.restored_count == 1
    purge_records(home, Purge(before=date(2030, 1, 1)))


EXAMPLE = dict.fromkeys(Kind, "'text'") | {
    Kind.DATE: "DATE '2026-01-01'",
    Kind.MONTH: "DATE '2026-01-01'",
    Kind.QUARTER: "DATE '2026-01-01'",
    Kind.INTEGER: "7",
    Kind.DECIMAL: "7.5",
    Kind.BOOLEAN: "true",
    Kind.AREA: "25",
    Kind.PARTNER: "'ucan'",
}
