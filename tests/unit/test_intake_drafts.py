"""`cp4p profile`: a draft of a profile from a look at a file, finished by editing its text, and what never stands in it."""

import tomllib
from datetime import date

import pytest

from cp4p_metrics.command_line import main
from cp4p_metrics.errors import ProfileError, RefusedFileError
from cp4p_metrics.intake import import_files
from cp4p_metrics.intake.drafting import drafted_profile
from cp4p_metrics.records.store import reading

from .kinds_of_file import as_workbook

TODAY = date(2026, 10, 31)
VISITS = """\
Visit No,Date of visit,Neighborhood,Client ID,Client Name,Reason,Length (min),Notes,Worker
V1,3/5/2026,Austin,c17,Ann Zebulon,Check in,20,met at the park,Bo Raymundo
V2,3/6/2026,North Lawndale,c18,Cy Dowinski,Court,35,,Bo Raymundo
V3,3/6/2026,Austin,c17,Ann Zebulon,Court,15,,Di Foxworthy
V4,3/7/2026,Englewood,c19,Eve Poesy,Conflict,,call her at 312-555-0100,Bo Raymundo
V5,3/8/2026,Austin,c17,Ann Zebulon,Chat,15,,Di Foxworthy
V6,13/8/2026,Austin,c17,Ann Zebulon,Chat,15,,Di Foxworthy
"""


def written(tmp_path, content, name="visits.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def drafted(tmp_path, content, name="visits.csv"):
    return drafted_profile(written(tmp_path, content, name), TODAY)


def stored(home, sql):
    with reading(home) as store:
        return store.execute(sql).fetchall()


def test_a_draft_is_finished_in_the_text_alone_and_then_imports(home, tmp_path, capsys):
    path, draft = written(tmp_path, VISITS), tmp_path / "visits.toml"
    assert main(["profile", str(path), "--out", str(draft)]) == 0
    assert "Search it for TODO" in capsys.readouterr().out
    text = draft.read_text()
    with pytest.raises(ProfileError, match=r"visits\.toml, line 4: it still says TODO"):
        import_files(home, [path], profile=str(draft))
    finished = text.replace('title = "TODO"', 'title = "Visits of one partner"')
    finished = finished.replace('"Court" = "TODO"', '"Court" = "court_or_legal"').replace(
        '"Chat" = "TODO"', '"Chat" = "other"'
    )
    draft.write_text(finished)
    assert main(["import", str(path), "--as", str(draft), "--set", "partner_id=ucan"]) == 0
    words = capsys.readouterr().out
    assert "visits.csv → contacts: 6 read, 5 accepted, 0 unchanged, 1 set aside." in words
    assert "contact_date is not a date" in words
    assert stored(
        home, "SELECT contact_id, contact_date::VARCHAR, area_number, purpose, minutes FROM contacts ORDER BY 1"
    ) == [
        ("V1", "2026-03-05", 25, "check_in", 20),
        ("V2", "2026-03-06", 29, "court_or_legal", 35),
        ("V3", "2026-03-06", 25, "court_or_legal", 15),
        ("V4", "2026-03-07", 68, "conflict", None),
        ("V5", "2026-03-08", 25, "other", 15),
    ]


def test_a_draft_says_which_columns_look_personal_and_shows_nothing_of_what_is_in_them(tmp_path):
    text = drafted(tmp_path, VISITS)
    profile = tomllib.loads(text)
    assert profile["never_read"] == ["Client Name", "Notes", "Worker"]
    assert profile["table"] == "contacts"
    assert profile["date_formats"] == ["%m/%d/%Y"]
    values = {cell for line in VISITS.splitlines()[1:] for cell in line.split(",") if cell}
    shown = {value for value in values if f'"{value}"' in text or f" {value} " in text}
    assert shown == {"Check in", "Court", "Conflict", "Chat"}


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("Reached at", ["312-555-0100", "(773) 555 0101", "zzzz"]),
        ("Reached at", ["ann@example.org", "x", "y"]),
        ("Where to", ["1234 W Madison St", "55 North Ave", "zzzz"]),
        ("Who", ["Ann Zebulon", "Bo Raymundo", "Cy Dowinski"]),
        ("Who", ["ANN ZEBULON", "BO RAYMUNDO", "CY DOWINSKI"]),
        ("Who", ["Zebulon, Ann", "Raymundo, Bo", "Dowinski, Cy"]),
        ("Came into the world", ["5/1/1999", "6/2/2001", "7/3/2003"]),
        ("What happened", ["He came to the office late and told the worker about his cousin", "b", "c"]),
        ("Number", ["123-45-6789", "987-65-4321", "111-22-3333"]),
        ("Place", ["41.88123", "41.77123", "41.90001"]),
        ("Online", ["@zeb", "@ray", "@dow"]),
        ("DOB", ["2025-01-01", "2025-01-02", ""]),
        ("LastName", ["a", "b", "c"]),
        ("CaseWorker", ["a", "b", "c"]),
        ("gang", ["a", "b", "c"]),
    ],
)
def test_a_column_that_looks_personal_by_name_or_content_is_never_read(tmp_path, name, cells):
    rows = "".join(f'{number},Austin,"{cell}"\n' for number, cell in enumerate(cells, start=1))
    text = drafted(tmp_path, f"contact_id,area,{name}\n{rows}")
    assert tomllib.loads(text)["never_read"] == [name]
    assert not any(cell in text for cell in cells if len(cell) > 3)


def test_codes_that_might_name_someone_are_counted_and_not_shown(tmp_path):
    rows = "".join(
        f"R{number},2026-03-05,Austin,c{number},{status}\n"
        for number, status in enumerate(
            ["open", "open", "completed", "done", "done", "Cy Dowinski", "Cy Dowinski", "rare"]
        )
    )
    text = drafted(tmp_path, f"referral id,referred,area,client,status\n{rows}", "referrals.csv")
    profile = tomllib.loads(text)
    assert profile["table"] == "referrals"
    assert profile["columns"]["status"]["codes"] == {"open": "open", "completed": "completed", "done": "TODO"}
    assert "TODO: 2 further texts of the file may be codes too" in text
    assert "Dowinski" not in text and "rare" not in text


def test_a_source_that_writes_midnight_everywhere_means_the_day(tmp_path):
    text = drafted(
        tmp_path, "event id,start,area,status\n1,2026-07-03T00:00:00Z,25,held\n2,2026-07-04 00:00:00+00,25,held\n"
    )
    assert "time_zone" not in tomllib.loads(text)


@pytest.mark.parametrize(
    "header", ["1,2,3", "V1,3/5/2026,Austin", "Ann,ann@example.org,Austin", "a,a,b", "312-555-0100,x,y"]
)
def test_a_file_without_names_of_columns_is_refused_without_a_word_of_it(tmp_path, header):
    with pytest.raises(RefusedFileError, match="does not look like names of columns") as told:
        drafted(tmp_path, f"{header}\nx,y,z\n")
    assert not any(cell in str(told.value) for cell in header.split(",") if len(cell) > 1)


def test_a_workbook_with_prose_above_its_table_is_drafted_too(tmp_path):
    lines = [line.split(",") for line in VISITS.splitlines()]
    book = as_workbook(above=(("Visits of March",), ()), columns=lines[0], rows=lines[1:])
    assert tomllib.loads(drafted(tmp_path, book, "visits.xlsx"))["table"] == "contacts"


def test_a_calendar_is_seen_as_one_with_its_zone_and_its_several_partners(tmp_path):
    rows = "2026-07-17T00:30:00Z,Columbus Park,Austin,ucan | also,confirmed\n" * 2
    text = drafted(tmp_path, f"start,venue,neighborhood,organizers,status\n{rows}", "calendar.csv")
    profile = tomllib.loads(text)
    assert (profile["table"], profile["time_zone"]) == ("events", "America/Chicago")
    assert profile["columns"]["partner_id"] == {"theirs": "organizers", "first_of": "|"}
    assert profile["columns"]["event_id"] == {"from_content": True}
    assert profile["columns"]["status"]["codes"] == {"confirmed": "TODO"}


@pytest.mark.parametrize(
    "content", ['a b,"c""d",e\\f\n1,2,3\n', "only\nx\n", "first col,second col\n", "naïve;Größe\nx;y\n"]
)
def test_every_draft_is_sound_toml(tmp_path, content):
    assert tomllib.loads(drafted(tmp_path, content, "odd name!.csv"))["name"] == "odd_name"


def test_a_draft_never_takes_the_place_of_a_file(home, tmp_path, capsys):
    path, draft = written(tmp_path, VISITS), tmp_path / "visits.toml"
    draft.write_text("mine")
    assert main(["profile", str(path), "--out", str(draft)]) == 1
    assert "is there already" in capsys.readouterr().err
    assert draft.read_text() == "mine"
    assert main(["profile", str(tmp_path / "nowhere.csv")]) == 1
    assert "missing or can't be opened" in capsys.readouterr().err


@pytest.mark.shared_data
def test_a_draft_of_each_sample_file_is_sound_and_names_nobody(shared_data):
    import csv

    people = shared_data / "case_management" / "Contact.csv"
    with people.open(encoding="utf-8", newline="") as file:
        names = [f"{row['FirstName']} {row['LastName']}" for row in csv.DictReader(file)]
    for path in sorted(shared_data.rglob("*.csv")):
        text = drafted_profile(path, TODAY)
        assert tomllib.loads(text)["columns"]
        assert not any(name in text for name in names), path.name
