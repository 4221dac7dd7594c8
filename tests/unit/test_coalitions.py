"""Another city is a folder: its areas, its calendar and its words; and no store serves two of them."""

import json
from datetime import UTC, date, datetime

import pytest

from cp4p_metrics import command_line, places
from cp4p_metrics.coalition import CHICAGO, coalition
from cp4p_metrics.dashboard import glossary
from cp4p_metrics.demo import DemoSettingsError, write_coalition
from cp4p_metrics.demo.settings import Settings
from cp4p_metrics.errors import CannotAnswerError, DataFileError, NotPublishedError, PortalError, StoreError
from cp4p_metrics.figures import maps
from cp4p_metrics.figures.words import period_words
from cp4p_metrics.home import PROJECT
from cp4p_metrics.intake import import_files
from cp4p_metrics.intake.area_names import written_area
from cp4p_metrics.intake.portal import pull_city
from cp4p_metrics.intake.profiles import profiles
from cp4p_metrics.intake.templates import templates_guide
from cp4p_metrics.measures import MEASURES
from cp4p_metrics.measures.local import in_local_words
from cp4p_metrics.periods import PeriodKind, period_of
from cp4p_metrics.records.store import reading, writing
from cp4p_metrics.release.publish import publish
from cp4p_metrics.release.reader import open_release
from tests import philadelphia

LINES = 'key = "harbor"\nname = "Harbor Peace"\ncity = "Harbor City"\ntime_zone = "America/Los_Angeles"\n'
AREAS = "area_number,area_name,population_2020\n3,Old Port,1000\n7,East Old Port,3000\n"
FEET = "response_id,partner_id,area,response_date,kind"


@pytest.fixture
def in_philadelphia(monkeypatch):
    monkeypatch.setenv("CP4P_COALITION", "philadelphia")


@pytest.fixture
def harbor(tmp_path, monkeypatch):
    """A made-up coalition's folder with as little as it can have."""
    folder = tmp_path / "harbor"
    folder.mkdir()
    (folder / "coalition.toml").write_text(LINES)
    (folder / "areas.csv").write_text(AREAS)
    monkeypatch.setenv("CP4P_COALITION", str(folder))
    return folder


def test_chicago_is_the_coalition_unless_another_is_named(monkeypatch):
    monkeypatch.delenv("CP4P_COALITION", raising=False)
    assert (coalition().folder, coalition().city, coalition().fiscal_year_first_month) == (CHICAGO, "Chicago", 7)
    assert len(places.areas()) == 77


def test_a_folder_with_two_files_is_enough(harbor):
    assert [area.name for area in places.areas()] == ["Old Port", "East Old Port"]
    assert (coalition().city, coalition().an_area) == ("Harbor City", "an area")
    assert places.neighbors() == {3: frozenset(), 7: frozenset()}
    assert places.listed_partner_areas() == ()
    assert not maps.has_boundaries()


def test_one_process_can_look_at_two_coalitions_and_mixes_nothing(harbor, monkeypatch):
    assert places.resolve_area("Old Port") == 3
    assert written_area("East Old Prt").number == 7
    monkeypatch.delenv("CP4P_COALITION")
    assert places.area_name(7) == "Lincoln Park"
    assert written_area("East Old Prt").number is None


@pytest.mark.parametrize(
    ("named", "lines", "words"),
    [
        ("nowhere", None, r"CP4P_COALITION is 'nowhere'.*those that come along: 'philadelphia'"),
        (None, "key = \n", "can't be read"),
        (None, LINES.replace('city = "Harbor City"\n', ""), "lacks city"),
        (None, LINES.replace("America/Los_Angeles", "Pacific"), "'Pacific' is no time zone"),
        (None, f"{LINES}fiscal_year_first_month = 13\n", "not a month"),
    ],
)
def test_a_folder_that_can_not_be_used_is_an_error_that_says_why(harbor, monkeypatch, named, lines, words):
    if named:
        monkeypatch.setenv("CP4P_COALITION", named)
    else:
        (harbor / "coalition.toml").write_text(lines)
    with pytest.raises(DataFileError, match=words):
        coalition()


@pytest.mark.parametrize(
    "content", [None, "area_number,area_name\n", "area_number,area_name\none,Old Port\n", f"{AREAS}3,Again,5\n"]
)
def test_a_list_of_areas_that_can_not_be_used_is_an_error(harbor, content):
    (harbor / "areas.csv").unlink()
    if content:
        (harbor / "areas.csv").write_text(content)
    with pytest.raises(DataFileError, match=r"areas\.csv"):
        places.areas()


def test_residents_are_those_of_the_census_years_that_the_folder_has(harbor):
    assert places.census_years() == (2020,)
    assert places.residents(7, 2026) == 3_000
    with pytest.raises(CannotAnswerError, match="Ask for 2020 or a later year"):
        places.residents(7, 2019)


def test_a_fiscal_year_begins_in_the_coalitions_own_month(harbor):
    (harbor / "coalition.toml").write_text(f"{LINES}fiscal_year_first_month = 10\n")
    year = period_of(PeriodKind.FISCAL_YEAR, date(2026, 10, 1))
    assert (year.start, year.end) == (date(2026, 10, 1), date(2027, 9, 30))
    assert period_words(year) == "In fiscal year 2027 (October 2026 to September 2027)"


def test_a_fiscal_year_is_the_calendar_year_where_the_folder_says_nothing(harbor):
    assert period_of(PeriodKind.FISCAL_YEAR, date(2026, 9, 1)).label == "FY 2026"
    assert period_of(PeriodKind.FISCAL_YEAR, date(2026, 9, 1)).start == date(2026, 1, 1)


def test_the_glossary_says_it_in_the_coalitions_words(monkeypatch):
    text = glossary.FILE.read_text(encoding="utf-8")
    assert all(phrase in text for phrase in glossary.own_words()), "a phrase that nobody finds is never put right"
    assert {term.meaning for term in glossary.terms()} == {
        match["meaning"] for match in map(glossary.ENTRY.fullmatch, text.splitlines()) if match
    }
    monkeypatch.setenv("CP4P_COALITION", "philadelphia")
    meanings = {term.word: term.meaning for term in glossary.terms()}
    assert meanings["Police district"].startswith("one of the 22 areas into which Philadelphia is divided")
    assert not any("Chicago" in meaning or "ommunity area" in meaning for meaning in meanings.values())


def test_templates_speak_of_the_coalitions_own_areas(in_philadelphia):
    assert "A police district is one of the 22 numbers (1, 2, 3, 5 …), or a name" in templates_guide()
    assert "community area" not in templates_guide()


def test_districts_answer_to_their_numbers_and_names_and_no_slip_makes_another(in_philadelphia):
    for text in ("15", "15.0", "15th District", "District 15", "15th Police District", "15th Distrct"):
        assert written_area(text).number == 15
    for text in ("4", "4th District", "15th", "115th District", "District"):
        assert written_area(text).number is None


def test_the_day_of_an_import_is_the_day_of_the_coalitions_city(home, harbor, tmp_path):
    late_evening = datetime(2026, 7, 1, 6, tzinfo=UTC)  # still June 30 at 23:00 there, July 1 in Chicago
    (tmp_path / "partners.csv").write_text("partner_id,partner_name\nours,Ours\n")
    (tmp_path / "responses.csv").write_text(f"{FEET}\nR1,ours,Old Port,2026-07-01,on_scene\n")
    report = import_files(home, [tmp_path / "partners.csv", tmp_path / "responses.csv"], now=late_evening)
    assert "is after the day of the import" in report.to_text()


def test_rates_rest_on_the_residents_that_are_known_and_on_no_others(home, harbor, tmp_path, monkeypatch):
    (harbor / "profiles").mkdir()
    profile = CHICAGO.parent / "coalitions" / "philadelphia" / "profiles" / "philadelphia_shootings.toml"
    (harbor / "profiles" / profile.name).write_text(profile.read_text())
    people = [philadelphia.row(number, date(2019 + number // 40, 6, 1), dist=7) for number in range(120)]
    import_files(home, [philadelphia.write(tmp_path / "people.csv", people)])
    publish(home)
    rates = open_release(home=home).ask("gunshot_victimization_rate", by="year", place="area:7")
    found = {row.period_start.year: row.value for row in rates.itertuples()}
    assert found[2020] == pytest.approx(100_000 * 40 / 3_000)
    assert str(found.get(2019)) in ("nan", "None"), "nobody was counted before 2020"


def test_the_demonstration_and_the_portal_are_chicagos(in_philadelphia, home, tmp_path, capsys):
    with pytest.raises(DemoSettingsError, match="made-up coalition is in Chicago"):
        write_coalition(tmp_path, Settings(through=date(2026, 10, 31)), print)
    with pytest.raises(PortalError, match="reads the portal of Chicago"):
        pull_city(home)
    assert command_line.main(["demo"]) == 1
    assert "Take CP4P_COALITION away" in capsys.readouterr().err


def test_profiles_of_another_city_are_not_offered(in_philadelphia, monkeypatch):
    assert "philadelphia_shootings" in profiles()
    assert "city_victims" not in profiles()
    assert "victimizations" not in profiles(), "partners send no victims, whatever the city"
    monkeypatch.delenv("CP4P_COALITION")
    assert "philadelphia_shootings" not in profiles()
    assert "city_victims" in profiles()


# One home, one coalition


def test_the_records_of_one_coalition_can_not_be_opened_by_another(home, monkeypatch):
    with writing(home):
        pass
    monkeypatch.setenv("CP4P_COALITION", "philadelphia")
    said = r"are those of the coalition 'chicago'.*says 'philadelphia'"
    with pytest.raises(StoreError, match=said), writing(home):
        pass
    with pytest.raises(StoreError, match=said), reading(home):
        pass


def test_a_store_from_before_there_was_another_coalition_is_chicagos(home, monkeypatch):
    with writing(home) as store:
        store.execute("DROP TABLE coalition")
    with reading(home):
        pass
    monkeypatch.setenv("CP4P_COALITION", "philadelphia")
    with pytest.raises(StoreError, match="are those of the coalition 'chicago'"), reading(home):
        pass


def test_the_release_of_one_coalition_is_not_shown_by_another(published_demo, monkeypatch):
    monkeypatch.setenv("CP4P_COALITION", "philadelphia")
    with pytest.raises(NotPublishedError, match="is that of the coalition 'chicago'"):
        open_release(home=published_demo)


def test_status_says_which_coalition_where_it_is_not_chicago(in_philadelphia, home, capsys):
    with writing(home):
        pass
    assert command_line.main(["status"]) == 0
    assert "Coalition: Philadelphia, from " in capsys.readouterr().out


def test_the_example_in_the_guide_is_a_coalition_and_every_line_of_it_counts(harbor):
    guide = (PROJECT / "docs" / "coalitions.md").read_text(encoding="utf-8")
    lines = guide.partition("```toml\n")[2].partition("```")[0]
    areas = guide.partition("```\narea_number,")[2].partition("```")[0]
    (harbor / "coalition.toml").write_text(lines)
    (harbor / "areas.csv").write_text(f"area_number,{areas}")
    here = coalition()
    assert (here.name, here.city, here.fiscal_year_first_month) == ("Harbor Peace", "Harbor City", 10)
    assert (here.area, here.areas, here.example_area, here.full_of_visitors) == (
        "police beat",
        "police beats",
        "Old Port",
        "Old Port",
    )
    assert (here.event_program, here.view["zoom"]) == ("Summer Evenings", 10)
    assert in_local_words(MEASURES["gunshot_victimizations"]).source == "Harbor City Police: Shooting Victims"
    assert in_local_words(MEASURES["gunshot_victimizations"]).caveats[0] == "The City's file begins in 2015."
    assert in_local_words(MEASURES["events_held"]).meaning.startswith("Public events that took place, Summer Evenings")
    assert places.residents(3, 2015) == 990


def test_a_map_without_a_view_of_its_own_looks_at_all_boundaries(harbor):
    square = [[[0.0, 10.0], [2.0, 10.0], [2.0, 11.0], [0.0, 11.0], [0.0, 10.0]]]
    feature = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": square}}
    feature["properties"] = {"area_number": 3, "area_name": "Old Port"}
    (harbor / "boundaries.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    view = maps.city_view()
    assert (view["latitude"], view["longitude"]) == (10.5, 1.0)
    assert 512 * 2 ** view["zoom"] / 360 * 2 == pytest.approx(maps.MAP_PIXELS)
