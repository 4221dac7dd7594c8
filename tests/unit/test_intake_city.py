"""The City's own files, against counts made here with the standard library."""

import csv
import threading
from collections import Counter

import pytest

from cp4p_metrics import places
from cp4p_metrics.intake import import_files
from cp4p_metrics.intake.profiles import get_profile
from cp4p_metrics.records.store import reading

pytestmark = pytest.mark.shared_data

PERSONAL = (
    "block",
    "latitude",
    "longitude",
    "homicide_victim_first_name",
    "homicide_victim_mi",
    "homicide_victim_last_name",
)


@pytest.fixture
def victim_files(shared_data):
    return sorted((shared_data / "city_victims").glob("*.csv"))


@pytest.fixture
def victim_rows(victim_files):
    rows = []
    for path in victim_files:
        with path.open(encoding="utf-8", newline="") as file:
            rows += csv.DictReader(file)
    return rows


@pytest.fixture
def homicide_files(shared_data):
    return sorted((shared_data / "city_homicides_2001_2013").glob("*.csv"))


def stored(home, sql):
    with reading(home) as store:
        return store.execute(sql).fetchall()


def test_the_eight_parts_are_one_batch_with_the_published_counts(home, victim_files):
    report = import_files(home, victim_files)
    assert (report.read_count, report.accepted_count, report.set_aside_count) == (3_893, 3_893, 0)
    assert len(report.files) == 8
    assert stored(home, "SELECT count(*) FROM batches") == [(1,)]
    [found] = stored(
        home,
        """
        SELECT count(*) FILTER (is_gunshot), count(*) FILTER (is_gunshot AND is_homicide),
            count(*) FILTER (is_gunshot AND NOT is_homicide), count(*) FILTER (is_homicide),
            count(DISTINCT case_number), count(DISTINCT case_number) FILTER (is_gunshot)
        FROM victimizations
        """,
    )
    assert found == (3_768, 734, 3_034, 859, 3_130, 3_015)


def test_the_same_parts_again_leave_the_store_as_it_was(home, victim_files):
    import_files(home, victim_files)
    before = home.store.read_bytes()
    report = import_files(home, reversed(victim_files))
    assert (report.accepted_count, report.unchanged_count) == (0, 3_893)
    assert home.store.read_bytes() == before
    one = import_files(home, victim_files[:1])
    assert (one.accepted_count, one.unchanged_count) == (0, 859)


def test_every_area_day_sex_and_race_counts_as_in_the_files(home, victim_files, victim_rows):
    import_files(home, victim_files)
    numbers = {area.name.upper().replace("'", "").removeprefix("THE "): area.number for area in places.areas()}
    by_area = Counter(numbers[row["community_area"]] for row in victim_rows)
    assert dict(stored(home, "SELECT area_number, count(*) FROM victimizations GROUP BY ALL")) == by_area
    assert set(range(1, 78)) - set(by_area) == {74, 76}
    by_day = Counter(row["date"][:10] for row in victim_rows)
    assert dict(stored(home, "SELECT occurred_date::VARCHAR, count(*) FROM victimizations GROUP BY ALL")) == by_day
    races = Counter(row["race"] for row in victim_rows)
    assert dict(stored(home, "SELECT race_ethnicity, count(*) FROM victimizations GROUP BY ALL")) == {
        "black": races["BLK"],
        "hispanic": races["WWH"] + races["WBH"],
        "white": races["WHI"],
        "asian_or_pacific_islander": races["API"],
        "american_indian": races["I"],
        "unknown": races["UNKNOWN"],
    }
    sexes = Counter(row["sex"] for row in victim_rows)
    assert dict(stored(home, "SELECT sex, count(*) FROM victimizations GROUP BY ALL")) == {
        "male": sexes["M"],
        "female": sexes["F"],
        "unknown": sexes["UNKNOWN"],
    }
    assert stored(home, "SELECT DISTINCT age_band, source FROM victimizations") == [("unknown", "victims")]


def test_no_name_block_or_coordinate_is_under_the_home_folder_at_any_time(home, victim_files, victim_rows):
    personal = {row[column].encode() for row in victim_rows for column in PERSONAL if len(row[column]) > 3}
    personal |= {b"REDACTED", b"coordinates"}
    samples = {b"REDACTED", b"coordinates", *sorted(personal)[::40]}
    found, is_over = [], threading.Event()

    def look(looked_for):
        for path in home.path.rglob("*"):
            if path.is_file():
                try:
                    content = path.read_bytes()
                except FileNotFoundError:
                    continue
                found.extend((path.name, text) for text in looked_for if text in content)

    def watch():
        while not is_over.is_set():
            look(samples)

    watcher = threading.Thread(target=watch)
    watcher.start()
    lines = []
    try:
        report = import_files(home, victim_files, tell=lines.append)
    finally:
        is_over.set()
        watcher.join()
    look(personal)
    assert found == []
    said = "\n".join([*lines, report.to_text()])
    assert not any(text.decode() in said for text in personal)


def test_the_older_layout_says_nothing_of_gunshots(home, homicide_files):
    report = import_files(home, homicide_files)
    assert (report.read_count, report.accepted_count) == (6_202, 6_202)
    with homicide_files[0].open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by_area = Counter(int(row["Community Area"]) for row in rows)
    assert dict(stored(home, "SELECT area_number, count(*) FROM victimizations GROUP BY ALL")) == by_area
    by_year = Counter(int(row["Date"][6:10]) for row in rows)
    assert dict(stored(home, "SELECT year(occurred_date), count(*) FROM victimizations GROUP BY ALL")) == by_year
    assert stored(home, "SELECT DISTINCT is_gunshot, is_homicide, source FROM victimizations") == [
        (None, True, "homicides")
    ]
    assert stored(home, "SELECT DISTINCT subject FROM coverage") == [("homicides",)]


def test_both_layouts_stand_side_by_side(home, victim_files, homicide_files):
    report = import_files(home, [*victim_files, *homicide_files])
    assert report.accepted_count == 3_893 + 6_202
    assert len(stored(home, "SELECT * FROM coverage")) == 3


def test_every_column_of_the_layouts_is_read_never_read_or_unused(victim_files, homicide_files):
    for path, name in ((victim_files[0], "city_victims"), (homicide_files[0], "city_homicides")):
        with path.open(encoding="utf-8", newline="") as file:
            header = set(next(csv.reader(file)))
        profile = get_profile(name)
        read = {their for field in profile.fields for their in field.theirs}
        assert header <= read | set(profile.never_read) | set(profile.unused) | {profile.extracted_by}
        assert not read & set(profile.never_read)


def test_a_column_that_is_new_in_the_citys_layout_is_not_read_and_is_mentioned(home, tmp_path, victim_files):
    lines = victim_files[0].read_text(encoding="utf-8").splitlines()
    (tmp_path / "new.csv").write_text(
        "\n".join([lines[0] + ",witness", lines[1] + ",SOMEBODY"]) + "\n", encoding="utf-8"
    )
    report = import_files(home, [tmp_path / "new.csv"])
    assert report.accepted_count == 1
    assert "were not read: witness." in report.to_text()
    assert b"SOMEBODY" not in home.store.read_bytes()
