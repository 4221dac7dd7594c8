"""A key that changes when a person dies, and how far a City file's coverage reaches."""

from datetime import UTC, datetime

import pytest

from cp4p_metrics.intake import import_files
from cp4p_metrics.records.store import reading

HEADER = "cpd_id,case_number,date,community_area,gunshot_injury_i,victimization_primary,sex,race,age,updated\n"
NOW = datetime(2026, 8, 20, 15, tzinfo=UTC)


def row(key, day="2026-06-10", updated="2026-06-12"):
    kind, case, _number = key.split("-")
    what = "HOMICIDE" if kind == "HOM" else "BATTERY"
    return f"{key},{case},{day}T10:00:00.000,AUSTIN,YES,{what},M,BLK,,{updated}T10:00:00.000\n"


OTHERS = [row("HOM-JB-#1"), *(row(f"SHOOT-J{number}-#1") for number in range(20))]


def imported(home, tmp_path, *rows, header=HEADER, confirm=False):
    path = tmp_path / "victims.csv"
    path.write_text(header + "".join(rows))
    return import_files(home, [path], now=NOW, confirm=confirm)


def stored(home, sql):
    with reading(home) as store:
        return store.execute(sql).fetchall()


def keys(home):
    found = stored(home, "SELECT victimization_id FROM victimizations WHERE case_number = 'JA' ORDER BY 1")
    return [key for (key,) in found]


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ("S1", "H1", "H1"),
        ("S1 S2", "S1 H2", "H2 S1"),
        ("S1 S2", "H1 S2", "H1 S2"),
        ("S1 S2", "H1 H2", "H1 H2"),
        ("S1 S2", "H1 S2 S3", "H1 S2 S3"),
        ("S1", "S1 H2", "H2 S1"),  # another person, found later
        ("S1", "H2", "H2 S1"),  # a part of a case says nothing of the rest
        ("S1 S2", "H1", "H1 S1 S2"),  # fewer people than before: nobody is taken away
        ("H1", "S1", "S1"),  # and back, where the City finds that it was no homicide
        ("S1 S2", "S1", "S1 S2"),
    ],
)
def test_a_case_that_comes_whole_takes_the_place_of_its_old_keys(home, tmp_path, before, after, kept):
    def people(drawn):
        kinds = {"S": "SHOOT", "H": "HOM"}
        return [f"{kinds[each[0]]}-JA-#{each[1]}" for each in drawn.split()]

    imported(home, tmp_path, *OTHERS, *map(row, people(before)))
    report = imported(home, tmp_path, *OTHERS, *map(row, people(after)))
    assert keys(home) == people(kept)
    assert report.read_count == report.accepted_count + report.unchanged_count + report.set_aside_count


def test_a_file_of_homicides_alone_takes_nobody_away(home, tmp_path):
    imported(home, tmp_path, *OTHERS, row("SHOOT-JA-#1"))
    imported(home, tmp_path, row("HOM-JA-#1"), row("HOM-JB-#1"), confirm=True)
    assert keys(home) == ["HOM-JA-#1", "SHOOT-JA-#1"]


def test_a_case_with_a_row_set_aside_is_not_whole(home, tmp_path):
    imported(home, tmp_path, *OTHERS, row("SHOOT-JA-#1"), row("SHOOT-JA-#2"))
    imported(home, tmp_path, *OTHERS, row("HOM-JA-#1").replace("AUSTIN", "NOWHERE"), row("SHOOT-JA-#2"))
    assert keys(home) == ["SHOOT-JA-#1", "SHOOT-JA-#2"]


def through(home):
    return stored(home, "SELECT first_date::VARCHAR, through_date::VARCHAR FROM coverage WHERE subject = 'gunshots'")


@pytest.mark.parametrize(
    ("last_incident", "changed", "reaches"),
    [
        ("2026-06-29", "2026-07-01", "2026-06-30"),  # a quiet last day completes the month
        ("2026-06-26", "2026-06-29", "2026-06-28"),
        ("2026-06-29", "2026-07-04", "2026-06-30"),  # and no day of a month that nothing was seen of
        ("2026-06-29", "2026-06-29", "2026-06-29"),
        ("2026-06-10", "2026-08-15", "2026-06-10"),  # cut by a date: its rows were revised long after
        ("2026-08-18", "2026-08-25", "2026-08-19"),  # never beyond yesterday
    ],
)
def test_coverage_reaches_the_day_before_the_extract(home, tmp_path, last_incident, changed, reaches):
    imported(home, tmp_path, row("SHOOT-JA-#1", day="2026-06-02"), row("SHOOT-JB-#1", last_incident, changed))
    assert through(home) == [("2026-06-02", reaches)]


def test_coverage_of_a_file_that_does_not_say_when_it_was_made_ends_with_its_last_incident(home, tmp_path):
    rows = [row("SHOOT-JA-#1", day="2026-06-02"), row("SHOOT-JB-#1", "2026-06-29", "2026-07-01")]
    imported(home, tmp_path, *(line.rpartition(",")[0] + "\n" for line in rows), header=HEADER.replace(",updated", ""))
    assert through(home) == [("2026-06-02", "2026-06-29")]
    imported(home, tmp_path, *(line.rpartition(",")[0] + ",\n" for line in rows))
    assert set(through(home)) == {("2026-06-02", "2026-06-29")}


def test_today_is_not_over_and_not_covered(home, tmp_path):
    imported(home, tmp_path, row("SHOOT-JA-#1", day="2026-08-18"), row("SHOOT-JB-#1", "2026-08-20", "2026-08-20"))
    assert through(home) == [("2026-08-18", "2026-08-19")]
