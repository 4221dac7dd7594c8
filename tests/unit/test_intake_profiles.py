"""Profiles: what a source's columns and rows become, and what is said where they can't."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cp4p_metrics.errors import ProfileError, UnknownNameError
from cp4p_metrics.home import Home
from cp4p_metrics.intake import import_files
from cp4p_metrics.intake.profile_keys import KEYS
from cp4p_metrics.intake.profile_reference import GUIDE, guide_text
from cp4p_metrics.intake.pseudonyms import PSEUDONYM_BYTES
from cp4p_metrics.records.store import reading

from .kinds_of_file import as_workbook

CONTACTS = """
name = "visits"
title = "Visits of a made-up partner"
recognized_by = ["When", "Who"]
table = "contacts"
never_read = ["Who met"]

[columns]
contact_id = { theirs = "No" }
partner_id = { always = "ucan" }
area_number = { theirs = "Where" }
participant_id = { theirs = "Who" }
contact_date = { theirs = "When" }
purpose = { theirs = "What", codes = { chat = "check_in", court = "court_or_legal" }, otherwise = "other", if_blank = "unknown" }
"""
VISITS = "No,Where,Who,Who met,When,What\n1,25,P1,Ann Lee,2026-03-05,chat\n2,Austin,P2,Bo Ray,2026-03-06,\n"


def profile_in(home, text, name="visits.toml"):
    home.profiles.mkdir(parents=True, exist_ok=True)
    (home.profiles / name).write_text(text, encoding="utf-8")


def imported(home, tmp_path, content, name="visits.csv", **options):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return import_files(home, [path], **options)


def stored(home, sql):
    with reading(home) as store:
        return store.execute(sql).fetchall()


def counts(report):
    return (report.read_count, report.accepted_count, report.unchanged_count, report.set_aside_count)


def reconciles(report):
    return all(
        file.read_count == file.accepted_count + file.unchanged_count + file.set_aside_count for file in report.files
    )


# A coalition's own profiles


def test_a_profile_in_the_home_folder_is_known_by_its_header(home, tmp_path):
    profile_in(home, CONTACTS)
    report = imported(home, tmp_path, VISITS)
    assert counts(report) == (2, 2, 0, 0)
    assert report.files[0].profile == "visits"
    assert stored(home, "SELECT contact_id, partner_id, area_number, purpose FROM contacts ORDER BY 1") == [
        ("1", "ucan", 25, "check_in"),
        ("2", "ucan", 25, "unknown"),
    ]
    assert b"Ann Lee" not in home.store.read_bytes()


def test_a_profile_may_be_named_by_its_file(home, tmp_path):
    (tmp_path / "mine.toml").write_text(CONTACTS)
    report = imported(home, tmp_path, VISITS, profile=str(tmp_path / "mine.toml"))
    assert counts(report) == (2, 2, 0, 0)


def test_a_mended_profile_reads_the_same_file_anew(home, tmp_path):
    profile_in(home, CONTACTS)
    imported(home, tmp_path, VISITS)
    assert imported(home, tmp_path, VISITS).was_known
    profile_in(home, CONTACTS.replace('otherwise = "other"', 'otherwise = "unknown"'))
    assert not imported(home, tmp_path, VISITS).was_known
    profile_in(home, CONTACTS.replace('chat = "check_in"', 'chat = "conflict"'))
    report = imported(home, tmp_path, VISITS)
    assert (report.revised_count, report.unchanged_count) == (1, 1)


def test_an_own_profile_goes_before_the_template_that_fits_too(home, tmp_path):
    own = """
name = "heads"
title = "Events, as one partner heads its columns"
recognized_by = ["event_id"]
table = "event_partners"
[columns]
event_id = { theirs = "event_id" }
partner_id = { always = "ucan" }
"""
    profile_in(home, own)
    imported(home, tmp_path, "event_id,partner_id\nE1,also\n")
    assert stored(home, "SELECT event_id, partner_id FROM event_partners") == [("E1", "ucan")]


def test_two_own_profiles_that_fit_alike_are_asked_about(home, tmp_path):
    profile_in(home, CONTACTS)
    profile_in(home, CONTACTS.replace('"visits"', '"calls"'), "calls.toml")
    report = imported(home, tmp_path, VISITS)
    assert "fits several profiles: 'calls', 'visits'. Say which one with --as NAME" in report.to_text()
    assert counts(imported(home, tmp_path, VISITS, profile="calls")) == (2, 2, 0, 0)


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ('theirs = "No"', 'thiers = "No"', "line 9: [columns.contact_id] 'thiers': there is no such key. Did you"),
        ('table = "contacts"', 'table = "contact"', "line 5: 'table': There is no table 'contact'. Did you mean 'con"),
        ("contact_date =", "contact_day =", "line 13: [columns] 'contact_day': There is no column 'contact_day'"),
        ('"check_in"', '"chat"', "line 14: [columns.purpose]: 'chat' is not one of our codes for it: check_in, "),
        ("never_read = [", "never_read = [1, ", "line 6: 'never_read': write text or a list of texts"),
        ('"Who met"]', '"Where"]', "line 6: 'never_read': 'Where' is listed there and read elsewhere"),
        ('area_number = { theirs = "Where" }\n', "", "every row of 'contacts' needs area_number"),
        ('title = "Visits', "title = Visits", "visits.toml is not sound TOML: Invalid value (at line 3, column 9)"),
        ('table = "contacts"', 'table = "contacts"\ndate_formats = ["MM/DD/YYYY"]', "'MM/DD/YYYY' is no way to write"),
        ('table = "contacts"', 'table = "contacts"\ntime_zone = "Chicago"', "line 6: 'time_zone': 'Chicago' is not a"),
        ('name = "visits"', 'name = "contacts"', "there is a profile 'contacts' already. Give this one another name"),
        ('name = "visits"\n', "", "'name' is missing. It says: a short name, which no other profile has"),
        ('{ theirs = "Where" }', '{ theirs = "Who" }', "'Who' is the participant's id, which is stored as a pseudonym"),
        ('theirs = "No"', 'joined = ["{area_number}", "No"]', "{area_number} is no column of ours whose value is"),
        ('table = "contacts"', 'table = "contacts"\nsplit = "|"', "line 6: 'split': write a section"),
        ('table = "contacts"\n', "", "'table' is missing"),
    ],
)
def test_a_wrong_profile_is_answered_with_where_and_what_to_write(home, tmp_path, wrong, right, said):
    assert wrong in CONTACTS
    profile_in(home, CONTACTS.replace(wrong, right))
    with pytest.raises(ProfileError) as told:
        imported(home, tmp_path, VISITS)
    assert said in str(told.value)
    assert str(told.value).startswith("visits.toml")
    assert not home.store.exists()


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ('why = "the park is no partner"', "", "line 24: [records.left_out]: 'why' is missing"),
        (
            'at = " | " }\n',
            'att = " | " }\n',
            "line 20: [records.split] 'att': there is no such key. Did you mean 'at'",
        ),
        (
            'partner_id = { theirs = "Together" }',
            "",
            "[records.columns.partner_id]: every row of 'event_partners' needs",
        ),
        ('theirs = "Park" }', 'their = "Park" }', "line 16: [records.columns.site] 'their': there is no such key"),
        ('table = "event_partners"', 'table = "event_partner"', "line 19: [records] 'table': There is no table"),
    ],
)
def test_a_fault_in_one_of_several_records_is_found_there(home, tmp_path, wrong, right, said):
    assert EVENT_PROFILE.count(wrong) == 1
    profile_in(home, EVENT_PROFILE.replace(wrong, right), "evenings.toml")
    with pytest.raises(ProfileError) as told:
        imported(home, tmp_path, EVENINGS)
    assert said in str(told.value)


def test_a_profile_that_is_not_there_is_told(home, tmp_path):
    with pytest.raises(ProfileError, match=r"nowhere\.toml is missing"):
        imported(home, tmp_path, VISITS, profile="nowhere.toml")
    with pytest.raises(UnknownNameError, match="Did you mean 'contacts'"):
        imported(home, tmp_path, VISITS, profile="contact")


# Rows that are not ours


LEAVING = (
    CONTACTS
    + """
[[left_out]]
when = { What = "test" }
why = "a test entry"

[[left_out]]
unless = { Kept = ["yes", "y"] }
why = "not kept"
"""
)


def test_rows_are_left_out_by_condition_and_counted_apart_from_what_is_read(home, tmp_path):
    profile_in(home, LEAVING)
    rows = "No,Where,Who,When,What,Kept\n"
    rows += "1,25,P1,2026-03-05,chat,yes\n2,25,P2,2026-03-05,Test,yes\n3,25,P3,2026-03-05,chat,no\n"
    rows += "4,25,P4,2026-03-05,chat,\n5,Nowhere,P5,2026-03-05,chat,Y\n"
    report = imported(home, tmp_path, rows)
    assert counts(report) == (2, 1, 0, 1)
    assert [(each.why, each.row_count) for each in report.files[0].left_out] == [("a test entry", 1), ("not kept", 2)]
    assert "left out by the profile, 2 rows: not kept" in report.to_text()
    assert stored(home, "SELECT row_number FROM set_aside") == [(5,)]
    assert reconciles(report)


def test_blanks_can_be_a_condition(home, tmp_path):
    profile_in(home, CONTACTS + '[[left_out]]\nwhen = { What = "", Where = "Austin" }\nwhy = "blank"\n')
    assert counts(imported(home, tmp_path, VISITS)) == (1, 1, 0, 0)


# One row, several records


EVENT_PROFILE = """
name = "evenings"
title = "Evenings"
recognized_by = ["When", "Together"]

[[records]]
table = "events"
[records.columns]
event_id = { joined = ["When", "Park"], with = " " }
partner_id = { theirs = "Together", first_of = " | " }
area_number = { theirs = "Area" }
event_date = { theirs = "When" }
program = { always = "light_in_the_night" }
activity = { always = "other" }
status = { always = "held" }
site = { theirs = "Park" }

[[records]]
table = "event_partners"
split = { column = "Together", at = " | " }
[records.columns]
event_id = { joined = ["When", "Park"], with = " " }
partner_id = { theirs = "Together" }
[[records.left_out]]
when = { Together = "Park District" }
why = "the park is no partner"
"""
EVENINGS = (
    "When,Park,Area,Together\n"
    "2026-07-03,Columbus Park,25,ucan | also\n"
    "2026-07-04,Garfield Park,27,UCAN | Park District | nobody\n"
    "2026-07-05,Douglass Park,29,\n"
)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl", "parquet"])
def test_a_row_makes_records_of_two_tables_and_a_cell_several_rows_of_one(home, tmp_path, kind):
    profile_in(home, EVENT_PROFILE)
    files = every_kind_of(tmp_path, EVENINGS)
    report = import_files(home, [files[kind]])
    first, second = report.files
    assert (first.table_name, first.read_count, first.accepted_count, first.set_aside_count) == ("events", 3, 2, 1)
    assert (second.table_name, second.read_count, second.accepted_count, second.set_aside_count) == (
        "event_partners",
        4,
        3,
        1,
    )
    assert [(each.why, each.row_count) for each in second.left_out] == [
        ("the park is no partner", 1),
        ("'Together' is blank", 1),
    ]
    assert second.row_count == 3
    assert stored(home, "SELECT event_id, partner_id FROM event_partners ORDER BY 1, 2") == [
        ("2026-07-03 Columbus Park", "also"),
        ("2026-07-03 Columbus Park", "ucan"),
        ("2026-07-04 Garfield Park", "ucan"),
    ]
    assert stored(home, "SELECT row_number, column_name FROM set_aside ORDER BY row_number") == [
        (2, "partner_id"),
        (3, "partner_id"),
    ]
    again = import_files(home, [files[kind]])
    assert (again.accepted_count, again.unchanged_count, again.set_aside_count) == (0, 5, 2)
    assert reconciles(report) and reconciles(again)


def every_kind_of(tmp_path, text):
    """The same table as four kinds of files."""
    header, *rows = [line.split(",") for line in text.splitlines()]
    records = [{name: cell for name, cell in zip(header, row, strict=True) if cell} for row in rows]
    files = {
        "csv": text.encode(),
        "jsonl": "\n".join(map(json.dumps, records)).encode(),
        "xlsx": as_workbook(columns=header, rows=rows),
    }
    for kind, content in files.items():
        (tmp_path / f"evenings.{kind}").write_bytes(content)
    columns = {name: [record.get(name) for record in records] for name in header}
    pq.write_table(pa.table(columns), tmp_path / "evenings.parquet")
    return {kind: tmp_path / f"evenings.{kind}" for kind in (*files, "parquet")}


PARTS = st.lists(st.sampled_from(["ucan", "also", "Park District", "nobody", "", " ", "UCAN"]), max_size=5)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(PARTS, st.sampled_from(["25", "Austin", "nowhere", ""])), max_size=8))
def test_whatever_stands_in_cells_every_part_is_accounted_for(rows):
    with TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        profile_in(home, EVENT_PROFILE)
        path = Path(folder) / "evenings.csv"
        lines = [f"2026-07-0{number},P,{area},{' | '.join(cell)}" for number, (cell, area) in enumerate(rows, start=1)]
        path.write_text("\n".join(["When,Park,Area,Together", *lines]) + "\n")
        events, partners = import_files(home, [path]).files
        made = [max(1, sum(bool(part.strip()) for part in cell)) for cell, _ in rows]
        assert events.read_count == len(rows)
        assert partners.read_count + partners.left_out_count == sum(made)
        assert (partners.row_count or 0) == len(rows)
        for file in (events, partners):
            assert file.read_count == file.accepted_count + file.unchanged_count + file.set_aside_count
        known = {(number, part.strip().lower()) for number, (cell, _) in enumerate(rows) for part in cell}
        known = {pair for pair in known if pair[1] in ("ucan", "also")}
        assert stored(home, "SELECT count(*) FROM event_partners") == [(len(known),)]


def test_a_cell_with_more_parts_than_anyone_writes_refuses_the_file(home, tmp_path):
    profile_in(home, EVENT_PROFILE)
    many = EVENINGS + f"2026-07-06,Union Park,28,{' | '.join(['ucan'] * 1001)}\n"
    report = imported(home, tmp_path, many)
    assert "A cell holds more than 1,000 parts" in report.to_text()


def test_the_same_table_may_be_filled_from_several_columns_of_a_row(home, tmp_path):
    profile_in(
        home,
        """
name = "wide_needs"
title = "Needs side by side"
recognized_by = ["need 1", "need 2"]
[[records]]
table = "needs"
[records.columns]
need_id = { joined = ["id", "need 1"] }
partner_id = { always = "ucan" }
area_number = { theirs = "area" }
participant_id = { theirs = "person" }
identified_date = { theirs = "day" }
domain = { theirs = "need 1" }
[[records.left_out]]
when = { "need 1" = "" }
why = "no first need"
[[records]]
table = "needs"
[records.columns]
need_id = { joined = ["id", "need 2"] }
partner_id = { always = "ucan" }
area_number = { theirs = "area" }
participant_id = { theirs = "person" }
identified_date = { theirs = "day" }
domain = { theirs = "need 2" }
[[records.left_out]]
when = { "need 2" = "" }
why = "no second need"
""",
    )
    rows = "id,area,person,day,need 1,need 2\n1,25,P1,2026-02-01,housing,employment\n2,25,P2,2026-02-02,education,\n"
    report = imported(home, tmp_path, rows)
    assert [file.read_count for file in report.files] == [2, 1]
    assert stored(home, "SELECT need_id, domain FROM needs ORDER BY 1") == [
        ("1-employment", "employment"),
        ("1-housing", "housing"),
        ("2-education", "education"),
    ]
    assert reconciles(report)


# Days and time zones


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-07-17T00:30:00Z", "2026-07-16"),
        ("2026-07-17T00:30:00.000+0000", "2026-07-16"),
        ("2026-07-17 00:30:00-05:00", "2026-07-17"),
        ("2026-07-17T05:30:00+00", "2026-07-17"),
        ("2026-01-17T05:30Z", "2026-01-16"),
        ("2026-07-17 00:30:00", "2026-07-17"),
        ("2026-07-17", "2026-07-17"),
        ("07/17/2026 12:30 AM UTC", "2026-07-16"),
        ("07/17/2026 12:30 AM", "2026-07-17"),
        ("2026-07-17 00:30:00 America/New_York", "2026-07-16"),
    ],
)
def test_a_moment_with_an_offset_becomes_the_local_day(home, tmp_path, written, day):
    zone = 'time_zone = "America/Chicago"\ndate_formats = ["%m/%d/%Y %I:%M %p", "%m/%d/%Y %I:%M %p %Z"]\n'
    profile_in(home, CONTACTS.replace("table =", zone + "table ="))
    imported(home, tmp_path, f"No,Where,Who,When,What\n1,25,P1,{written},chat\n", now=None)
    assert stored(home, "SELECT contact_date::VARCHAR FROM contacts") == [(day,)]


def test_without_a_time_zone_the_day_is_the_one_that_is_written(home, tmp_path):
    profile_in(home, CONTACTS)
    imported(home, tmp_path, "No,Where,Who,When,What\n1,25,P1,2026-07-17T00:30:00Z,chat\n")
    assert stored(home, "SELECT contact_date::VARCHAR FROM contacts") == [("2026-07-17",)]


# Rows without a key


KEYLESS = CONTACTS.replace('contact_id = { theirs = "No" }', "contact_id = { from_content = true }")
MET = "Where,Who,When,What\n"
ONE, OTHER = "25,P1,2026-03-05,chat\n", "25,P2,2026-03-05,court\n"


def test_rows_alike_without_a_key_are_all_kept(home, tmp_path):
    profile_in(home, KEYLESS)
    report = imported(home, tmp_path, MET + ONE + ONE + OTHER + ONE)
    assert counts(report) == (4, 4, 0, 0)
    assert stored(home, "SELECT count(*), count(DISTINCT contact_id) FROM contacts") == [(4, 4)]


def test_a_file_without_keys_again_changes_nothing_and_one_that_grew_brings_what_is_new(home, tmp_path):
    profile_in(home, KEYLESS)
    imported(home, tmp_path, MET + ONE + OTHER)
    assert imported(home, tmp_path, MET + ONE + OTHER).was_known
    assert counts(imported(home, tmp_path, MET + OTHER + ONE)) == (2, 0, 2, 0)
    assert counts(imported(home, tmp_path, MET + ONE + OTHER + ONE)) == (3, 1, 2, 0)


def test_a_mended_row_without_a_key_leaves_the_keys_of_the_others(home, tmp_path):
    profile_in(home, KEYLESS)
    broken = "25,P1,yesterday,chat\n"
    assert counts(imported(home, tmp_path, MET + broken + ONE)) == (2, 1, 0, 1)
    assert counts(imported(home, tmp_path, MET + ONE + ONE)) == (2, 1, 1, 0)


def test_an_empty_row_is_empty_though_constants_stand_in_every_row(home, tmp_path):
    profile_in(home, KEYLESS)
    report = imported(home, tmp_path, MET + ONE + ",,,\n")
    assert [reason.to_text() for reason in report.files[0].reasons] == ["1 row: the row is empty; take it out (row 2)"]


# Values that are given at import


GIVEN = CONTACTS.replace('always = "ucan"', 'given = "the partner"').replace(
    'participant_id = { theirs = "Who" }', 'participant_id = { joined = ["{partner_id}", "Who"] }'
)


def test_what_a_profile_asks_for_must_be_given_at_import(home, tmp_path):
    profile_in(home, GIVEN)
    report = imported(home, tmp_path, VISITS)
    assert "It does not say partner_id (the partner). Say it when you import it: --set partner_id=…" in report.to_text()
    assert not home.store.exists()
    assert counts(imported(home, tmp_path, VISITS, given={"partner_id": "also"})) == (2, 2, 0, 0)
    assert counts(imported(home, tmp_path, VISITS, given={"partner_id": "ucan"})) == (2, 2, 0, 0)
    assert imported(home, tmp_path, VISITS, given={"partner_id": "ucan"}).was_known
    assert stored(home, "SELECT partner_id, count(*) FROM contacts GROUP BY 1 ORDER BY 1") == [("also", 2), ("ucan", 2)]
    assert stored(home, "SELECT count(DISTINCT participant_id) FROM contacts") == [(4,)]
    assert {len(each) for (each,) in stored(home, "SELECT participant_id FROM contacts")} == {2 * PSEUDONYM_BYTES}


def test_nothing_can_be_set_that_no_profile_asks_for(home, tmp_path):
    profile_in(home, CONTACTS)
    with pytest.raises(UnknownNameError, match="There is no question for --set 'partner_id'"):
        imported(home, tmp_path, VISITS, given={"partner_id": "also"})


def test_a_given_area_or_code_that_is_none_is_refused_at_once(home, tmp_path):
    profile_in(home, GIVEN.replace('{ theirs = "Where" }', '{ given = "where" }'))
    report = imported(home, tmp_path, VISITS, given={"partner_id": "ucan", "area_number": "Austn"})
    assert "--set area_number: There is no community area 'Austn'. Did you mean 'Austin'" in report.to_text()


# Companions


RELATED = """
name = "deliveries"
title = "Deliveries of a relational source"
recognized_by = ["delivery", "service"]
table = "referrals"

[columns]
referral_id = { theirs = "delivery" }
partner_id = { always = "ucan" }
area_number = { theirs = "program area" }
participant_id = { theirs = "contact" }
domain = { theirs = "issue", codes = { Jobs = "employment", Home = "housing" } }
referred_date = { theirs = "day" }

[[left_out]]
when = { consents = "no" }
why = "did not agree"

[[lookups]]
column = "service"
companion = "services"
key = "id"
gives = { "program of service" = "program" }

[[lookups]]
column = "program of service"
companion = "programs"
key = "id"
gives = { issue = "issue_area", "program area" = "area" }

[[lookups]]
column = "contact"
companion = "people"
key = "id"
gives = { consents = "agreed" }

[companions.services]
recognized_by = ["program", "unit"]
why = "services; their programs are looked up."
[companions.programs]
recognized_by = ["issue_area"]
why = "programs; their issue areas and areas are looked up."
[companions.people]
recognized_by = ["full name", "agreed"]
why = "people; only whether they agreed is looked up."
"""
TABLES = {
    "deliveries.csv": "delivery,service,contact,day\n1,s1,c1,2026-01-05\n2,s2,c2,2026-01-06\n3,s9,c1,2026-01-07\n"
    "4,s1,c3,2026-01-08\n",
    "services.csv": "id,program,unit\ns1,p1,hours\ns2,p2,meals\n",
    "programs.csv": "id,issue_area,area\np1,Jobs,Austin\np2,Home,Garfield Park\n",
    "people.csv": "id,full name,agreed\nc1,Ann Zebulon,yes\nc2,Bo Zebulon,yes\nc3,Cy Zebulon,no\n",
}


def related(home, tmp_path, **changed):
    profile_in(home, RELATED)
    folder = tmp_path / "export"
    folder.mkdir(exist_ok=True)
    for name, text in {**TABLES, **changed}.items():
        (folder / name).write_text(text) if text else (folder / name).unlink(missing_ok=True)
    return import_files(home, [folder])


def test_values_come_from_companions_of_the_same_import(home, tmp_path):
    report = related(home, tmp_path)
    assert stored(home, "SELECT referral_id, domain, area_number FROM referrals") == [("1", "employment", 25)]
    assert counts(report) == (3, 1, 0, 2)
    assert report.files[0].left_out[0].row_count == 1
    words = report.to_text()
    assert "area_number is the name of more than one community area" in words
    assert "people.csv: no records. Part of 'deliveries': people; only whether they agreed is looked up." in words
    assert b"Zebulon" not in home.store.read_bytes()
    assert b"c1" not in home.store.read_bytes()
    assert reconciles(report)


def test_a_changed_companion_is_noticed_and_its_rows_revised(home, tmp_path):
    related(home, tmp_path)
    report = related(home, tmp_path, **{"programs.csv": TABLES["programs.csv"].replace("Jobs", "Home")})
    assert (report.accepted_count, report.revised_count) == (1, 1)
    assert stored(home, "SELECT domain FROM referrals") == [("housing",)]


def test_a_companion_that_is_missing_doubled_or_uncertain_refuses_the_file(home, tmp_path):
    assert "It needs the file 'people' of the same source" in related(home, tmp_path, **{"people.csv": ""}).to_text()
    doubled = TABLES["people.csv"] + "c1,Di Zebulon,no\n"
    words = related(home, tmp_path, **{"people.csv": doubled}).to_text()
    assert "'id' names 1 rows a second time" in words and "Zebulon" not in words
    more = related(home, tmp_path, **{"people.csv": TABLES["people.csv"], "people_2.csv": doubled}).to_text()
    assert "several files 'people' in this import" in more


def test_a_companion_by_itself_is_refused_with_where_it_belongs(home, tmp_path):
    profile_in(home, RELATED)
    report = imported(home, tmp_path, TABLES["people.csv"])
    assert "It holds no records by itself. Part of 'deliveries'" in report.to_text()


# Partners by name


def test_a_partner_may_be_written_by_name(home, tmp_path):
    imported(home, tmp_path, "partner_id,partner_name\nucan,UCAN Chicago\nbuild,BUILD Inc.\n", "partners.csv")
    profile_in(home, EVENT_PROFILE)
    rows = EVENINGS.splitlines()[0] + "\n2026-07-03,Columbus Park,25,Build Inc. | ucan chicago\n"
    imported(home, tmp_path, rows, "evenings.csv")
    assert stored(home, "SELECT partner_id FROM event_partners ORDER BY 1") == [("build",), ("ucan",)]
    assert stored(home, "SELECT partner_id FROM events") == [("build",)]


def test_a_name_that_two_partners_share_is_not_guessed(home, tmp_path):
    imported(home, tmp_path, "partner_id,partner_name\nucan,Hope\nbuild,Hope\n", "partners.csv")
    profile_in(home, EVENT_PROFILE)
    report = imported(home, tmp_path, "When,Park,Area,Together\n2026-07-03,Columbus Park,25,Hope\n", "evenings.csv")
    assert counts(report) == (2, 0, 0, 2)


# The documentation


def test_the_reference_in_the_documentation_is_what_the_code_knows():
    written = GUIDE.read_text(encoding="utf-8")
    assert written == guide_text(written), (
        "Run 'python -m cp4p_metrics.intake.profile_reference' and look at the difference."
    )
    assert all(f"| `{name}` |" in written for keys in KEYS.values() for name in keys)


def test_the_example_in_the_documentation_works(home, tmp_path):
    example = GUIDE.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    profile_in(home, example)
    rows = "No,Area,Who,Client name,Notes,Weather,When,What\n1,Austin,17,Ann Zebulon,a story,dry,03/05/2026,Chat\n"
    rows += "2,Austin,17,Ann Zebulon,,wet,03/06/2026,\n3,Austin,18,Test,,,03/06/2026,training\n"
    report = imported(home, tmp_path, rows)
    assert counts(report) == (2, 2, 0, 0)
    assert report.files[0].notes == ()
    assert stored(home, "SELECT purpose FROM contacts ORDER BY contact_id") == [("check_in",), ("unknown",)]
    assert b"Zebulon" not in home.store.read_bytes()
