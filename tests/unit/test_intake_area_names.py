"""Names of areas as partners write them: read where one area is meant, asked about where several are, never guessed."""

import random
from string import ascii_lowercase

import pytest

from cp4p_metrics import places
from cp4p_metrics.intake import import_files
from cp4p_metrics.intake.area_names import edits, written_area
from cp4p_metrics.intake.lookups import _areas
from cp4p_metrics.records.store import reading

HEADER = "response_id,partner_id,area,response_date,kind"


def one_edit_away(name):
    """Every text that one slip makes of a name: a letter left out, put in or changed, or two neighbors swapped."""
    for place in range(len(name) + 1):
        before, after = name[:place], name[place:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in f"{ascii_lowercase} 3":
            yield before + letter + after
            yield before + letter + after[1:]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Auburbn Gresham", "Auburn Gresham"),
        ("The Loop", "Loop"),
        ("OHARE", "O'Hare"),
        ("Back of the Yards", "New City"),
        ("25.0", "Austin"),
        ("West Garfield Prk", "West Garfield Park"),
        ("Garfeild Ridge", "Garfield Ridge"),
        ("Archer Hights", "Archer Heights"),
        ("ENGELWOOD", "Englewood"),
        ("West Engelwood", "West Englewood"),
        ("South Chicgo", "South Chicago"),
        ("South Lawndal", "South Lawndale"),
        ("Near North Sde", "Near North Side"),
        ("Grater Grand Crossng", "Greater Grand Crossing"),
        ("Mt Greenwod", "Mount Greenwood"),
        ("W. Garfield Park", "West Garfield Park"),
        ("So. Shore", "South Shore"),
    ],
)
def test_a_name_is_read_where_one_area_alone_is_near(text, name):
    assert places.area_name(written_area(text).number) == name


@pytest.mark.parametrize(
    "text",
    [
        *("East Lawn", "Norwood", "Lawn", "Garfield", "Chicago", "Oak Lawn", "Oak Park", "Riverside", "Lincolnwood"),
        *("Est Garfield Park", "Wst Garfield Park", "Sth Lawndale", "Nor Lawndale", "Near Side", "Near East Side"),
        *("Loup", "Lop", "Justin", "Austin 2", "Gotham", "None", "Unknown", "", "2.5", "Sout Shore"),
    ],
)
def test_a_name_that_is_not_clearly_one_areas_is_not_guessed(text):
    assert written_area(text).number is None


@pytest.mark.parametrize("text", ["Garfield Park", "GARFIELD  PARK", "Garfeild Park", "Garfield Prk"])
def test_garfield_park_is_asked_about_even_when_misspelled(text):
    found = written_area(text)
    assert found.number is None
    [(_, numbers)] = [places.names_of_several_areas()[found.shared_name]]
    assert [places.area_name(number) for number in numbers] == ["West Garfield Park", "East Garfield Park"]


def test_no_slip_makes_another_area_of_any_name():
    tried = 0
    for name, _ in places.written_names():
        own = set(places.areas_named(name))
        for text in set(one_edit_away(name.lower())):
            found = written_area(text)
            assert found.number is None or found.number in own, (name, text)
            assert not (len(own) > 1 and found.number), (name, text)
            tried += 1
    assert tried > 50_000


def test_two_slips_make_no_other_area_of_a_name_either():
    chosen = random.Random(17)  # the same at every run
    for name, _ in places.written_names():
        own = set(places.areas_named(name))
        first = list(one_edit_away(name.lower()))
        for text in chosen.sample(first, 12):
            for twice in chosen.sample(list(one_edit_away(text)), 12):
                assert written_area(twice).number in (None, *own), (name, twice)


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("", "", 0),
        ("loop", "loop", 0),
        ("loop", "lop", 1),
        ("lopo", "loop", 1),
        ("abc", "ca", 3),
        ("kitten", "sitting", 3),
    ],
)
def test_edits_are_counted_with_swaps_of_neighbors(one, other, count):
    assert edits(one, other, 9) == edits(other, one, 9) == count


def test_edits_stop_counting_one_beyond_the_most_that_matter():
    assert edits("riverdale", "hegewisch", 2) == 3


def test_a_report_says_which_names_were_mended_and_prints_no_other(home, tmp_path):
    rows = ["R1,ucan,Auburbn Gresham,2026-03-05,on_scene", "R2,ucan,W Garfield Park,2026-03-05,on_scene"]
    rows += ["R3,ucan,Austin,2026-03-05,on_scene", "R4,ucan,Jane Q. Example,2026-03-05,on_scene"]
    (tmp_path / "responses.csv").write_text("\n".join([HEADER, *rows]) + "\n")
    report = import_files(home, [tmp_path / "responses.csv"])
    assert (report.accepted_count, report.set_aside_count) == (3, 1)
    assert (
        "Names of areas that were misspelled or shortened: 'Auburbn Gresham' as Auburn Gresham, "
        "'W Garfield Park' as West Garfield Park."
    ) in report.to_text()
    assert "Jane" not in report.to_text()
    with reading(home) as store:
        assert store.execute("SELECT area_number FROM responses ORDER BY ALL").fetchall() == [(25,), (26,), (71,)]


def test_a_row_that_says_garfield_park_is_set_aside_with_both_names(home, tmp_path):
    (tmp_path / "responses.csv").write_text(f"{HEADER}\nR1,ucan,Garfield Park,2026-03-05,on_scene\n")
    report = import_files(home, [tmp_path / "responses.csv"])
    assert report.set_aside_count == 1
    assert "write which one is meant, West Garfield Park or East Garfield Park, or its number" in report.to_text()


def test_a_profile_settles_which_area_its_source_means():
    found = _areas(["Garfield Park", "GARFIELD PARK", "Austin"], {places.letters_of("Garfield Park"): 27})
    assert found.table["area_number"].to_pylist() == [27, 27, 25]
    assert found.notes == ()


def test_a_column_of_other_things_is_not_listed_in_the_notes_beyond_measure():
    texts = list(dict.fromkeys(f"Auburn Gresham{mark}" for mark in "abcdefghijklmnopqrstuvwxyz"))
    [note] = _areas(texts, {}).notes
    assert note.count(" as Auburn Gresham") == 12
    assert note.endswith("and 14 more.")
