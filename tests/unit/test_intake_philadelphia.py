"""Philadelphia's file of shooting victims, against counts made here with the standard library."""

import csv
from collections import Counter

import pytest

from cp4p_metrics.intake import import_files
from cp4p_metrics.intake.profiles import get_profile
from cp4p_metrics.intake.undoing import undo_batch
from cp4p_metrics.records.store import reading
from cp4p_metrics.release.publish import publish
from cp4p_metrics.release.reader import open_release
from tests import philadelphia

RACES = {"B": "black", "W": "white", "A": "asian_or_pacific_islander", "U": "unknown", "": "unknown"}


def age_band(written):
    if not written:
        return "unknown"
    bands = ((18, "under_18"), (25, "18_24"), (35, "25_34"), (45, "35_44"))
    return next((band for limit, band in bands if int(written) < limit), "45_and_over")


@pytest.fixture(autouse=True)
def in_philadelphia(monkeypatch):
    monkeypatch.setenv("CP4P_COALITION", "philadelphia")


@pytest.fixture
def small_file(tmp_path):
    return philadelphia.write(tmp_path / "shootings.csv", philadelphia.rows())


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def stored(home, sql):
    with reading(home) as store:
        return store.execute(sql).fetchall()


def check_against_the_file(home, path):
    """Every count of the store and of the release against the file's own rows."""
    rows = read(path)
    shot = [row for row in rows if row["officer_involved"] == "N"]
    report = import_files(home, [path])
    assert (report.read_count, report.accepted_count, report.set_aside_count) == (len(shot), len(shot), 0)
    with_officers = len(rows) - len(shot)
    assert f"left out by the profile, {with_officers} row" in report.to_text()
    assert stored(home, "SELECT count(*) FROM victimizations WHERE is_gunshot") == [(len(shot),)]
    races = Counter("hispanic" if row["latino"] == "1" else RACES[row["race"]] for row in shot)
    assert dict(stored(home, "SELECT race_ethnicity, count(*) FROM victimizations GROUP BY ALL")) == races
    ages = Counter(age_band(row["age"]) for row in shot)
    assert dict(stored(home, "SELECT age_band, count(*) FROM victimizations GROUP BY ALL")) == ages
    by_day = Counter(row["date_"][:10] for row in shot)
    assert (
        dict(stored(home, "SELECT occurred_date::VARCHAR, count(*) FROM victimizations WHERE is_gunshot GROUP BY ALL"))
        == by_day
    )
    publish(home)
    release = open_release(home=home)
    by_area = Counter(row["dist"] for row in shot if row["dist"])
    told = release.ask("gunshot_victimizations", place="areas")
    assert {row.place: row.numerator for row in told.itertuples() if row.numerator} == by_area
    assert len(told) == 22
    for name, fatal in (("fatal_shootings", "1"), ("nonfatal_shootings", "0")):
        [count] = release.ask(name, place="city")["numerator"]
        assert count == sum(row["fatal"] == fatal for row in shot)
    by_year = Counter(row["date_"][:4] for row in shot)
    years = release.ask("gunshot_victimizations", by="year", place="city")
    assert {str(row.period_start.year): row.numerator for row in years.itertuples()} == by_year
    [cases] = release.ask("shooting_incidents", place="city")["numerator"]
    assert cases == len({row["dc_key"] for row in shot})
    return release


def test_a_file_in_the_layout_counts_as_it_says(home, small_file):
    release = check_against_the_file(home, small_file)
    [count] = release.ask("gunshot_victimizations", place="area:15th District", start=None)["numerator"]
    assert count == sum(row["dist"] == "15" for row in read(small_file))


@pytest.mark.shared_data
def test_the_citys_own_file_counts_as_it_says(home, shared_data):
    path = shared_data / "philadelphia" / "shootings.csv"
    release = check_against_the_file(home, path)
    assert [len(read(path)), *release.ask("gunshot_victimizations", place="city")["numerator"]] == [14_861, 14_751]
    assert [
        *release.ask("fatal_shootings", place="city")["numerator"],
        *release.ask("nonfatal_shootings", place="city")["numerator"],
    ] == [3_049, 11_702]


@pytest.mark.shared_data
def test_every_column_of_the_citys_file_is_read_never_read_or_unused(shared_data):
    with (shared_data / "philadelphia" / "shootings.csv").open(encoding="utf-8", newline="") as file:
        header = set(next(csv.reader(file)))
    profile = get_profile("philadelphia_shootings")
    read_columns = set(profile.sources)
    assert header <= read_columns | set(profile.never_read) | set(profile.unused)
    assert not read_columns & set(profile.never_read)
    assert set(philadelphia.HEADER) == header


def test_no_block_and_no_coordinate_is_under_the_home_folder(home, small_file):
    import_files(home, [small_file])
    for path in home.path.rglob("*"):
        if path.is_file():
            assert b"NOWHERE" not in path.read_bytes()
            assert b"39.99" not in path.read_bytes()


def test_midnight_utc_is_the_local_day(home, tmp_path):
    rows = [row for row in philadelphia.rows() if row["date_"].startswith("2018-07-04")]
    import_files(home, [philadelphia.write(tmp_path / "one.csv", rows)])
    assert stored(home, "SELECT DISTINCT occurred_date::VARCHAR FROM victimizations") == [("2018-07-04",)]


def test_a_district_that_there_is_none_of_is_set_aside(home, tmp_path):
    rows = [{**philadelphia.rows()[0], "dist": 4}]
    report = import_files(home, [philadelphia.write(tmp_path / "one.csv", rows)])
    assert report.set_aside_count == 1
    assert "is not a police district; write one of the 22 numbers (1, 2, 3, 5 …)" in report.to_text()


def test_nobody_counted_the_residents_so_there_is_no_rate_and_asking_says_why(home, small_file):
    import_files(home, [small_file])
    published = publish(home)
    assert set(published.without_facts) == {
        "gunshot_victimization_rate",
        "safety_gap",
        "neighbors_versus_prior_three_years",
        "neighbors_change_from_baseline",
    }
    assert "gunshot_victimization_rate" not in published.left_out
    with pytest.raises(Exception, match="how many people live in Philadelphia's police districts is not known"):
        open_release(home=home).ask("gunshot_victimization_rate")


def test_homicides_by_other_means_are_not_known_and_not_zero(home, small_file):
    import_files(home, [small_file])
    assert "homicides" in publish(home).left_out


def test_a_coalition_without_partners_has_no_number_of_its_own(home, small_file):
    import_files(home, [small_file])
    publish(home)
    for place in ("served_now", "coalition"):
        assert open_release(home=home).ask("gunshot_victimizations", by="year", place=place).empty


# Keys that are given anew


def people(home):
    return sorted(
        stored(home, "SELECT case_number, occurred_date, area_number, is_homicide, age_band FROM victimizations")
    )


def imported_with_keys(home, tmp_path, shift, **changed):
    rows = [{**row, "objectid": int(row["objectid"]) + shift} for row in philadelphia.rows()]
    rows[-2].update(changed)
    return import_files(home, [philadelphia.write(tmp_path / f"keys_{shift}.csv", rows)])


@pytest.mark.parametrize("shift", [1, 700, 50_000])
def test_a_file_whose_keys_are_all_given_anew_counts_nobody_twice(home, tmp_path, small_file, shift):
    first = import_files(home, [small_file])
    before = people(home)
    report = imported_with_keys(home, tmp_path, shift, fatal=1)
    assert (report.read_count, report.set_aside_count) == (first.read_count, 0)
    assert report.revised_count <= report.accepted_count
    after = people(home)
    assert len(after) == len(before) == first.accepted_count
    assert len([row for row in after if row not in before]) == 1, "one person died meanwhile"


def test_undoing_such_a_file_brings_the_earlier_one_back(home, tmp_path, small_file):
    import_files(home, [small_file])
    before = stored(home, "SELECT * EXCLUDE (batch_id) FROM victimizations ORDER BY ALL")
    report = imported_with_keys(home, tmp_path, 1, fatal=1)
    undo_batch(home, report.batch_id)
    assert stored(home, "SELECT * EXCLUDE (batch_id) FROM victimizations ORDER BY ALL") == before


def test_a_file_with_a_part_of_a_case_takes_nobody_away(home, tmp_path, small_file):
    import_files(home, [small_file])
    before = people(home)
    one_of_two = next(row for row in philadelphia.rows() if row["dc_key"] == "202399000001.0")
    import_files(home, [philadelphia.write(tmp_path / "part.csv", [{**one_of_two, "objectid": 77}])], confirm=True)
    assert len(people(home)) == len(before) + 1
