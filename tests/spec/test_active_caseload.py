"""Distinct participants enrolled on a period's last day: active_caseload."""

import pytest

from .sketch import covered, day, submitted

CASELOAD = "active_caseload"
YEAR = submitted("ucan enlace", "2025-01", "2025-12", "case_management")


def test_enrolled_on_the_last_day_counts_and_exited_on_it_does_not(sketch):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date
            -----------|-------------|----------------|---------------|------------
            ucan       | 29          | p1             | 2025-03-31    | -
            ucan       | 29          | p2             | 2025-04-01    | -
            ucan       | 29          | p3             | 2025-01-01    | 2025-03-31
            ucan       | 29          | p4             | 2025-01-01    | 2025-04-01
            ucan       | 29          | p5             | 2025-03-31    | 2025-03-31
        """,
    )
    assert drawn.count(CASELOAD, "month", "2025-03", "partner", "ucan") == 2, "p1 and p4"
    assert drawn.count(CASELOAD, "month", "2025-04", "partner", "ucan") == 2, "p1 and p2"


def test_a_period_has_the_number_of_its_last_day(sketch):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date
            -----------|-------------|----------------|---------------|------------
            ucan       | 29          | p1             | 2025-01-01    | 2025-03-31
            ucan       | 29          | p2             | 2025-02-01    | 2025-07-01
            ucan       | 29          | p3             | 2025-12-31    | -
        """,
    )
    assert drawn.count(CASELOAD, "quarter", "2025-01") == 1
    assert drawn.count(CASELOAD, "quarter", "2025-04") == 1
    assert drawn.count(CASELOAD, "fiscal_year", "2024-07") == 1
    assert drawn.count(CASELOAD, "quarter", "2025-07") == 0
    assert drawn.count(CASELOAD, "year", "2025-01") == drawn.count(CASELOAD, "last_12_months", "2025-01") == 1


def test_a_participant_of_two_partners_is_one_person_in_the_coalition(sketch):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | risk_level
            -----------|-------------|----------------|---------------|-----------
            ucan       | 29          | p1             | 2025-01-01    | highest
            enlace     | 30          | p1             | 2025-01-01    | highest
            enlace     | 30          | p2             | 2025-01-01    | low
        """,
    )
    assert drawn.count(CASELOAD, "month", "2025-01") == 2
    assert drawn.count(CASELOAD, "month", "2025-01", "partner", "ucan") == 1
    assert drawn.count(CASELOAD, "month", "2025-01", "partner", "enlace") == 2
    assert drawn.count(CASELOAD, "month", "2025-01", "area", 29) == 1
    assert drawn.count(CASELOAD, "month", "2025-01", "area", 30) == 2
    assert drawn.count(CASELOAD, "quarter", "2025-01", breakdown="risk_level", category="highest") == 1
    assert drawn.count(CASELOAD, "quarter", "2025-01", breakdown="risk_level", category="low") == 1
    assert drawn.count(CASELOAD, "quarter", "2025-01", breakdown="risk_level", category="unknown") == 0


def test_a_participant_with_two_open_enrollments_at_one_partner_is_one_person(sketch):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date
            -----------|-------------|----------------|---------------|------------
            ucan       | 29          | p1             | 2025-01-01    | -
            ucan       | 49          | p1             | 2025-02-01    | -
            ucan       | 29          | p1             | 2024-01-01    | 2024-06-01
        """,
    )
    assert drawn.count(CASELOAD, "month", "2025-02", "partner", "ucan") == 1
    assert drawn.count(CASELOAD, "month", "2025-02", "area", 29) == 1
    assert drawn.count(CASELOAD, "month", "2025-02", "area", 49) == 1
    assert drawn.count(CASELOAD, "month", "2024-05") == 1
    assert drawn.count(CASELOAD, "month", "2024-06") == 0


def test_areas_without_anyone_are_zero(sketch):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date
            -----------|-------------|----------------|--------------
            ucan       | 29          | p1             | 2025-01-01
        """,
    )
    assert {n: drawn.count(CASELOAD, "month", "2025-02", "area", n) for n in range(1, 78)} == {
        n: int(n == 29) for n in range(1, 78)
    }


def test_a_year_under_way_has_the_number_of_the_last_day_reported_on_wherever_the_citys_file_ends(sketch):
    drawn = sketch(
        coverage=covered("2025-01-01", "2025-12-31"),
        submissions=submitted("ucan", "2025-01", "2025-05", "case_management"),
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date
            -----------|-------------|----------------|---------------|------------
            ucan       | 29          | p1             | 2025-01-01    | -
            ucan       | 29          | p2             | 2025-01-01    | 2025-05-31
            ucan       | 29          | p3             | 2025-01-01    | 2025-06-10
            ucan       | 29          | p4             | 2025-06-05    | -
            ucan       | 29          | p5             | 2025-06-05    | -
        """,
    )
    assert drawn.starts(CASELOAD, "month")[-1] == day("2025-05")
    assert drawn.count(CASELOAD, "month", "2025-05") == 2, "p1 and p3"
    assert drawn.count(CASELOAD, "quarter", "2025-04") == 2
    assert drawn.count(CASELOAD, "year", "2025-01") == 2
    assert drawn.count(CASELOAD, "fiscal_year", "2024-07") == 2
    assert drawn.count(CASELOAD, "year", "2025-01", breakdown="risk_level", category="unknown") == 2


@pytest.mark.parametrize("place", [("partner", "ucan"), ("area", 29)])
def test_the_caseload_of_a_month_that_did_not_come_in_is_not_reported(sketch, place):
    drawn = sketch(
        submissions=submitted("ucan enlace", "2025-01", "2025-04", "case_management", missing=[("ucan", "2025-03")]),
        partner_areas="""
            partner_id | area_number | from_date | until_date
            -----------|-------------|-----------|-----------
            ucan       | 29          | -         | -
            enlace     | 30          | -         | -
        """,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date
            -----------|-------------|----------------|--------------
            ucan       | 29          | p1             | 2025-01-01
            enlace     | 30          | p2             | 2025-01-01
        """,
    )
    # Who enrolled or left in March isn't known: last month's people are no answer.
    assert drawn.cell(CASELOAD, "month", "2025-03", *place).status == "not_reported"
    assert drawn.cell(CASELOAD, "quarter", "2025-01", *place).status == "not_reported"
    assert drawn.count(CASELOAD, "month", "2025-04", *place) == 1
    assert drawn.cell(CASELOAD, "month", "2025-03").status == "shown", "the other partner's month came in"


def test_the_caseload_has_no_number_before_the_first_records(sketch):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date
            -----------|-------------|----------------|--------------
            ucan       | 29          | p1             | 2024-11-30
        """,
    )
    assert drawn.starts(CASELOAD, "month")[0] == day("2024-11")
    assert drawn.count(CASELOAD, "month", "2024-11") == 1


@pytest.mark.parametrize("measure", [CASELOAD, "people_served"])
def test_without_a_list_of_submissions_the_last_month_with_rows_has_its_people(sketch, measure):
    drawn = sketch(
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date
            -----------|-------------|----------------|--------------
            ucan       | 29          | p1             | 2025-01-10
            ucan       | 29          | p2             | 2025-03-15
        """,
    )
    assert [drawn.count(measure, "month", f"2025-0{month}") for month in (1, 2, 3)] == [1, 1, 2]
    assert drawn.count(measure, "quarter", "2025-01") == 2
