"""What comes in for one partner only, and previews: nothing of anyone else changes, whatever a file holds."""

import pytest

from cp4p_metrics.errors import RefusedFileError
from cp4p_metrics.intake import import_files
from cp4p_metrics.intake.own_records import SENT_BY_PARTNERS, check_kind
from cp4p_metrics.records.store import reading
from cp4p_metrics.records.tables import PUBLIC_TABLES, TABLES

from .test_intake_profiles import GIVEN, VISITS, profile_in

CONTACTS = "contact_id,partner_id,area,participant_id,contact_date,purpose,minutes\n"
ONE = "C1,ucan,25,P1,2026-03-05,check_in,20\n"
TWO = "C2,ucan,25,P2,2026-03-06,conflict,30\n"
EVENTS = "event_id,partner_id,area,event_date,program,activity,status\n"
EVENT = "E1,ucan,25,2026-03-05,other,cookout,held\n"
OTHERS_FILES = {
    "partners": "partner_id,partner_name\nucan,Renamed\n",
    "partner_areas": "partner_id,area,from_date,until_date\nucan,25,,2026-01-01\n",
    "targets": "partner_id,fiscal_year,measure,target\nucan,2026,mediations,1\n",
    "submissions": "partner_id,month,part,due_date,received_date\nucan,2026-03,outreach,2026-04-10,2026-04-09\n",
    "staffing": "partner_id,month,role,filled_fte,budgeted_fte\nucan,2026-03,outreach,3,4\n",
    "risk_estimates": "area,year,people_count,source_name\n25,2026,120,A study\n",
    "event_partners": "event_id,partner_id\nE1,ucan\n",
    "victimizations": (
        "cpd_id,case_number,date,community_area,gunshot_injury_i,victimization_primary,sex,race,age\n"
        "SHOOT-1-#1,J1,2026-01-02 10:00:00,AUSTIN,YES,BATTERY,M,BLK,\n"
    ),
}


def imported(home, tmp_path, content, name="file.csv", **options):
    path = tmp_path / name
    path.write_text(content)
    return import_files(home, [path], **options)


def everything(home):
    """Every row of every table, the books included."""
    with reading(home) as store:
        tables = store.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'store' ORDER BY 1"
        ).fetchall()
        return {name: sorted(store.execute(f"SELECT * FROM store.{name}").fetchall(), key=str) for (name,) in tables}


def counts(report):
    return (report.read_count, report.accepted_count, report.revised_count, report.unchanged_count)


def test_a_preview_says_what_would_come_in_and_changes_nothing(home, tmp_path):
    imported(home, tmp_path, CONTACTS + ONE)
    before = everything(home)
    content = CONTACTS + ONE.replace(",20\n", ",45\n") + TWO + TWO.replace("C2", "C3").replace("2026-03-06", "soon")
    report = imported(home, tmp_path, content, preview=True, only_partner="ucan")
    assert counts(report) == (3, 2, 1, 0)
    assert [(why.column_name, why.first_rows) for why in report.files[0].reasons] == [("contact_date", (3,))]
    assert everything(home) == before
    assert counts(imported(home, tmp_path, content, only_partner="ucan")) == (3, 2, 1, 0)


def test_a_preview_of_what_is_there_says_that_all_of_it_is_unchanged(home, tmp_path):
    imported(home, tmp_path, CONTACTS + ONE)
    report = imported(home, tmp_path, CONTACTS + ONE, preview=True, only_partner="ucan")
    assert counts(report) == (1, 0, 0, 1)
    assert report.was_known


@pytest.mark.parametrize("other", ["also", "ALSO"])
def test_a_file_with_a_row_of_another_partner_is_refused_whole(home, tmp_path, other):
    imported(home, tmp_path, CONTACTS + ONE.replace("ucan", "also"))
    before = everything(home)
    report = imported(home, tmp_path, CONTACTS + TWO + ONE.replace("ucan", other), only_partner="ucan")
    assert "1 row of another partner (row 2)" in report.files[0].refusal
    assert everything(home) == before


def test_a_faulty_row_of_another_partner_is_refused_too_so_that_no_fault_is_put_down_to_it(home, tmp_path):
    report = imported(home, tmp_path, CONTACTS + TWO + "C9,also,25,P1,soon,check_in,20\n", only_partner="ucan")
    assert "another partner" in report.files[0].refusal


def test_the_very_file_that_another_partner_s_records_came_from_is_refused(home, tmp_path):
    imported(home, tmp_path, CONTACTS + ONE)
    report = imported(home, tmp_path, CONTACTS + ONE, only_partner="also")
    assert "another partner" in report.files[0].refusal


@pytest.mark.parametrize("table", OTHERS_FILES)
def test_only_records_of_a_partner_s_own_work_come_in(home, tmp_path, table):
    imported(home, tmp_path, EVENTS + EVENT)
    before = everything(home)
    report = imported(home, tmp_path, OTHERS_FILES[table], only_partner="ucan")
    assert f"It holds '{table}'" in report.files[0].refusal
    assert everything(home) == before


def test_every_table_is_either_a_partner_s_own_or_refused():
    own = {table.name for table in SENT_BY_PARTNERS}
    assert own & {*OTHERS_FILES, *PUBLIC_TABLES} == set()
    assert own | {*OTHERS_FILES, *PUBLIC_TABLES} == set(TABLES)
    for name in set(TABLES) - own:
        with pytest.raises(RefusedFileError):
            check_kind(TABLES[name])


def test_an_event_that_another_partner_holds_is_not_taken_over(home, tmp_path):
    imported(home, tmp_path, EVENTS + EVENT)
    before = everything(home)["events"]
    mine = EVENT.replace("ucan", "also").replace("cookout", "vigil")
    report = imported(home, tmp_path, EVENTS + mine + mine.replace("E1", "also-2"), only_partner="also")
    assert (report.accepted_count, report.set_aside_count) == (1, 1)
    assert "another partner's row" in report.files[0].reasons[0].reason
    assert before[0] in everything(home)["events"]
    assert len(everything(home)["events"]) == 2


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_a_partner_s_file_never_replaces_records_of_the_other_kind(home, tmp_path, is_demonstration):
    imported(home, tmp_path, CONTACTS + ONE, is_demonstration=is_demonstration)
    before = everything(home)
    with pytest.raises(RefusedFileError, match="not of one kind"):
        imported(home, tmp_path, CONTACTS + TWO, only_partner="ucan", is_demonstration=not is_demonstration)
    assert everything(home) == before


def test_a_profile_that_asks_whose_records_a_file_holds_is_told_the_sender(home, tmp_path):
    profile_in(home, GIVEN)
    report = imported(home, tmp_path, VISITS, only_partner="ucan", given={"partner_id": "also"})
    assert report.accepted_count == 2
    assert {row[1] for row in everything(home)["contacts"]} == {"ucan"}


def test_a_file_settles_no_row_that_waits_for_another_partner(home, tmp_path):
    """The same keys of events under the same file name: what is another's waits on."""
    bad = EVENT.replace("E1", "E2").replace("cookout", "barbecue")
    imported(home, tmp_path, EVENTS + EVENT + bad, "events.csv")
    theirs = (EVENT + bad).replace("ucan", "also").replace("barbecue", "arts")
    report = imported(home, tmp_path, EVENTS + theirs, "events.csv", only_partner="also")
    assert (report.accepted_count, report.set_aside_count) == (1, 1)
    with reading(home) as store:
        waiting = store.execute("SELECT partner_id FROM store.set_aside WHERE settled_by IS NULL").fetchall()
    assert sorted(waiting) == [("also",), ("ucan",)]


def test_a_partner_s_own_row_is_settled_when_it_comes_mended(home, tmp_path):
    bad = TWO.replace("2026-03-06", "soon")
    imported(home, tmp_path, CONTACTS + ONE + bad, only_partner="ucan")
    imported(home, tmp_path, CONTACTS + ONE + TWO, only_partner="ucan")
    with reading(home) as store:
        assert store.execute("SELECT count(*) FROM store.set_aside WHERE settled_by IS NULL").fetchall() == [(0,)]


def test_a_partner_is_not_told_how_often_others_rows_were_set_aside(home, tmp_path):
    sound = "".join(f"C{number},also,25,P1,2026-03-05,check_in,20\n" for number in range(60))
    imported(home, tmp_path, CONTACTS + sound)
    faulty = CONTACTS + sound.replace("also", "ucan").replace("2026-03-05", "soon", 40)
    assert "of all that came before" in " ".join(imported(home, tmp_path, faulty, preview=True).to_look_at)
    told = imported(home, tmp_path, faulty, only_partner="ucan").to_look_at
    assert "before" not in " ".join(told)


def test_a_label_stands_for_the_file_s_name_in_reports_and_books(home, tmp_path):
    path = tmp_path / "0f.data"
    path.write_text(CONTACTS + ONE)
    report = import_files(home, [path], only_partner="ucan", labels={path: "May.csv"})
    assert report.files[0].file_name == "May.csv"
    assert everything(home)["batch_files"][0][1] == "May.csv"
    path.write_text("a,b\n1,2\n")
    assert import_files(home, [path], labels={path: "June.csv"}).files[0].file_name == "June.csv"


def test_a_partner_is_told_every_row_to_mend_and_not_the_first_few_alone(home, tmp_path):
    faulty = "".join(f"C{number},ucan,25,P1,soon,check_in,\n" for number in range(50))
    report = imported(home, tmp_path, CONTACTS + faulty, only_partner="ucan", preview=True)
    assert report.files[0].reasons[0].first_rows == tuple(range(1, 51))
