"""A public source's refresh that has gone wrong waits, with the figures, until someone confirms it."""

import csv
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cp4p_metrics.home import Home
from cp4p_metrics.intake import import_files
from cp4p_metrics.records.store import reading

NOW = datetime(2026, 8, 4, 15, tzinfo=UTC)
COLUMNS = (
    "cpd_id", "case_number", "date", "community_area", "gunshot_injury_i", "victimization_primary", "sex", "race", "age",
)  # fmt: skip
AREAS = ("AUSTIN", "ENGLEWOOD", "NEAR NORTH SIDE", "LINCOLN PARK")


def victim(number, **changed):
    return {
        "cpd_id": f"SHOOT-J{number}-#1",
        "case_number": f"J{number}",
        "date": f"{date(2026, 1, 1) + timedelta(days=number % 180)} 10:00:00",
        "community_area": AREAS[number % 4],
        "gunshot_injury_i": "NO" if number % 20 == 0 else "YES",
        "victimization_primary": "BATTERY",
        "sex": "F" if number % 6 == 0 else "M",
        "race": ("WWH", "WHI", "UNKNOWN")[number % 3] if number % 4 == 0 else "BLK",
        "age": "20-29",
    } | changed


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def refreshed(home, tmp_path):
    """Import 400 victims, then the same days as a function changes them; the second import's report."""

    def again(change, **options):
        import_files(home, [write(tmp_path / "first.csv", [victim(n) for n in range(400)])], now=NOW)
        rows = [victim(n) | change(n) for n in range(400) if change(n) is not None]
        return import_files(home, [write(tmp_path / "second.csv", rows)], now=NOW, **options)

    return again


def stored(home, sql):
    with reading(home) as store:
        return store.execute(sql).fetchall()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda n: {} if n % 50 < 11 else None,
            "now has 88 sound rows, where the store has 400: 78% are gone",
        ),
        (
            lambda n: {"race": "UNKNOWN"} if n % 100 < 73 else {"race": "BLK"},
            "race_ethnicity is now known for 27% of the rows, where the store has it for 92%",
        ),
        (
            lambda n: {"race": "UNKNOWN"} if n % 100 < 40 else {},
            "race_ethnicity is now 'unknown' in 45% of the rows, where the store has it in 8%",
        ),
        (lambda n: {"race": "BLK"} if n % 400 > 0 else {}, None),
        (lambda n: {"sex": "F"}, "sex is now 'female' in 100% of the rows, where the store has it in 17%"),
        (lambda n: {"gunshot_injury_i": "NO"}, "is_gunshot is now 'false' in 100% of the rows"),
        (lambda n: {"community_area": "AUSTIN"}, "area_number is now '25' in 100% of the rows"),
        (lambda n: {"community_area": ""}, "area_number is now known for 0% of the rows"),
        (
            lambda n: {"cpd_id": f"2026-{n}"},
            "has only 0 of the 400 keys that the store has: the others may have been given anew",
        ),
        (lambda n: {"date": "31.12.2025"} if n % 10 < 3 else {}, "30% of the 400 rows of 'city_victims' have a fault"),
        (lambda n: {"date": "31.12.2025"}, "100% of the 400 rows of 'city_victims' have a fault"),
    ],
)
def test_a_refresh_that_has_gone_wrong_is_refused_with_the_figures(home, refreshed, change, words):
    report = refreshed(change)
    if words is None:
        assert not report.was_anything_refused
        return
    assert report.was_anything_refused
    assert words in report.to_text()
    assert "--confirm" in report.to_text()
    assert stored(home, "SELECT count(*) FROM victimizations") == [(400,)]
    assert stored(home, "SELECT count(*) FROM batches") == [(1,)]


def test_a_confirmed_refresh_comes_in_and_takes_no_row_away(home, refreshed):
    report = refreshed(lambda n: {"race": "UNKNOWN"} if n % 50 < 11 else None, confirm=True)
    assert (report.read_count, report.set_aside_count) == (88, 0)
    assert report.accepted_count + report.unchanged_count == 88
    assert (
        stored(home, "SELECT count(*), count(*) FILTER (race_ethnicity = 'unknown') FROM victimizations")[0][0] == 400
    )


def test_a_refresh_with_some_revisions_comes_in(refreshed):
    report = refreshed(lambda n: {"race": "UNKNOWN", "sex": "F"} if n % 10 == 1 else {})
    assert not report.was_anything_refused
    assert report.revised_count == 40


def test_the_first_rows_of_a_source_have_nothing_to_be_compared_with(home, tmp_path):
    rows = [victim(n, race="UNKNOWN", date="nonsense" if n % 2 else "2026-01-01") for n in range(100)]
    report = import_files(home, [write(tmp_path / "first.csv", rows)], now=NOW)
    assert (report.was_anything_refused, report.accepted_count) == (False, 50)


@given(lost=some.integers(0, 60), turned=some.integers(0, 60))
@settings(max_examples=25, deadline=None)
def test_a_refresh_is_refused_just_where_a_fifth_is_gone_or_an_answer_gained_a_quarter(lost, turned, tmp_path_factory):
    folder = tmp_path_factory.mktemp("refresh")
    home = Home(folder / "home")
    import_files(home, [write(folder / "first.csv", [victim(n, race="BLK") for n in range(60)])], now=NOW)
    rows = [victim(n, race="WHI" if n < turned else "BLK") for n in range(60)]
    # The first and the last day stay, since a file speaks for the days between its first and last row.
    kept = [rows[0], *rows[1 + min(lost, 58) : 59], rows[59]]
    report = import_files(home, [write(folder / "second.csv", kept)], now=NOW)
    white = sum(row["race"] == "WHI" for row in kept) / len(kept)
    expected = len(kept) < 0.8 * 60 or (len(kept) >= 20 and white > 0.25)
    assert report.was_anything_refused == expected, report.to_text()


@pytest.fixture
def victim_rows(shared_data):
    rows = []
    for path in sorted((shared_data / "city_victims").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows += csv.DictReader(file)
    return rows


@pytest.mark.shared_data
def test_the_real_file_that_lost_78_percent_of_its_rows_is_refused(home, tmp_path, victim_rows):
    import_files(home, [write(tmp_path / "whole.csv", victim_rows)], now=NOW)
    in_order = sorted(victim_rows, key=lambda row: row["date"])
    lost = [row for number, row in enumerate(in_order, start=1) if number % 50 < 11 or row is in_order[-1]]
    report = import_files(home, [write(tmp_path / "lost.csv", lost)], now=NOW)
    assert report.was_anything_refused
    assert f"now has {len(lost):,} sound rows, where the store has 3,893: 78% are gone" in report.to_text()
    assert stored(home, "SELECT count(*) FROM victimizations") == [(3_893,)]
    assert not import_files(home, [tmp_path / "lost.csv"], now=NOW, confirm=True).was_anything_refused
    assert stored(home, "SELECT count(*) FROM victimizations") == [(3_893,)]


@pytest.mark.shared_data
def test_the_real_file_whose_race_turned_unknown_for_73_percent_is_refused(home, tmp_path, victim_rows):
    import_files(home, [write(tmp_path / "whole.csv", victim_rows)], now=NOW)
    races = stored(home, "SELECT race_ethnicity, count(*) FROM victimizations GROUP BY ALL ORDER BY 1")
    known = sum(row["race"] != "UNKNOWN" for row in victim_rows)
    left = round(0.27 * len(victim_rows))
    turned, kept = [], 0
    for row in victim_rows:
        keeps = row["race"] != "UNKNOWN" and kept < left
        kept += keeps
        turned.append(row if keeps else dict(row, race="UNKNOWN"))
    report = import_files(home, [write(tmp_path / "turned.csv", turned)], now=NOW)
    expected = f"is now known for 27% of the rows, where the store has it for {known / len(victim_rows):.0%}"
    assert f"race_ethnicity {expected}" in report.to_text()
    assert stored(home, "SELECT race_ethnicity, count(*) FROM victimizations GROUP BY ALL ORDER BY 1") == races


@pytest.mark.shared_data
def test_real_years_come_one_after_the_other_without_a_refusal(home, shared_data):
    for path in sorted((shared_data / "city_victims").glob("*.csv")):
        assert not import_files(home, [path], now=NOW).was_anything_refused, path.name
