"""What sets a row aside, and in which words."""

from datetime import UTC, datetime

import pytest

from cp4p_metrics.intake import import_files
from cp4p_metrics.measures import MEASURES
from cp4p_metrics.records.store import reading
from cp4p_metrics.records.tables import MEASURES_WITH_TARGETS

NOW = datetime(2026, 6, 30, 18, tzinfo=UTC)
CONTACT = {
    "contact_id": "C1",
    "partner_id": "ucan",
    "area": "Austin",
    "participant_id": "P1",
    "contact_date": "2026-03-05",
    "purpose": "check_in",
    "minutes": "20",
}
MEDIATION = {
    "mediation_id": "M1",
    "partner_id": "ucan",
    "area": "25",
    "started_date": "2026-03-05",
    "outcome_date": "2026-03-06",
    "conflict_type": "group",
    "catalyst": "",
    "learned_via": "canvass",
    "people_band": "2-3",
    "shooting_likelihood": "",
    "outcome": "resolved",
    "follow_up_7_date": "2026-03-12",
    "follow_up_30_date": "2026-04-03",
    "reopened_date": "",
    "is_linked_to_earlier_incident": "no",
}
EVENT = {
    "event_id": "E1",
    "partner_id": "ucan",
    "area": "25",
    "event_date": "2026-05-05",
    "program": "light_in_the_night",
    "activity": "basketball",
    "status": "held",
    "attendance": "120",
}
SUPPORT = {
    "support_id": "S1",
    "partner_id": "ucan",
    "area": "25",
    "quarter": "2026-Q1",
    "kind": "funeral",
    "families_count": "2",
}
REFERRAL = {
    "referral_id": "R1",
    "partner_id": "ucan",
    "area": "25",
    "participant_id": "P1",
    "domain": "housing",
    "referred_date": "2026-03-05",
    "status": "completed",
    "connected_date": "2026-03-09",
    "completed_date": "2026-04-05",
}
ENROLLMENT = {
    "enrollment_id": "N1",
    "partner_id": "ucan",
    "area": "25",
    "participant_id": "P1",
    "enrolled_date": "2026-03-05",
    "exited_date": "2026-05-05",
    "assessed_date": "2026-03-05",
}
SUBMISSION = {
    "partner_id": "ucan",
    "month": "2026-03",
    "part": "outreach",
    "due_date": "2026-04-10",
    "received_date": "2026-04-08",
}
TARGET = {"partner_id": "ucan", "fiscal_year": "2026", "measure": "mediations", "target": "10"}
STAFFING = {"partner_id": "ucan", "month": "2026-03", "role": "outreach", "filled_fte": "2.5"}


def imported(home, tmp_path, *rows, name="records.csv", **options):
    header = list(rows[0])
    lines = [",".join(header), *(",".join(row[column] for column in header) for row in rows)]
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n")
    return import_files(home, [path], now=NOW, **options)


def reasons(report):
    return {(reason.column_name, reason.reason) for file in report.files for reason in file.reasons}


@pytest.mark.parametrize(
    ("row", "changed", "column", "words"),
    [
        (CONTACT, {"contact_id": ""}, "contact_id", "is blank"),
        (CONTACT, {"participant_id": " "}, "participant_id", "is blank"),
        (CONTACT, {"contact_date": ""}, "contact_date", "is blank"),
        (CONTACT, {"partner_id": ""}, "partner_id", "is blank"),
        (CONTACT, {"partner_id": "nobody"}, "partner_id", "not a partner that is known"),
        (CONTACT, {"area": ""}, "area_number", "is blank"),
        (CONTACT, {"area": "Garfield Park"}, "area_number", "more than one community area"),
        (CONTACT, {"area": "Gotham"}, "area_number", "is not a community area"),
        (CONTACT, {"area": "78"}, "area_number", "is not a community area"),
        (CONTACT, {"area": "0"}, "area_number", "is not a community area"),
        (CONTACT, {"contact_date": "2026-02-30"}, "contact_date", "is not a date"),
        (CONTACT, {"contact_date": "yesterday"}, "contact_date", "is not a date"),
        (CONTACT, {"contact_date": "2026-07-01"}, "contact_date", "is after the day of the import"),
        (CONTACT, {"contact_date": "infinity"}, "contact_date", "is after the day of the import"),
        (CONTACT, {"contact_date": "26-03-05"}, "contact_date", "is before 1990"),
        (CONTACT, {"purpose": "chat"}, "purpose", "not in the list: check_in, conflict"),
        (CONTACT, {"minutes": "ten"}, "minutes", "is not a number"),
        (CONTACT, {"minutes": "3.7"}, "minutes", "is not a number"),
        (CONTACT, {"minutes": "-5"}, "minutes", "is outside 0 to 1,440"),
        (CONTACT, {"minutes": "1441"}, "minutes", "is outside 0 to 1,440"),
        (CONTACT, {"contact_id": "long " * 30}, "contact_id", "is longer than 120 letters"),
        (MEDIATION, {"outcome_date": "2026-03-04"}, "outcome_date", "is before started_date"),
        (MEDIATION, {"people_band": "3-Feb"}, "people_band", "not in the list: 1, 2-3, 4-9, 10+"),
        (
            MEDIATION,
            {"is_linked_to_earlier_incident": "perhaps"},
            "is_linked_to_earlier_incident",
            "neither yes nor no",
        ),
        (EVENT, {"event_date": "2026-07-04"}, "event_date", "is after the day of the import"),
        (SUPPORT, {"quarter": "2026-Q5"}, "quarter", "is not a quarter"),
        (STAFFING, {"month": "2026-13"}, "month", "is not a month"),
        (STAFFING, {"filled_fte": "2,5"}, "month", "more cells"),
        (MEDIATION, {"follow_up_7_date": "2026-03-04"}, "follow_up_7_date", "is before started_date"),
        (MEDIATION, {"follow_up_30_date": "2026-03-11"}, "follow_up_30_date", "is before follow_up_7_date"),
        (MEDIATION, {"reopened_date": "2026-03-04"}, "reopened_date", "is before started_date"),
        (REFERRAL, {"connected_date": "2026-03-04"}, "connected_date", "is before referred_date"),
        (REFERRAL, {"completed_date": "2026-03-08"}, "completed_date", "is before connected_date"),
        (ENROLLMENT, {"exited_date": "2026-03-04"}, "exited_date", "is before enrolled_date"),
        (ENROLLMENT, {"assessed_date": "2026-03-04"}, "assessed_date", "is before enrolled_date"),
        (SUBMISSION, {"due_date": "2026-02-28"}, "due_date", "is before month"),
        (SUBMISSION, {"received_date": "2026-02-28"}, "received_date", "is before month"),
        (TARGET, {"measure": "shots_prevented"}, "measure", "not in the list: outreach_contacts, people_engaged"),
    ],
)
def test_a_row_is_set_aside_with_a_reason_and_without_its_value(home, tmp_path, row, changed, column, words):
    assert imported(home, tmp_path / "..", row, name="sound.csv").set_aside_count == 0
    report = imported(home, tmp_path, row | {next(iter(row)): "other"} | changed)
    found = {(name, reason) for name, reason in reasons(report) if words in reason}
    if words != "more cells":
        assert {name for name, _ in found} == {column}, report.to_text()
    assert (report.read_count, report.accepted_count, report.set_aside_count) == (1, 0, 1)
    # The name of several areas is a part of their own names, which the reason tells.
    values = [value for value in changed.values() if len(value.strip()) > 4 and value != "Garfield Park"]
    assert not any(value in report.to_text() for value in values)


@pytest.mark.parametrize(
    ("row", "changed", "column", "earlier"),
    [
        (REFERRAL, {"connected_date": "", "completed_date": "2026-03-04"}, "completed_date", "referred_date"),
        (MEDIATION, {"follow_up_7_date": "", "follow_up_30_date": "2026-03-04"}, "follow_up_30_date", "started_date"),
    ],
)
def test_where_the_date_between_is_blank_the_one_before_it_counts(home, tmp_path, row, changed, column, earlier):
    report = imported(home, tmp_path, row | changed)
    assert reasons(report) == {(column, f"is before {earlier}; correct whichever is wrong")}
    later = changed | {column: row[earlier]}
    assert imported(home, tmp_path, row | later, name="mended.csv").accepted_count == 1


def test_dates_on_one_and_the_same_day_are_in_order(home, tmp_path):
    same = dict.fromkeys(("connected_date", "completed_date"), REFERRAL["referred_date"])
    assert imported(home, tmp_path, REFERRAL | same).accepted_count == 1


def test_targets_may_be_set_for_measures_of_partners_work_and_for_no_other():
    named = [MEASURES[name] for name in MEASURES_WITH_TARGETS.split()]
    assert named and not any(measure.is_public for measure in named)


def test_a_row_with_several_problems_has_every_reason_and_is_counted_once(home, tmp_path):
    report = imported(home, tmp_path, CONTACT | {"area": "Gotham", "purpose": "chat", "minutes": "ten"})
    assert {column for column, _ in reasons(report)} == {"area_number", "purpose", "minutes"}
    assert report.set_aside_count == 1


@pytest.mark.parametrize("status", ["planned", "canceled_weather", "canceled_other"])
def test_an_event_that_is_planned_or_called_off_may_lie_ahead(home, tmp_path, status):
    report = imported(home, tmp_path, EVENT | {"event_date": "2026-07-04", "status": status, "attendance": ""})
    assert report.accepted_count == 1


def test_the_day_of_the_import_is_the_day_in_chicago(home, tmp_path):
    late_evening = datetime(2026, 7, 1, 3, tzinfo=UTC)  # 22:00 on 30 June there
    path = tmp_path / "contacts.csv"
    path.write_text(",".join(CONTACT) + "\n" + ",".join((CONTACT | {"contact_date": "2026-07-01"}).values()) + "\n")
    assert import_files(home, [path], now=late_evening).set_aside_count == 1


def test_quarters_and_months_are_stored_by_their_first_day(home, tmp_path):
    imported(
        home,
        tmp_path,
        SUPPORT,
        SUPPORT | {"support_id": "S2", "quarter": "2026-03-31"},
        SUPPORT | {"support_id": "S3", "quarter": "2025 q4"},
    )
    imported(home, tmp_path, STAFFING, STAFFING | {"month": "2026-04-17"}, name="staffing.csv")
    with reading(home) as store:
        quarters = store.execute("SELECT quarter::VARCHAR FROM supports ORDER BY support_id").fetchall()
        months = store.execute("SELECT month::VARCHAR, filled_fte::VARCHAR FROM staffing ORDER BY month").fetchall()
    assert quarters == [("2026-01-01",), ("2026-01-01",), ("2025-10-01",)]
    assert months == [("2026-03-01", "2.50"), ("2026-04-01", "2.50")]


def test_a_partner_that_was_imported_is_known_and_the_public_list_no_longer_is(home, tmp_path):
    partners = tmp_path / "partners.csv"
    partners.write_text("partner_id,partner_name\nours,Ours\n")
    import_files(home, [partners])
    report = imported(home, tmp_path, CONTACT | {"partner_id": "OURS"}, CONTACT | {"contact_id": "C2"})
    assert (report.accepted_count, report.set_aside_count) == (1, 1)
    with reading(home) as store:
        assert store.execute("SELECT partner_id FROM contacts").fetchall() == [("ours",)]


def test_a_key_column_that_is_not_required_elsewhere_is_needed_but_for_dates(home, tmp_path):
    target = {"partner_id": "ucan", "fiscal_year": "", "measure": "mediations", "target": "10"}
    assert ("fiscal_year", "is blank; every row needs it") in reasons(imported(home, tmp_path, target))
    service = {"partner_id": "ucan", "area": "25", "from_date": "", "until_date": ""}
    report = imported(home, tmp_path, service, service, name="partner_areas.csv")
    assert (report.accepted_count, report.unchanged_count) == (1, 1)
