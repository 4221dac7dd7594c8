"""Distinct participants open on any day of a period: people_served, people_served_at_highest_risk."""

import pytest

from .sketch import submitted

SERVED, AT_HIGHEST_RISK = "people_served", "people_served_at_highest_risk"
YEAR = submitted("ucan enlace", "2025-01", "2025-12", "case_management")


def test_the_first_day_counts_and_the_day_of_leaving_does_not(sketch):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date
            -----------|-------------|----------------|---------------|------------
            ucan       | 29          | p1             | 2025-03-31    | -
            ucan       | 29          | p2             | 2025-04-01    | -
            ucan       | 29          | p3             | 2025-01-01    | 2025-03-01
            ucan       | 29          | p4             | 2025-01-01    | 2025-03-02
        """,
    )
    assert drawn.count(SERVED, "month", "2025-03") == 2, "p1 and p4"
    assert drawn.count(SERVED, "month", "2025-02") == 2, "p3 and p4"
    assert drawn.count(SERVED, "month", "2025-04") == 2, "p1 and p2"
    assert drawn.count(SERVED, "quarter", "2025-01") == 3, "all but p2"
    assert drawn.count(SERVED, "year", "2025-01") == drawn.count(SERVED, "last_12_months", "2025-01") == 4


def test_someone_who_left_on_the_day_of_enrollment_enrolled_and_was_not_served(sketch):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date
            -----------|-------------|----------------|---------------|------------
            ucan       | 29          | p1             | 2025-03-15    | 2025-03-15
        """,
    )
    assert drawn.count("new_enrollments", "month", "2025-03") == 1
    assert drawn.count(SERVED, "month", "2025-03") == 0


def test_a_participant_of_two_partners_or_with_two_enrollments_is_one_person(sketch):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date | risk_level
            -----------|-------------|----------------|---------------|-------------|-----------
            ucan       | 29          | p1             | 2025-01-10    | 2025-02-10  | highest
            ucan       | 29          | p1             | 2025-03-10    | 2025-05-10  | highest
            enlace     | 30          | p1             | 2025-02-20    | -           | high
            enlace     | 30          | p2             | 2025-02-20    | -           | unknown
        """,
    )
    assert drawn.count(SERVED, "quarter", "2025-01") == 2
    assert drawn.count(SERVED, "quarter", "2025-01", "partner", "ucan") == 1, "came back in the same quarter"
    assert drawn.count(SERVED, "quarter", "2025-01", "partner", "enlace") == 2
    assert drawn.count(SERVED, "year", "2025-01", "area", 29) == 1
    assert drawn.count(SERVED, "year", "2025-01") == 2
    by_risk = {
        risk: drawn.count(SERVED, "year", "2025-01", breakdown="risk_level", category=risk)
        for risk in ("highest", "high", "moderate", "low", "unknown")
    }
    assert by_risk == {"highest": 1, "high": 1, "moderate": 0, "low": 0, "unknown": 1}, "p1 is in two of them"


def test_only_those_assessed_at_the_highest_risk_are_people_at_highest_risk(sketch):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date | risk_level
            -----------|-------------|----------------|---------------|-------------|-----------
            ucan       | 29          | p1             | 2024-12-10    | 2025-02-10  | highest
            enlace     | 30          | p1             | 2025-02-01    | -           | highest
            enlace     | 30          | p2             | 2025-01-20    | -           | high
            enlace     | 30          | p3             | 2025-01-20    | -           | unknown
        """,
    )
    assert drawn.count(AT_HIGHEST_RISK, "month", "2025-01") == 1
    assert drawn.count(AT_HIGHEST_RISK, "month", "2025-02") == 1, "with two partners, one person"
    assert drawn.count(AT_HIGHEST_RISK, "month", "2025-01", "partner", "enlace") == 0
    assert drawn.count(AT_HIGHEST_RISK, "quarter", "2025-01", "area", 30) == 1


def test_a_month_that_did_not_come_in_is_not_reported_though_people_were_enrolled_before(sketch):
    drawn = sketch(
        submissions=submitted("ucan enlace", "2025-01", "2025-05", "case_management", missing=[("ucan", "2025-03")]),
        partner_areas="""
            partner_id | area_number | from_date | until_date
            -----------|-------------|-----------|-----------
            ucan       | 29          | -         | -
            enlace     | 30          | -         | -
        """,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date
            -----------|-------------|----------------|---------------|------------
            ucan       | 29          | p1             | 2025-01-01    | -
            enlace     | 30          | p2             | 2025-01-01    | -
        """,
    )
    assert drawn.cell(SERVED, "month", "2025-03", "partner", "ucan").status == "not_reported"
    assert drawn.cell(SERVED, "month", "2025-03", "area", 29).status == "not_reported"
    assert drawn.count(SERVED, "quarter", "2025-01", "partner", "ucan") == 1
    assert drawn.count(SERVED, "month", "2025-03", "partner", "enlace") == 1


def test_nobody_is_served_after_the_last_month_that_a_partner_sent(sketch):
    missing = [("ucan", f"2025-{month:02d}") for month in range(4, 13)]
    drawn = sketch(
        submissions=submitted("ucan enlace", "2025-01", "2025-12", "case_management", missing=missing),
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date
            -----------|-------------|----------------|---------------|------------
            ucan       | 29          | p1             | 2025-01-01    | -
            enlace     | 30          | p2             | 2025-01-01    | -
        """,
    )
    assert drawn.count(SERVED, "quarter", "2025-01") == 2
    assert drawn.count(SERVED, "quarter", "2025-04") == 1, "whether p1 is still enrolled is not known"
    assert drawn.cell(SERVED, "quarter", "2025-04", "partner", "ucan").status == "not_reported"


@pytest.mark.parametrize("measure", [SERVED, "active_caseload"])
def test_people_are_told_apart_by_age_gender_and_race(sketch, measure):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | age_band | gender | race_ethnicity
            -----------|-------------|----------------|---------------|----------|--------|---------------
            ucan       | 29          | p1             | 2025-01-10    | 18_24    | man    | black
            ucan       | 29          | p2             | 2025-01-10    | 25_34    | woman  | unknown
            enlace     | 30          | p1             | 2025-01-10    | 18_24    | man    | black
        """,
    )
    for breakdown, numbers in {
        "age_band": {"18_24": 1, "25_34": 1, "unknown": 0},
        "gender": {"man": 1, "woman": 1, "another_gender": 0},
        "race_ethnicity": {"black": 1, "unknown": 1, "hispanic": 0},
    }.items():
        found = {
            each: drawn.count(measure, "quarter", "2025-01", breakdown=breakdown, category=each) for each in numbers
        }
        assert found == numbers
