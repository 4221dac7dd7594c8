"""The City's crimes and the Park District's parks: from files and from the portal."""

import csv
import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cp4p_metrics.command_line import main
from cp4p_metrics.errors import PortalError, UnknownNameError
from cp4p_metrics.home import Home
from cp4p_metrics.intake import import_files
from cp4p_metrics.intake.portal import pages, pull_city
from cp4p_metrics.intake.portal.datasets import dataset_names, get_dataset
from cp4p_metrics.intake.portal.keys import NumberKeys
from cp4p_metrics.intake.profiles import get_profile
from cp4p_metrics.records.store import reading
from cp4p_metrics.records.tables import OFFENSES

from ..portal import PERSONAL, crime, park, portal_with

NOW = datetime(2026, 8, 4, 15, tzinfo=UTC)
EXPORT = (
    "ID,Case Number,Date,Block,IUCR,Primary Type,Description,Location Description,Arrest,Domestic,Beat,District,Ward,"
    "Community Area,FBI Code,X Coordinate,Y Coordinate,Year,Updated On,Latitude,Longitude,Location\n"
)
ROW = (
    "{id},JK{id},06/{day:02}/2026 11:40:00 PM,100 E NOWHERE ST,0820,{offense},$500 AND UNDER,HIDEOUT,{arrest},false,1512,"
    '015,29,{area},06,1,2,2026,07/01/2026 03:40:00 PM,41.8,-87.6,"(41.8, -87.6)"\n'
)


def export(*offenses, arrest="true", area="25"):
    """A downloaded file with one crime for each offense."""
    return EXPORT + "".join(
        ROW.format(id=20_000 + number, day=1 + number % 28, offense=offense, arrest=arrest, area=area)
        for number, offense in enumerate(offenses)
    )


def imported(home, tmp_path, content, name="crimes.csv", **options):
    path = tmp_path / name
    path.write_text(content)
    return import_files(home, [path], now=NOW, **options)


def stored(home, sql):
    with reading(home) as store:
        return store.execute(sql).fetchall()


@pytest.fixture(autouse=True)
def small_pages(monkeypatch):
    monkeypatch.setattr(pages, "ROWS_A_PAGE", 30)
    monkeypatch.delenv("CP4P_APP_TOKEN", raising=False)
    monkeypatch.delenv("CP4P_PORTAL", raising=False)


def pulled(home, portal, dataset, now=NOW, **options):
    return pull_city(home, dataset, portal=portal.address, now=now, wait=lambda _seconds: None, **options)


# Crimes from files


def test_a_downloaded_file_of_crimes_is_read_without_block_or_coordinate(home, tmp_path):
    report = imported(home, tmp_path, export("THEFT", "HOMICIDE"))
    assert (report.files[0].profile, report.accepted_count, report.files[0].notes) == ("city_crimes", 2, ())
    assert stored(home, "SELECT * EXCLUDE (batch_id) FROM crimes ORDER BY crime_id") == [
        ("20000", "JK20000", date(2026, 6, 1), 25, "theft", False, True, "06"),
        ("20001", "JK20001", date(2026, 6, 2), 25, "homicide", False, True, "06"),
    ]
    assert stored(home, "SELECT subject, first_date::VARCHAR, through_date::VARCHAR FROM coverage") == [
        ("crimes", "2026-06-01", "2026-06-02")
    ]
    kept = home.store.read_bytes()
    assert not any(word in kept for word in (b"NOWHERE", b"HIDEOUT", b"41.8"))


@pytest.mark.parametrize(
    ("offenses", "profile"),
    [
        (["HOMICIDE"] * 40, "city_homicides"),
        (["homicide", "HOMICIDE"], "city_homicides"),
        (["HOMICIDE"] * 3_000 + ["THEFT"], "city_crimes"),
    ],
)
def test_homicides_and_crimes_have_one_header_and_are_told_apart_by_their_rows(home, tmp_path, offenses, profile):
    report = imported(home, tmp_path, export(*offenses))
    assert (report.files[0].profile, report.set_aside_count) == (profile, 0)
    tables = Counter({"victimizations": 0, "crimes": 0})
    tables["victimizations" if profile == "city_homicides" else "crimes"] = len(offenses)
    for table, count in tables.items():
        assert stored(home, f"SELECT count(*) FROM {table}") == [(count,)]


def test_crimes_that_are_named_homicides_are_refused_and_the_reverse_is_taken(home, tmp_path):
    report = imported(home, tmp_path, export("HOMICIDE", "THEFT"), profile="city_homicides")
    assert "rows with Primary Type other than HOMICIDE" in report.to_text()
    assert imported(home, tmp_path, export("HOMICIDE"), profile="city_crimes").files[0].table_name == "crimes"


def test_crimes_from_a_spreadsheet_program_and_from_the_api_are_told_apart_from_homicides_too(home, tmp_path):
    mixed_ends = export("HOMICIDE", "THEFT").replace("\n", "\r\n", 1)
    assert imported(home, tmp_path, mixed_ends).files[0].table_name == "crimes"
    lines = "".join(json.dumps(crime(n, offense="THEFT")) + "\n" for n in range(3))
    report = imported(home, tmp_path, lines, "crimes.jsonl")
    assert (report.files[0].table_name, report.accepted_count) == ("crimes", 3)
    assert "were not read: " in report.to_text()  # the columns of `PERSONAL` that a feed of crimes hasn't got


def test_every_primary_type_has_an_offense_and_a_new_one_is_set_aside(home, tmp_path):
    codes = next(f.codes for f in get_profile("city_crimes").fields if f.column.name == "offense")
    assert {our for _, our in codes} == set(OFFENSES.split())
    report = imported(home, tmp_path, export(*(their for their, _ in codes), "TIME TRAVEL"))
    assert (report.accepted_count, report.set_aside_count) == (len(codes), 1)
    assert "TIME TRAVEL" not in report.to_text()


def test_a_crime_without_area_or_answer_is_kept_as_not_known(home, tmp_path):
    imported(home, tmp_path, export("THEFT", arrest="", area=""))
    assert stored(home, "SELECT area_number, is_arrest FROM crimes") == [(None, None)]


def test_crimes_move_no_measure(home, tmp_path):
    imported(home, tmp_path, export("THEFT", "HOMICIDE"))
    assert main(["publish"]) == 1, "there is nothing that a measure counts"
    assert stored(home, "SELECT count(*) FROM victimizations") == [(0,)]


def test_crimes_and_parks_are_in_the_status(home, tmp_path, capsys):
    imported(home, tmp_path, export("THEFT", "ARSON"))
    imported(home, tmp_path, "PARK_NO,LABEL,PARK_CLASS,ACRES\n9,Humboldt,CITYWIDE PARK,197.26\n", "parks.csv")
    assert main(["status"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "crimes 2 2026-06-01 to 2026-06-02" in text
    assert "parks 1" in text


@given(
    rows=some.lists(
        some.tuples(
            some.sampled_from(["THEFT", "HOMICIDE", "CRIM SEXUAL ASSAULT", "NON - CRIMINAL", "TIME TRAVEL", ""]),
            some.sampled_from(["true", "false", "Y", "", "perhaps"]),
            some.sampled_from(["25", "AUSTIN", "", "0", "78"]),
        ),
        min_size=1,
        max_size=30,
    )
)
@settings(max_examples=25, deadline=None)
def test_whatever_a_file_of_crimes_holds_its_totals_reconcile(rows, tmp_path_factory):
    folder = tmp_path_factory.mktemp("crimes")
    home = Home(folder / "home")
    content = EXPORT + "".join(
        ROW.format(id=number, day=1, offense=offense, arrest=arrest, area=area)
        for number, (offense, arrest, area) in enumerate(rows)
    )
    report = imported(home, folder, content, profile="city_crimes")
    sound = [row for row in rows if row[0] not in ("TIME TRAVEL", "") and row[1] != "perhaps"]
    sound = [row for row in sound if row[2] in ("25", "AUSTIN", "")]
    assert (report.read_count, report.accepted_count, report.set_aside_count) == (
        len(rows),
        len(sound),
        len(rows) - len(sound),
    )


@pytest.mark.shared_data
def test_the_older_file_counts_as_the_standard_library_counts_it_when_read_as_crimes(home, shared_data):
    [path] = (shared_data / "city_homicides_2001_2013").glob("*.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    report = import_files(home, [path], profile="city_crimes", now=NOW)
    assert (report.read_count, report.accepted_count) == (len(rows), len(rows))
    for ours, theirs in (("is_arrest", "Arrest"), ("is_domestic", "Domestic")):
        expected = Counter(row[theirs] == "true" for row in rows)
        assert dict(stored(home, f"SELECT {ours}, count(*) FROM crimes GROUP BY ALL")) == expected
    by_area = Counter(int(row["Community Area"]) for row in rows)
    assert dict(stored(home, "SELECT area_number, count(*) FROM crimes GROUP BY ALL")) == by_area


# Parks from files


GEOJSON = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"PARK_NO": number, "LABEL": f"Park {number}", "PARK_CLASS": "MINI-PARK", "ACRES": acres},
            "geometry": {"type": "Point", "coordinates": [-87.6, 41.8]},
        }
        for number, acres in ((1, 0.37), (2, 5))
    ],
}


def test_parks_come_from_geojson_and_from_csv_alike(home, tmp_path):
    report = imported(home, tmp_path, json.dumps(GEOJSON, indent=1), "parks.geojson")
    assert (report.files[0].profile, report.accepted_count, report.files[0].notes) == ("park_district_parks", 2, ())
    content = "the_geom,park_no,label,park_class,acres\nX,1,Park 1,MINI-PARK,0.37\nY,2,Park 2,MINI-PARK,5\n"
    assert imported(home, tmp_path, content, "parks.csv").unchanged_count == 2
    assert stored(home, "SELECT park_number, park_name, park_class, acres::DOUBLE FROM parks ORDER BY 1") == [
        (1, "Park 1", "MINI-PARK", 0.37),
        (2, "Park 2", "MINI-PARK", 5),
    ]


@pytest.mark.parametrize(
    "content",
    [
        '{"type": "FeatureCollection", "features": [',
        '{"type": "FeatureCollection"}',
        '{"type": "FeatureCollection", "features": [{"properties": null}]}',
        '{"type": "FeatureCollection", "features": 5}',
        '{"type": "FeatureCollection", "features": [{"properties": {"PARK_NO": [1], "LABEL": "A", "PARK_CLASS": "B", '
        '"ACRES": 1}}]}',
    ],
)
def test_geojson_that_is_broken_is_refused(home, tmp_path, content):
    assert imported(home, tmp_path, content, "parks.geojson").was_anything_refused


def test_parks_that_lost_many_are_refused_until_confirmed(home, tmp_path):
    header = "PARK_NO,LABEL,PARK_CLASS,ACRES\n"
    lines = [f"{number},Park,MINI-PARK,1\n" for number in range(1, 101)]
    imported(home, tmp_path, header + "".join(lines), "parks.csv")
    report = imported(home, tmp_path, header + "".join(lines[:22]), "parks.csv")
    assert "now has 22 sound rows, where the store has 100: 78% are gone" in report.to_text()
    confirmed = imported(home, tmp_path, header + "".join(lines[:22]), "parks.csv", confirm=True)
    assert not confirmed.was_anything_refused
    assert stored(home, "SELECT count(*) FROM parks") == [(100,)], "a park is never taken away"


@pytest.mark.shared_data
def test_the_published_parks_count_as_the_standard_library_counts_them(home, shared_data):
    path = shared_data / "geography" / "parks_polygons_wgs84_simplified.geojson"
    properties = [feature["properties"] for feature in json.loads(path.read_text())["features"]]
    report = import_files(home, [path], now=NOW)
    assert (report.read_count, report.accepted_count, report.set_aside_count) == (583, 583, 0)
    assert stored(home, "SELECT park_number, park_name, park_class, acres::DOUBLE FROM parks ORDER BY 1") == [
        (p["PARK_NO"], p["LABEL"], p["PARK_CLASS"], round(p["ACRES"], 2))
        for p in sorted(properties, key=lambda p: p["PARK_NO"])
    ]


# From the portal


def crimes(count=100):
    """Ids of several lengths, so that their order as text is not their order as numbers."""
    first = date(2026, 1, 1)
    return [crime(9_950 + n, day=str(first + timedelta(days=n * 7 % 200))) for n in range(count)]


@pytest.mark.parametrize("name", dataset_names())
def test_only_needed_columns_of_a_dataset_are_asked_for_and_none_that_is_never_read(name):
    dataset, profile = get_dataset(name), get_profile(get_dataset(name).profile)
    assert not set(dataset.select) & set(profile.never_read)
    assert {dataset.key, dataset.case, dataset.date, dataset.updated} - {None} <= set(dataset.select)
    read = {their.casefold() for field in profile.fields for their in field.theirs}
    assert set(dataset.select) <= read | set(profile.unused) | {profile.extracted_by}


def test_a_first_pull_of_crimes_reads_none_from_before_2010_even_if_it_changed_since(home):
    rows = [*crimes(), crime(5, day="2009-12-31", updated="2026-08-01"), crime(6, day="2010-01-01")]
    with portal_with(rows) as portal:
        report = pulled(home, portal, "crimes")
    assert (report.read_count, report.accepted_count) == (101, 101)
    assert stored(home, "SELECT min(occurred_date)::VARCHAR FROM crimes") == [("2010-01-01",)]
    assert len(portal.pages_asked) == 5
    assert stored(home, "SELECT count(*) FROM crimes WHERE offense = 'theft' AND is_domestic AND NOT is_arrest") == [
        (101,)
    ]
    assert not any(word.encode() in home.store.read_bytes() for word in PERSONAL.values())
    assert list(home.pull.rglob("*")) == []


def test_a_later_pull_of_crimes_reads_what_changed_but_none_from_before_the_first_pull(home):
    rows = crimes()
    with portal_with(rows) as portal:
        pulled(home, portal, "crimes", since=date(2026, 1, 8))
        assert stored(home, "SELECT min(occurred_date)::VARCHAR FROM crimes") == [("2026-01-08",)]
        portal.asked.clear()
        before, after = (
            next(i for i, r in enumerate(rows) if r["date"][:10] == day) for day in ("2026-01-01", "2026-01-15")
        )
        for index in (before, after):
            portal.rows[index] = dict(rows[index], arrest=True, updated_on="2026-08-02T10:00:00.000")
        portal.rows.append(crime(20_000, day="2026-07-25"))
        report = pulled(home, portal, "crimes")
    assert portal.pages_asked[0]["$where"].startswith("date >= '2026-01-08T00:00:00' AND (date >= '2026-03-2")
    assert (report.accepted_count, report.revised_count) == (2, 1)
    assert stored(home, "SELECT count(*), min(occurred_date)::VARCHAR FROM crimes WHERE is_arrest") == [
        (1, "2026-01-15")
    ]


@pytest.mark.parametrize("fault", ["429 after 7", "503", "dropped", "cut", "no rows", "the page before"])
def test_a_pull_of_crimes_bears_a_portal_that_misbehaves(home, fault):
    with portal_with(crimes()) as portal:
        portal.faults = [None, fault, fault]
        assert pulled(home, portal, "crimes").accepted_count == 100


def test_a_pull_of_crimes_that_was_cut_off_goes_on(home):
    with portal_with(crimes()) as portal:
        portal.faults = [None, None, *["503"] * 6]
        with pytest.raises(PortalError, match="goes on from there"):
            pulled(home, portal, "crimes")
        lines = []
        assert pulled(home, portal, "crimes", tell=lines.append).accepted_count == 100
    assert "Going on after 2 pages that were read before" in lines


def test_crimes_that_lost_rows_are_refused_with_the_figures(home):
    with portal_with(crimes()) as portal:
        pulled(home, portal, "crimes")
        portal.rows = portal.rows[-22:]
        report = pulled(home, portal, "crimes", since=date(2026, 1, 1))
        assert "now has 22 sound rows, where the store has 100: 78% are gone" in report.to_text()
        assert not pulled(home, portal, "crimes", since=date(2026, 1, 1), confirm=True).was_anything_refused
    assert stored(home, "SELECT count(*) FROM crimes") == [(100,)]


def test_parks_are_read_whole_each_time(home):
    with portal_with([park(number) for number in range(1, 41)]) as portal:
        assert pulled(home, portal, "parks").accepted_count == 40
        assert all("$where" not in question for question in portal.asked if "count(*)" in question["$select"])
        portal.rows[0] = park(1, label="Renamed")
        portal.rows.append(park(900))
        report = pulled(home, portal, "parks")
    assert (report.accepted_count, report.revised_count, report.unchanged_count) == (2, 1, 39)
    assert {question["$select"] for question in portal.pages_asked} == {"park_no,label,park_class,acres"}


def test_parks_have_no_days_to_read_from(home):
    with portal_with([park(1)]) as portal, pytest.raises(PortalError, match="Leave out --since"):
        pulled(home, portal, "parks", since=date(2026, 1, 1))


def test_a_dataset_that_there_is_not_is_named_with_those_that_there_are(home):
    with pytest.raises(UnknownNameError, match="Known: crimes, parks, victims"):
        pull_city(home, "weather")


def test_the_command_pulls_the_dataset_that_is_named(home, capsys):
    with portal_with([park(1), park(2)]) as portal:
        assert main(["pull", "city", "parks", "--portal", portal.address]) == 0
    assert "parks pulled from the City.csv → parks: 2 read, 2 accepted" in capsys.readouterr().out


@pytest.mark.parametrize(
    "page",
    [
        [{"id": "7"}, {"id": "7"}],
        [{"id": "9"}, {"id": "8"}],
        [{"id": "5"}],
        [{}],
        [{"id": None}],
        [{"id": "x"}],
        [{"id": "-9"}],
    ],
)
def test_numbers_that_do_not_ascend_are_no_new_rows(page):
    keys = NumberKeys("id")
    keys.add([{"id": "4"}, {"id": "5"}])
    assert not keys.are_new(page)
    assert keys.are_new([{"id": "6"}, {"id": "10"}])
    assert keys.are_new([])


# A store that an earlier program made


def test_a_store_without_the_new_tables_is_read_as_empty_there_and_gets_them_when_written(home, tmp_path):
    imported(home, tmp_path, "PARK_NO,LABEL,PARK_CLASS,ACRES\n9,Humboldt,CITYWIDE PARK,197.26\n", "parks.csv")
    with duckdb.connect(str(home.store)) as store:
        store.execute("DROP TABLE crimes")
    assert stored(home, "SELECT count(*) FROM crimes") == [(0,)]
    assert stored(home, "SELECT count(*) FROM records.crimes") == [(0,)]
    assert main(["status"]) == 0
    assert imported(home, tmp_path, export("THEFT", "ARSON")).accepted_count == 2
    assert stored(home, "SELECT (SELECT count(*) FROM crimes), (SELECT count(*) FROM parks)") == [(2, 1)]
