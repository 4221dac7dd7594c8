"""The profiles that are shipped for other programs' files: a Salesforce export, and a listing of an events calendar."""

import csv
from collections import Counter

import pytest

from cp4p_metrics.intake import import_files
from cp4p_metrics.intake.profiles import profiles
from cp4p_metrics.records.store import reading

GIVEN = {"partner_id": "ucan", "area_number": "Austin"}


def stored(home, sql):
    with reading(home) as store:
        return store.execute(sql).fetchall()


# Salesforce


@pytest.fixture
def export(shared_data):
    return shared_data / "case_management"


@pytest.fixture
def tables(export):
    found = {}
    for path in export.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


@pytest.mark.shared_data
def test_the_clients_engagements_are_enrollments_and_every_other_row_is_accounted_for(home, export, tables):
    report = import_files(home, [export], given=GIVEN)
    rows = tables["ProgramEngagement__c"]
    clients = [row for row in rows if row["Role__c"] == "Client"]
    begun = [row for row in clients if row["Stage__c"] not in ("Applied", "Waitlisted")]
    dated = [row for row in begun if row["StartDate__c"]]
    assert (len(rows), len(clients), len(begun), len(dated)) == (89, 79, 75, 73)
    assert len(report.files) == len(tables) == 11
    [engagements] = [file for file in report.files if file.table_name]
    assert engagements.left_out_count + engagements.read_count == len(rows)
    assert [each.row_count for each in engagements.left_out] == [len(rows) - len(clients), len(clients) - len(begun)]
    assert (engagements.read_count, engagements.accepted_count) == (len(begun), len(dated))
    [reason] = engagements.reasons
    assert (reason.column_name, reason.row_count) == ("enrolled_date", len(begun) - len(dated))
    assert stored(home, "SELECT count(*), count(DISTINCT participant_id) FROM enrollments") == [
        (len(dated), len({row["Contact__c"] for row in dated}))
    ]
    by_day = Counter((row["StartDate__c"], row["EndDate__c"] or None) for row in dated)
    assert Counter(stored(home, "SELECT enrolled_date::VARCHAR, exited_date::VARCHAR FROM enrollments")) == by_day
    assert stored(home, "SELECT DISTINCT partner_id, area_number, exit_reason FROM enrollments") == [
        ("ucan", 25, "unknown")
    ]


@pytest.mark.shared_data
def test_no_table_but_enrollments_gets_a_row_from_the_export(home, export):
    report = import_files(home, [export], given=GIVEN)
    assert {file.table_name for file in report.files} == {"enrollments", None}
    assert sum(file.read_count for file in report.files if file.table_name is None) == 0


@pytest.mark.shared_data
def test_no_name_phone_mail_or_address_of_the_export_is_in_the_home(home, export, tables):
    import_files(home, [export], given=GIVEN)
    people = [f"{row['FirstName']} {row['LastName']}" for row in tables["Contact"]]
    others = [
        row[column]
        for row in tables["Contact"]
        for column in ("Email", "Phone", "MobilePhone", "Birthdate")
        if row[column]
    ]
    names = [row["Name"] for row in (*tables["ProgramEngagement__c"], *tables["ServiceDelivery__c"])]
    content = b"".join(path.read_bytes() for path in home.path.rglob("*") if path.is_file())
    assert len(people) == 186
    assert [each for each in (*people, *others, *names) if each.encode() in content] == []


@pytest.mark.shared_data
def test_contacts_of_two_organizations_with_the_same_number_are_two_people(home, export):
    import_files(home, [export], given=GIVEN)
    [(first,)] = stored(home, "SELECT count(DISTINCT participant_id) FROM enrollments")
    import_files(home, [export], given={**GIVEN, "partner_id": "also"})
    assert stored(home, "SELECT count(DISTINCT participant_id) FROM enrollments") == [(2 * first,)]


@pytest.mark.shared_data
def test_the_export_is_not_taken_before_it_is_said_whose_it_is(home, export):
    words = import_files(home, [export]).to_text()
    assert "--set partner_id=… --set area_number=…" in words
    assert not home.store.exists()


ENGAGEMENT = (
    "id,Name,ApplicationDate__c,AutoName_Override__c,EndDate__c,Role__c,Stage__c,StartDate__c,Account__c,Contact__c,"
    "Program__c,ProgramCohort__c\n"
)


@pytest.mark.parametrize(
    ("role", "stage", "start", "end", "became"),
    [
        ("Client", "Active", "2026-01-05", "", ("2026-01-05", None, "unknown")),
        ("Client", "Completed", "2026-01-05", "2026-03-01", ("2026-01-05", "2026-03-01", "completed")),
        ("Client", "Withdrawn", "2026-01-05", "2026-03-01", ("2026-01-05", "2026-03-01", "unknown")),
        ("Client", "Completed", "2026-01-05", "", "it has ended, and EndDate__c not when"),
        ("Client", "Waitlisted", "2026-01-05", "", "the time in the program has not begun"),
        ("Volunteer", "Active", "2026-01-05", "", "a volunteer is not a participant"),
        ("", "Active", "2026-01-05", "", "a volunteer is not a participant"),
        ("Client", "Graduated", "2026-01-05", "", "exit_reason has a value that is not in the list"),
        ("Client", "Active", "", "", "enrolled_date is blank"),
        ("Client", "Active", "2026-01-05", "2026-01-01", "exited_date is before enrolled_date"),
    ],
)
def test_each_role_and_stage_becomes_what_it_means(home, tmp_path, role, stage, start, end, became):
    row = f"7,Ann Lee 2026: Jobs,,False,{end},{role},{stage},{start},,12,4,\n"
    (tmp_path / "ProgramEngagement__c.csv").write_text(ENGAGEMENT + row)
    words = import_files(home, [tmp_path / "ProgramEngagement__c.csv"], given=GIVEN).to_text()
    found = stored(home, "SELECT enrolled_date::VARCHAR, exited_date::VARCHAR, exit_reason FROM enrollments")
    assert found == ([became] if isinstance(became, tuple) else [])
    assert isinstance(became, tuple) or became in words
    assert "Ann" not in words


# A calendar's listing


LISTING = """\
title,start,end,venue,neighborhood,organizers,status
Evening with Ann Lee,2026-07-17T00:30:00Z,2026-07-17T03:00:00Z,Columbus Park,Austin,UCAN | ALSO,confirmed
Peace walk,2026-07-18T18:00:00-05:00,,Douglass Park,North Lawndale,ucan,Cancelled
Not yet public,2026-07-18 18:00,,Douglass Park,North Lawndale,ucan,draft
Later,2026-07-19 18:00,,Garfield Park,Garfield Park,ucan;also;Park District,held
"""
ANSWERS = {"program": "light_in_the_night", "activity": "other"}


def listed(home, tmp_path, content=LISTING, **given):
    (tmp_path / "listing.csv").write_text(content)
    return import_files(home, [tmp_path / "listing.csv"], given=given or None)


def test_a_listing_becomes_events_on_local_days_and_their_partners(home, tmp_path):
    report = listed(home, tmp_path, **ANSWERS)
    assert stored(
        home, "SELECT event_date::VARCHAR, area_number, partner_id, program, site, status FROM events ORDER BY 1"
    ) == [
        ("2026-07-16", 25, "ucan", "light_in_the_night", "Columbus Park", "planned"),
        ("2026-07-18", 29, "ucan", "light_in_the_night", "Douglass Park", "canceled_other"),
    ]
    assert Counter(stored(home, "SELECT partner_id FROM event_partners")) == {("ucan",): 3, ("also",): 2}
    events, partners = report.files
    assert (events.read_count, events.accepted_count, events.set_aside_count, events.left_out_count) == (3, 2, 1, 1)
    assert (partners.read_count, partners.accepted_count, partners.set_aside_count) == (6, 5, 1)
    assert (partners.row_count, partners.left_out_count) == (4, 1)
    assert b"Ann Lee" not in home.store.read_bytes()
    assert "Ann Lee" not in report.to_text()


def test_a_listing_that_does_not_say_the_program_is_asked_about(home, tmp_path):
    words = listed(home, tmp_path).to_text()
    assert "--set program=… --set activity=…" in words
    assert (
        "'concert' is none of basketball, dance"
        in listed(home, tmp_path, **{**ANSWERS, "activity": "concert"}).to_text()
    )


def test_a_listing_with_its_own_keys_and_categories_needs_no_answer_for_them(home, tmp_path):
    rows = "uid,title,start,venue,area,organizers,status,category,activity,attendance\n"
    rows += "a1,Ann's,2026-07-03 18:00,Columbus Park,Austin,ucan,held,Light in the Night,basketball,120\n"
    rows += "a2,Bo's,07/04/2026 6:00 PM,Columbus Park,25,ucan,held,Workshop,arts,\n"
    listed(home, tmp_path, rows)
    assert stored(
        home, "SELECT event_id, event_date::VARCHAR, program, activity, attendance FROM events ORDER BY 1"
    ) == [
        ("a1", "2026-07-03", "light_in_the_night", "basketball", 120),
        ("a2", "2026-07-04", "other", "arts", None),
    ]


def test_an_event_whose_status_changes_is_revised_and_not_doubled(home, tmp_path):
    listed(home, tmp_path, **ANSWERS)
    report = listed(home, tmp_path, LISTING.replace("confirmed", "canceled: weather"), **ANSWERS)
    assert report.revised_count == 1
    assert stored(home, "SELECT count(*), count(*) FILTER (status = 'canceled_weather') FROM events") == [(2, 1)]


def test_every_shipped_profile_has_a_title_and_none_shares_a_name():
    shipped = [profile for profile in profiles().values() if not profile.is_template]
    assert {"salesforce_engagements", "events_calendar", "city_victims"} <= {profile.name for profile in shipped}
    assert all(profile.title and profile.never_read is not None for profile in shipped)
