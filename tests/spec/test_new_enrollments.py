"""Enrollments by their first day: new_enrollments."""

import pytest

from cp4p_metrics.records.tables import get_table

from .sketch import submitted

YEAR = submitted("ucan enlace", "2025-01", "2025-12", "case_management")


def codes(column):
    return next(c for c in get_table("enrollments").columns if c.name == column).codes


def test_the_first_and_the_last_day_of_a_period_belong_to_it(sketch):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date
            -----------|-------------|----------------|---------------|------------
            ucan       | 29          | p1             | 2025-03-31    | -
            ucan       | 29          | p2             | 2025-04-01    | 2025-04-02
            ucan       | 29          | p3             | 2025-06-30    | -
            ucan       | 29          | p4             | 2025-07-01    | -
        """,
    )
    assert drawn.count("new_enrollments", "quarter", "2025-04", "area", 29) == 2
    assert drawn.count("new_enrollments", "month", "2025-05", "area", 29) == 0
    assert drawn.count("new_enrollments", "fiscal_year", "2024-07") == 3
    assert drawn.count("new_enrollments", "fiscal_year", "2025-07") == 1


def test_a_participant_who_enrolls_with_two_partners_counts_twice(sketch):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date
            -----------|-------------|----------------|---------------|------------
            ucan       | 29          | p1             | 2025-03-01    | -
            enlace     | 30          | p1             | 2025-03-01    | -
            ucan       | 29          | p2             | 2025-01-05    | 2025-02-01
            ucan       | 29          | p2             | 2025-03-05    | -
        """,
    )
    assert drawn.count("new_enrollments", "year", "2025-01") == 4
    assert drawn.count("new_enrollments", "month", "2025-03", "partner", "ucan") == 2
    assert drawn.count("new_enrollments", "month", "2025-03", "partner", "enlace") == 1


@pytest.mark.parametrize("breakdown", ["risk_level", "age_band", "gender", "race_ethnicity"])
def test_each_breakdown_sums_to_all_and_shows_the_unknown(sketch, breakdown):
    some, other = codes(breakdown)[0], codes(breakdown)[1]
    drawn = sketch(
        submissions=YEAR,
        enrollments=f"""
            partner_id | area_number | participant_id | enrolled_date | {breakdown}
            -----------|-------------|----------------|---------------|--------
            ucan       | 29          | p1             | 2025-03-01    | {some}
            ucan       | 29          | p2             | 2025-03-01    | {some}
            ucan       | 29          | p3             | 2025-03-01    | {other}
            ucan       | 29          | p4             | 2025-03-01    | unknown
        """,
    )
    numbers = {
        c: drawn.count("new_enrollments", "year", "2025-01", breakdown=breakdown, category=c) for c in codes(breakdown)
    }
    assert numbers == {**dict.fromkeys(codes(breakdown), 0), some: 2, other: 1, "unknown": 1}


def test_a_missing_month_is_not_reported(sketch):
    drawn = sketch(
        submissions=submitted("ucan", "2025-01", "2025-03", "case_management", missing=[("ucan", "2025-02")]),
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date
            -----------|-------------|----------------|--------------
            ucan       | 29          | p1             | 2025-01-01
        """,
    )
    assert drawn.cell("new_enrollments", "month", "2025-02").status == "not_reported"
    assert drawn.count("new_enrollments", "month", "2025-03") == 0
