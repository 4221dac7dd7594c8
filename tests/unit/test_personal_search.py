"""No personal string of the sample files is anywhere under the home folder, whatever becomes of an import."""

import csv
import re
import shutil
from contextlib import suppress

import pytest

from cp4p_metrics.errors import Cp4pError
from cp4p_metrics.home import PROJECT, Home
from cp4p_metrics.intake import import_files
from cp4p_metrics.intake.profiles import get_profile
from cp4p_metrics.intake.rotation import rotate_key
from cp4p_metrics.release.publish import publish
from tests.made_up_people import people

pytestmark = pytest.mark.shared_data

PERSONAL_OF_SALESFORCE = {
    "Contact.csv": (
        "FirstName",
        "LastName",
        "Email",
        "Phone",
        "MobilePhone",
        "OtherPhone",
        "HomePhone",
        "MailingStreet",
    ),
    "Account.csv": ("BillingStreet", "ShippingStreet", "Phone", "Fax"),
}
PERSONAL_OF_THE_CITY = {
    "city_victims": ("block", "homicide_victim_first_name", "homicide_victim_last_name", "latitude", "longitude"),
    "city_homicides_2001_2013": ("Block", "Latitude", "Longitude", "X Coordinate"),
}


def rows_in(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of_the_city(shared_data):
    """Names, blocks and coordinates of the City's files, each once and in order."""
    found = set()
    for name, columns in PERSONAL_OF_THE_CITY.items():
        for path in sorted((shared_data / name).glob("*.csv")):
            found |= {row[column] for row in rows_in(path) for column in columns}
    return sorted(found)


def telling(strings):
    """Those that could not occur by themselves: short ones, bare numbers and words for what is not told are anywhere."""
    stripped = {text.strip() for text in strings}
    untold = {"withheld"}
    return {
        text
        for text in stripped
        if len(text) > 6 and not text.isdigit() and "REDACTED" not in text and text.lower() not in untold
    }


@pytest.fixture
def personal_strings(shared_data):
    """What may be nowhere: whole names of people, and what else tells who or where somebody is.

    Of the City's strings every 20th, for speed; `make prove` looks for all.
    """
    folder = shared_data / "case_management"
    contacts = rows_in(folder / "Contact.csv")
    found = {f"{row['FirstName']} {row['LastName']}" for row in contacts}
    for name, columns in PERSONAL_OF_SALESFORCE.items():
        for row in rows_in(folder / name):
            found |= {row[column] for column in columns if column not in ("FirstName", "LastName")}
    strings = telling(found | set(of_the_city(shared_data)[::20]))
    assert len(strings) > 1_000
    return strings


def found_under(folder, strings):
    """Which of the strings stand in a file below the folder, whatever the case of their letters."""
    text = b"\0".join(path.read_bytes().lower() for path in sorted(folder.rglob("*")) if path.is_file())
    return {string for string in strings if string.lower().encode() in text}


def test_the_search_would_find_what_it_looks_for(tmp_path, personal_strings):
    some = sorted(personal_strings)[::500]
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "log.txt").write_text("x".join(some).upper(), encoding="utf-8")
    assert found_under(tmp_path, personal_strings) >= set(some)


def contacts_with(tmp_path, name, cells, column):
    """A file of contacts in the template's layout whose column `column` holds these cells."""
    header = ["contact_id", "partner_id", "area", "participant_id", "contact_date"]
    path = tmp_path / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for number, cell in enumerate(cells):
            row = {
                "contact_id": f"C{number}",
                "partner_id": "ucan",
                "area": "25",
                "participant_id": f"P{number}",
                "contact_date": "2026-03-05",
            }
            writer.writerow([(row | {column: cell})[each] for each in header])
    return path


def test_after_imports_that_succeed_are_set_aside_refused_or_fail_nothing_personal_is_left(
    home, tmp_path, shared_data, personal_strings, monkeypatch
):
    monkeypatch.delenv("CP4P_KEY")
    folder, lines = shared_data / "case_management", []
    engagements = rows_in(folder / "ProgramEngagement__c.csv")
    names = sorted({row["Name"] for row in engagements})
    people_there = sorted({f"{row['FirstName']} {row['LastName']}" for row in rows_in(folder / "Contact.csv")})
    emails = [row["Email"] for row in rows_in(folder / "Contact.csv") if row["Email"]]
    phones = [row["Phone"] for row in rows_in(folder / "Contact.csv") if row["Phone"]]

    def tried(*paths, **options):
        try:
            report = import_files(home, paths, tell=lines.append, **options)
        except Cp4pError as error:
            lines.append(str(error))
            return None
        lines.append(report.to_text())
        return report

    # Succeed: the City's files, names and blocks among their columns.
    for name in PERSONAL_OF_THE_CITY:
        assert tried(*sorted((shared_data / name).glob("*.csv"))).accepted_count > 3_000
    # Are set aside: a few personal cells among many harmless ones, in every column that keeps a text.
    harmless = [f"K{number}" for number in range(400)]
    for column in ("contact_id", "participant_id"):
        for kind, cells in (("names", names), ("people", people_there), ("emails", emails), ("phones", phones)):
            path = contacts_with(tmp_path, f"{column}_{kind}.csv", [*harmless, *cells[:40]], column)
            report = tried(path)
            assert report.set_aside_count == len(cells[:40]), (column, kind, report.to_text())
    # Are set aside for another reason: the personal text stands where a code, a date or an area should.
    for column in ("area", "contact_date", "partner_id"):
        assert tried(contacts_with(tmp_path, f"{column}_names.csv", people_there, column)).accepted_count == 0
    # Are refused: whole columns of names, columns that no template has, files that nobody knows.
    assert tried(contacts_with(tmp_path, "whole.csv", people_there, "participant_id")).was_anything_refused
    known = rows_in(contacts_with(tmp_path, "extra.csv", people_there, "contact_id"))
    with (tmp_path / "extra.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*known[0], "first name", "cell", *people_there[:1]])
        writer.writeheader()
        writer.writerows({**row, "first name": "x"} for row in known)
    assert tried(tmp_path / "extra.csv").was_anything_refused
    for path in sorted(folder.glob("*.csv")):
        tried(path)
    # A file without a header begins with somebody's name.
    (tmp_path / "bare.csv").write_text("\n".join(f"{name},{name}" for name in people_there), encoding="utf-8")
    tried(tmp_path / "bare.csv")
    # Fail: a quotation mark that is never closed; a file that is no text; a zip that is cut off.
    (tmp_path / "broken.csv").write_text(
        "contact_id,partner_id,area,participant_id,contact_date\n"
        + "".join(f'C1,ucan,25,"{name},x\n' for name in people_there),
        encoding="utf-8",
    )
    tried(tmp_path / "broken.csv")
    archive = shutil.make_archive(str(tmp_path / "all"), "zip", folder)
    tried(archive)
    cut = tmp_path / "cut.zip"
    cut.write_bytes((tmp_path / "all.zip").read_bytes()[:-200])
    tried(cut)
    rotate_key(home)
    with suppress(Cp4pError):
        publish(home)
    assert found_under(home.path, personal_strings) == set()
    said = "\n".join(lines).lower()
    assert {text for text in personal_strings if text.lower() in said} == set()


@pytest.mark.prove
def test_no_string_of_the_citys_and_philadelphias_files_is_left(tmp_path, shared_data, monkeypatch):
    monkeypatch.setenv("CP4P_KEY", "5b" * 32)
    home, other = Home(tmp_path / "chicago"), Home(tmp_path / "philadelphia")
    for name in PERSONAL_OF_THE_CITY:
        import_files(home, sorted((shared_data / name).glob("*.csv")))
    publish(home)
    strings = telling(of_the_city(shared_data))
    monkeypatch.setenv("CP4P_COALITION", str(PROJECT / "data" / "coalitions" / "philadelphia"))
    [file] = (shared_data / "philadelphia").glob("*.csv")
    import_files(other, [file])
    publish(other)
    strings |= telling({row[column] for row in rows_in(file) for column in ("location", "point_x", "lat")})
    assert len(strings) > 40_000
    assert found_under(tmp_path, strings) == set()


def test_made_up_people_of_any_origin_leave_no_trace_either(home, tmp_path):
    names = sorted({f"{given} {surname}" for _, given, surname in people()})
    rows = [*(f"K{number}" for number in range(3_000)), *names]
    report = import_files(home, [contacts_with(tmp_path, "people.csv", rows, "participant_id")])
    assert report.set_aside_count >= 0.99 * len(names)
    text = b"".join(path.read_bytes() for path in home.path.rglob("*") if path.is_file())
    assert not [name for name in names if name.encode() in text]


def test_the_salesforce_profile_reads_no_name(shared_data):
    profile = get_profile("salesforce_engagements")
    read = {their for field in profile.fields for their in field.theirs}
    assert "Name" in profile.never_read
    assert not read & {"Name", *PERSONAL_OF_SALESFORCE["Contact.csv"]}
    assert (
        re.search("names of people", (profile.title + " ".join(profile.never_read)).lower())
        or "Name" in profile.never_read
    )
