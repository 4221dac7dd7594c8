"""Personal data is told by headers, by its form and by what a text says, and never comes in."""

import csv
import re
from collections import Counter
from datetime import date

import pytest

from cp4p_metrics.intake import import_files
from cp4p_metrics.intake.drafting import drafted_profile
from cp4p_metrics.intake.personal.columns import looks_personal
from cp4p_metrics.intake.personal.names import names_a_person
from cp4p_metrics.intake.personal.patterns import Personal
from cp4p_metrics.intake.personal.reading import Role
from cp4p_metrics.intake.personal.texts import personal_in
from cp4p_metrics.places import areas, listed_partner_areas
from cp4p_metrics.records.store import reading
from tests.made_up_people import (
    KEYS_OF_NOBODY,
    NICKNAMES,
    people,
    people_later,
    places_and_programs,
    places_later,
    sentences,
    written,
)

SMALLEST_RECALL = 0.95
CONTACTS = "contact_id,partner_id,area,participant_id,contact_date\n"
EVENTS = "event_id,partner_id,area,event_date,program,activity,status,site\n"


def share(found, looked_at):
    return sum(map(bool, found)) / len(looked_at)


@pytest.mark.parametrize("role", list(Role))
def test_names_of_many_origins_are_found_however_they_are_written(role):
    found, all_of_them = Counter(), Counter()
    for origin, given, surname in people():
        for way, name in written(given, surname).items():
            for group in (way, origin) if way in ("plain", "upper case", "lower case", "last, first") else (way,):
                all_of_them[group] += 1
                found[group] += names_a_person(name, role)
    recall = {group: found[group] / count for group, count in all_of_them.items()}
    # An initial before a surname is a street's direction too, so a place may have one.
    recall.pop("initial and surname") if role is Role.PLACE else None
    assert {group: value for group, value in recall.items() if value < SMALLEST_RECALL} == {}


def test_names_are_found_inside_sentences():
    texts = sentences()
    assert len(texts) > 2_000
    by_way = {way: [text for each, text in texts if each == way] for way, _ in texts}
    recall = {way: share((personal_in(text) for text in found), found) for way, found in by_way.items()}
    assert {way: value for way, value in recall.items() if value < SMALLEST_RECALL} == {}


def test_people_who_were_written_down_later_are_found_as_well():
    for spelled in (str, str.lower, str.upper):
        names = [spelled(name) for name in people_later()]
        assert share((names_a_person(name, Role.KEY) for name in names), names) >= SMALLEST_RECALL
    assert [name for name in NICKNAMES if not names_a_person(name, Role.ANY)] == []


@pytest.mark.parametrize("role", [Role.ANY, Role.PLACE, Role.LABEL])
@pytest.mark.parametrize("spelled", [str, str.upper, str.lower])
def test_places_organizations_programs_and_parks_that_are_named_after_people_pass(role, spelled):
    names = [area.name for area in areas()] + [pair.partner_name for pair in listed_partner_areas()]
    names += places_and_programs() + places_later()
    assert [name for name in names if personal_in(spelled(name), role)] == []


def test_every_park_of_chicago_passes_with_and_without_the_word_park():
    from cp4p_metrics.intake.personal.lexicon import parks

    assert len(parks()) > 500
    assert [park for park in parks() if personal_in(park, Role.PLACE) or personal_in(f"{park} Park", Role.PLACE)] == []


@pytest.mark.parametrize("role", [Role.KEY, Role.PARTICIPANT])
def test_keys_and_ids_as_partners_number_them_pass(role):
    assert [key for key in KEYS_OF_NOBODY if personal_in(key, role)] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("call 312-555-0142", Personal.PHONE),
        ("(773) 555-0142", Personal.PHONE),
        ("+13125550142", Personal.PHONE),
        ("312.555.0142", Personal.PHONE),
        ("someone@example.org", Personal.EMAIL),
        ("123-45-6789", Personal.SSN),
        ("123 45 6789", Personal.SSN),
        ("1234 W Madison St", Personal.ADDRESS),
        ("3502 Howard St", Personal.ADDRESS),
        ("015XX S Kedzie Ave", Personal.ADDRESS),
        ("1200 block of W 63rd", Personal.ADDRESS),
        ("41.88123, -87.74512", Personal.LOCATION),
        ("@pookie_300", Personal.HANDLE),
        ("IG: pookie300", Personal.HANDLE),
        ("instagram.com/pookie", Personal.HANDLE),
        ("DOB 4/12/1999", Personal.BIRTH_DATE),
        ("born March 3", Personal.BIRTH_DATE),
        ("Gangster Disciples", Personal.GROUP),
        ("Vice Lords set on 16th", Personal.GROUP),
        ("he said they shot at his cousin", Personal.NARRATIVE),
        ("x " * 1001, Personal.NARRATIVE),
    ],
)
def test_what_has_a_form_of_its_own_is_known_by_it(text, kind):
    assert personal_in(text) is kind


@pytest.mark.parametrize("text", ["MJ19990412", "mj-1999-04-12", "JDR 04/12/1999", "1999-04-12", "4/12/1999"])
def test_a_birth_date_as_the_id_of_a_person_is_known(text):
    assert personal_in(text, Role.PARTICIPANT) is Personal.BIRTH_DATE


@pytest.mark.parametrize(
    "text", ["marcusjohnson", "mjohnson77", "keisha.washington", "Jamal_17", "MarcusJohnson", "deshawn"]
)
def test_a_name_as_the_id_of_a_person_is_known(text):
    assert personal_in(text, Role.PARTICIPANT) is Personal.NAME


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("First Name", Personal.NAME),
        ("LastName", Personal.NAME),
        ("homicide_victim_mi", Personal.NAME),
        ("Client Name", Personal.NAME),
        ("alias", Personal.NAME),
        ("MobilePhone", Personal.PHONE),
        ("cell", Personal.PHONE),
        ("E-mail", Personal.EMAIL),
        ("Mailing Street", Personal.ADDRESS),
        ("ZIP Code", Personal.ADDRESS),
        ("block", Personal.ADDRESS),
        ("Latitude", Personal.LOCATION),
        ("instagram_handle", Personal.HANDLE),
        ("DOB", Personal.BIRTH_DATE),
        ("Birthdate__c", Personal.BIRTH_DATE),
        ("SSN", Personal.SSN),
        ("gang affiliation", Personal.GROUP),
        ("Case Notes", Personal.NARRATIVE),
    ],
)
def test_a_header_tells_what_is_below_it(header, kind):
    suspicion = looks_personal(header, [])
    assert suspicion is not None
    assert (suspicion.kind, suspicion.by_header) == (kind, True)


@pytest.mark.parametrize(
    "header",
    [
        "partner_name",
        "Program Name",
        "Service__c",
        "age_group",
        "home_visit_count",
        "contact_date",
        "street_outreach_organization",
    ],
)
def test_a_header_of_something_else_tells_nothing(header):
    assert looks_personal(header, []) is None


def test_a_column_is_told_by_its_cells_and_the_words_hold_no_value():
    found = looks_personal("Name", ["Aaron Valdez 2020-09-04: Advocacy", None, "", "ESL Program", "Keisha Banks: GED"])
    assert found is not None
    assert (found.kind, found.by_header, found.first_rows) == (Personal.NAME, False, (1, 5))
    assert found.words == "looks like a column of names of people (rows 1, 5)"
    assert looks_personal("Name", ["ESL Program", "Job Readiness", "Light in the Night"]) is None
    lone = looks_personal("who", ["Marcus", "Keisha", "Deshawn", "x1"])
    assert lone is not None and lone.kind is Personal.NAME
    assert looks_personal("where", ["Austin", "Roseland", "Englewood"]) is None
    assert looks_personal("Description", ["SIMPLE", "AGGRAVATED"] * 10) is None


def imported(home, tmp_path, content, name="records.csv"):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return import_files(home, [path])


def under(folder, *marks):
    """The marks that stand in any file of the folder."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {mark for mark in marks for path in files if mark.lower().encode() in path.read_bytes().lower()}


def test_rows_whose_key_or_id_is_personal_are_set_aside_with_the_reason_and_leave_no_trace(home, tmp_path):
    rows = "".join(f"C{number},ucan,25,P{number},2026-03-05\n" for number in range(20))
    rows += "Xavier Quintanilla,ucan,25,P1,2026-03-05\n"
    rows += "C98,ucan,25,xavier.quintanilla,2026-03-05\nC99,ucan,25,312-555-0142,2026-03-05\n"
    report = imported(home, tmp_path, CONTACTS + rows)
    assert (report.read_count, report.accepted_count, report.set_aside_count) == (23, 20, 3)
    said = report.to_text()
    assert (
        "contact_id looks like a person's name; use a number, or another key that says nothing of a person (row 21)"
        in said
    )
    assert "participant_id looks like a person's name; use the id that the coalition gave the person (row 22)" in said
    assert "participant_id looks like a phone number, an e-mail address, a handle or an address" in said
    assert "Quintanilla" not in said
    assert under(home.path, "Quintanilla", "312-555-0142") == set()


def test_a_site_may_be_named_after_someone_and_may_not_be_someone_or_an_address(home, tmp_path):
    event = "ucan,25,2026-05-05,light_in_the_night,basketball,held"
    sites = ["Ellis Park", "Rainey (Edward) Park", "Levin", "Saint Louis", "Kennedy King College", "", "79th & Ashland"]
    sites += ["Clark (John)", "Dvorak", "Garfield Park", "La Villita", "Harold Washington Library"]
    sound = "".join(f"E{number},{event},{site}\n" for number, site in enumerate(sites))
    report = imported(
        home, tmp_path, EVENTS + sound + f"E98,{event},Home of Keisha Okonkwo\nE99,{event},4312 W Wilcox St\n"
    )
    assert report.accepted_count == len(sites)
    reasons = {(reason.reason.split(";")[0], reason.first_rows) for file in report.files for reason in file.reasons}
    assert reasons == {
        ("looks like a person's name", (13,)),
        ("looks like a phone number, an e-mail address, a handle or an address", (14,)),
    }
    with reading(home) as store:
        kept = {row[0] for row in store.execute("SELECT site FROM events").fetchall()}
    assert kept == {site or None for site in sites}
    assert under(home.path, "Okonkwo", "Wilcox") == set()


def test_a_column_that_is_personal_as_a_whole_refuses_the_file_naming_column_and_rows(home, tmp_path):
    names = [name for _, given, surname in people() if "," not in (name := f"{given} {surname}")][:40]
    rows = "".join(f"C{number},ucan,25,{name},2026-03-05\n" for number, name in enumerate(names))
    report = imported(home, tmp_path, CONTACTS + rows)
    assert report.was_anything_refused
    [refused] = report.files
    assert (
        "column 'participant_id' looks personal as a whole: 40 of 40 cells look like a person's name" in refused.refusal
    )
    assert "(rows 1, 2, 3 …)" in refused.refusal
    assert not any(name in report.to_text() for name in names)
    assert under(home.path, *names) == set()


def test_plain_numbers_of_nine_and_ten_digits_are_ids(home, tmp_path):
    rows = "".join(f"{100000000 + number},ucan,25,{3125550000 + number},2026-03-05\n" for number in range(50))
    assert imported(home, tmp_path, CONTACTS + rows).accepted_count == 50


def test_a_refused_column_is_told_by_what_it_looks_like(home, tmp_path):
    header = CONTACTS.strip() + ",cell,caseworker notes\n"
    refusal = imported(home, tmp_path, header + "C1,ucan,25,P1,2026-03-05,3125550142,long\n").files[0].refusal
    assert "'cell' looks like a column of phone numbers" in refusal
    assert "'caseworker notes' looks like a column of narratives" in refusal


def test_a_header_that_is_somebodys_name_is_never_told(home, tmp_path):
    header = CONTACTS.strip() + ",Deshawn Pettigrew\n"
    report = imported(home, tmp_path, header + "C1,ucan,25,P1,2026-03-05,x\n")
    assert "in place 6" in report.files[0].refusal
    assert "Pettigrew" not in report.to_text()


@pytest.mark.shared_data
def test_every_cell_of_the_sample_that_holds_a_name_is_found_and_few_others(shared_data):
    folder = shared_data / "case_management"
    with (folder / "Contact.csv").open(encoding="utf-8", newline="") as file:
        full = {f"{row['FirstName']} {row['LastName']}".lower() for row in csv.DictReader(file)}
    with_name, without = [], []
    for path in sorted(folder.glob("*.csv")):
        if path.name not in ("Contact.csv", "Account.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    for cell in row.values():
                        if re.search("[A-Za-z]", cell or ""):
                            (with_name if any(name in cell.lower() for name in full) else without).append(cell)
    assert len(with_name) > 700
    assert share((personal_in(cell) is Personal.NAME for cell in with_name), with_name) >= SMALLEST_RECALL
    assert [cell for cell in without if personal_in(cell) is Personal.NAME] == []


ENROLLMENTS = "enrollment_id,partner_id,area,participant_id,enrolled_date,{}\n"


@pytest.mark.parametrize("header", ["age_band", "age"])
def test_an_age_becomes_its_band_and_a_birth_date_never_does(home, tmp_path, header):
    ages = ["17", "18", "24.0", "25", "44", "45", "120", "18_24", "45 and over", "", "unknown"]
    rows = "".join(f"N{number},ucan,25,P{number},2026-03-05,{age}\n" for number, age in enumerate(ages))
    refused = ["121", "-3", "4/12/1999", "1999-04-12", "young"]
    rows += "".join(f"X{number},ucan,25,P{number},2026-03-05,{age}\n" for number, age in enumerate(refused))
    report = imported(home, tmp_path, ENROLLMENTS.format(header) + rows)
    assert (report.accepted_count, report.set_aside_count) == (len(ages), len(refused))
    with reading(home) as store:
        kept = [
            row[0]
            for row in store.execute("SELECT age_band FROM enrollments ORDER BY length(enrollment_id), 1").fetchall()
        ]
        of = dict(store.execute("SELECT enrollment_id, age_band FROM enrollments").fetchall())
    assert [of[f"N{number}"] for number in range(len(ages))] == [
        *("under_18", "18_24", "18_24", "25_34", "35_44", "45_and_over", "45_and_over", "18_24", "45_and_over"),
        *("unknown", "unknown"),
    ]
    assert len(kept) == len(ages)


def test_a_birth_date_column_is_refused_by_its_header(home, tmp_path):
    report = imported(home, tmp_path, ENROLLMENTS.format("birth_date") + "N1,ucan,25,P1,2026-03-05,1999-04-12\n")
    assert "'birth_date' looks like a column of birth dates" in report.files[0].refusal
    assert under(home.path, "1999-04-12") == set()


@pytest.mark.parametrize(
    "written", ["2026-03-05 23:45:10", "2026-03-05T23:45", "3/5/2026 23:45", "3/5/2026 11:45:10 PM", "2026-03-05"]
)
def test_of_a_moment_only_its_day_is_kept(home, tmp_path, written):
    imported(home, tmp_path, CONTACTS + f"C1,ucan,25,P1,{written}\n")
    with reading(home) as store:
        [(day,)] = store.execute("SELECT contact_date::VARCHAR FROM contacts").fetchall()
    assert day == "2026-03-05"
    assert under(home.path, "23:45", "11:45") == set()


@pytest.mark.parametrize("written", ["2026-Q1", "2026 q1", "2026-02-17", "2/17/2026", "2026-02-17 13:37:00"])
def test_of_a_familys_support_only_the_quarter_is_kept(home, tmp_path, written):
    header = "support_id,partner_id,area,quarter,kind,families_count\n"
    imported(home, tmp_path, header + f"S1,ucan,25,{written},funeral,2\n")
    with reading(home) as store:
        assert store.execute("SELECT quarter::VARCHAR FROM supports").fetchall() == [("2026-01-01",)]
        columns = {
            row[0]
            for row in store.execute(
                "SELECT column_name FROM duckdb_columns() WHERE table_name = 'supports'"
            ).fetchall()
        }
    assert not columns & {"participant_id", "age_band", "date", "support_date"}
    assert under(home.path, "2026-02-17", "13:37") == set()


def test_a_draft_of_a_profile_never_reads_a_column_with_names_inside_its_texts(tmp_path):
    texts = ["job readiness", "came by with demetrius banks", "ged class", "call agnieszka nowak", "housing", "resume"]
    path = tmp_path / "sessions.csv"
    path.write_text("when,what\n" + "".join(f"2026-01-0{day},{text}\n" for day, text in enumerate(texts, start=1)))
    draft = drafted_profile(path, date(2026, 6, 30))
    assert '"what",  # looks like names of people' in draft
    assert "banks" not in draft


def test_an_organization_may_be_named_after_someone_and_all_of_its_work_comes_in(home, tmp_path):
    (tmp_path / "partners.csv").write_text("partner_id,partner_name\nrosa_parks,Rosa Parks\nblue_heron,Blue Heron\n")
    (tmp_path / "contacts.csv").write_text(
        f"{CONTACTS}rosa_parks-1,rosa_parks,25,P1,2026-03-05\n2,blue_heron,25,P2,2026-03-05\n"
    )
    report = import_files(home, [tmp_path / "partners.csv", tmp_path / "contacts.csv"])
    assert [(file.accepted_count, file.set_aside_count) for file in report.files] == [(2, 0), (2, 0)]


def test_a_study_may_be_named_after_who_wrote_it_and_not_say_how_to_reach_them(home, tmp_path):
    path = tmp_path / "risk_estimates.csv"
    path.write_text(
        "area,year,people_count,source_name\n25,2024,120,Andrew Papachristos and Christopher Wildeman\n"
        "26,2024,90,ask rosa.lopez@example.org\n"
    )
    [file] = import_files(home, [path]).files
    assert (file.accepted_count, file.set_aside_count) == (1, 1)
    assert [why.column_name for why in file.reasons] == ["source_name"]


def test_nothing_of_the_made_up_coalition_looks_personal(published_demo, demo_files):
    with reading(published_demo) as connection:
        looks = connection.execute("SELECT file_name, reason FROM set_aside WHERE reason LIKE 'looks like%'").fetchall()
        [(partner_count,)] = connection.execute("SELECT count(*) FROM records.partners").fetchall()
    [partners] = [file for file in demo_files if file.name == "partners.csv"]
    assert looks == []
    assert partner_count == len(partners.read_text().splitlines()) - 1
