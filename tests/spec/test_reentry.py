"""Coming home: reentry_pre_release_contacts and reentry_enrolled_within_30_days."""

from datetime import timedelta

import pytest

from .sketch import day, submitted

CONTACTS, ENROLLED = "reentry_pre_release_contacts", "reentry_enrolled_within_30_days"
YEAR = submitted("ucan enlace", "2025-01", "2025-12")


def told(cell):
    return cell.numerator, cell.denominator, cell.value


def test_contacts_before_coming_home_count_by_their_purpose_and_unknown_ones_stand_apart(sketch):
    drawn = sketch(
        submissions=submitted("ucan enlace", "2025-01", "2025-12", missing=[("enlace", "2025-04")]),
        contacts="""
            partner_id | area_number | participant_id | contact_date | purpose
            -----------|-------------|----------------|--------------|------------
            ucan       | 29          | p1             | 2025-03-31   | pre_release
            ucan       | 29          | p1             | 2025-03-31   | pre_release
            ucan       | 29          | p1             | 2025-04-01   | pre_release
            ucan       | 29          | p2             | 2025-03-01   | check_in
            ucan       | 29          | p2             | 2025-03-01   | unknown
            enlace     | 30          | p3             | 2025-03-01   | pre_release
        """,
    )
    cell = drawn.cell(CONTACTS, "month", "2025-03")
    assert (cell.numerator, cell.unknown) == (3, 1)
    assert drawn.count(CONTACTS, "month", "2025-03", "partner", "enlace") == 1
    assert drawn.count(CONTACTS, "quarter", "2025-01", "area", 29) == 2
    assert drawn.count(CONTACTS, "month", "2025-05") == 0
    assert drawn.cell(CONTACTS, "month", "2025-04", "partner", "enlace").status == "not_reported"


def test_day_30_counts_day_31_does_not_and_enrollment_before_coming_home_does(sketch):
    assert day("2025-03-01") + timedelta(days=30) == day("2025-03-31")
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | released_date
            -----------|-------------|----------------|---------------|--------------
            ucan       | 29          | p1             | 2025-03-31    | 2025-03-01
            ucan       | 29          | p2             | 2025-04-01    | 2025-03-01
            ucan       | 29          | p3             | 2025-01-15    | 2025-03-01
            ucan       | 29          | p4             | 2025-03-05    | -
            ucan       | 29          | p5             | 2025-04-01    | 2025-04-01
        """,
    )
    assert told(drawn.cell(ENROLLED, "month", "2025-03")) == (2, 3, 200 / 3)
    assert told(drawn.cell(ENROLLED, "month", "2025-04")) == (1, 1, 100.0)


@pytest.mark.parametrize(("released", "is_due"), [("2025-12-01", True), ("2025-12-02", False)])
def test_who_came_home_less_than_30_days_ago_waits(sketch, released, is_due):
    drawn = sketch(
        submissions=YEAR,
        enrollments=f"""
            partner_id | area_number | participant_id | enrolled_date | released_date
            -----------|-------------|----------------|---------------|--------------
            ucan       | 29          | p1             | 2025-11-15    | {released}
        """,
    )
    assert told(drawn.cell(ENROLLED, "month", "2025-12"))[1] == int(is_due)


def test_one_homecoming_is_one_even_with_two_partners_or_two_enrollments(sketch):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date | released_date
            -----------|-------------|----------------|---------------|-------------|--------------
            enlace     | 30          | p1             | 2025-03-10    | -           | 2025-03-01
            ucan       | 29          | p1             | 2025-05-10    | 2025-05-20  | 2025-03-01
            ucan       | 29          | p1             | 2025-06-10    | -           | 2025-03-01
            ucan       | 29          | p1             | 2025-09-10    | -           | 2025-09-01
        """,
    )
    assert told(drawn.cell(ENROLLED, "month", "2025-03")) == (1, 1, 100.0), "enlace enrolled p1 in time"
    assert told(drawn.cell(ENROLLED, "month", "2025-03", "area", 30)) == (1, 1, 100.0)
    assert told(drawn.cell(ENROLLED, "month", "2025-03", "area", 29)) == (0, 0, None)
    assert told(drawn.cell(ENROLLED, "month", "2025-03", "partner", "enlace")) == (1, 1, 100.0)
    assert told(drawn.cell(ENROLLED, "month", "2025-03", "partner", "ucan")) == (0, 1, 0.0)
    assert told(drawn.cell(ENROLLED, "year", "2025-01")) == (2, 2, 100.0), "p1 came home twice"
    assert told(drawn.cell(ENROLLED, "year", "2025-01", "partner", "ucan")) == (1, 2, 50.0)
