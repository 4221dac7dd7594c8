"""Assessment of those who enroll: highest_risk_share and assessed_within_30_days."""

from datetime import timedelta

from .sketch import day, submitted

RISK, ASSESSED = "highest_risk_share", "assessed_within_30_days"
YEAR = submitted("ucan enlace", "2025-01", "2025-12", "case_management")


def told(cell):
    return cell.numerator, cell.denominator, cell.unknown, cell.value


def test_those_without_a_risk_level_are_unknown_and_in_no_share(sketch):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | risk_level | assessed_date | gender
            -----------|-------------|----------------|---------------|------------|---------------|-------
            ucan       | 29          | p1             | 2025-03-01    | highest    | 2025-03-05    | man
            ucan       | 29          | p2             | 2025-03-31    | low        | -             | woman
            ucan       | 29          | p3             | 2025-03-31    | unknown    | 2025-04-05    | man
            ucan       | 29          | p4             | 2025-03-31    | unknown    | -             | woman
            ucan       | 29          | p5             | 2025-04-01    | highest    | 2025-04-02    | man
            enlace     | 30          | p1             | 2025-03-01    | highest    | 2025-03-05    | man
        """,
    )
    assert told(drawn.cell(RISK, "month", "2025-03")) == (2, 3, 2, 100 * 2 / 3), "p1 enrolled twice"
    assert told(drawn.cell(RISK, "month", "2025-03", "partner", "ucan")) == (1, 2, 2, 50.0)
    assert told(drawn.cell(RISK, "month", "2025-03", "area", 30)) == (1, 1, 0, 100.0)
    assert told(drawn.cell(RISK, "month", "2025-05")) == (0, 0, 0, None), "nobody enrolled"
    women = drawn.cell(RISK, "quarter", "2025-01", breakdown="gender", category="woman")
    assert told(women) == (0, 1, 1, 0.0)


def test_day_30_counts_and_day_31_does_not(sketch):
    assert day("2025-03-01") + timedelta(days=30) == day("2025-03-31")
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | assessed_date | risk_level
            -----------|-------------|----------------|---------------|---------------|-----------
            ucan       | 29          | p1             | 2025-03-01    | 2025-03-31    | high
            ucan       | 29          | p2             | 2025-03-01    | 2025-04-01    | high
            ucan       | 29          | p3             | 2025-03-01    | 2025-03-01    | unknown
            ucan       | 29          | p4             | 2025-03-01    | -             | unknown
            ucan       | 29          | p5             | 2025-03-01    | -             | low
        """,
    )
    assert told(drawn.cell(ASSESSED, "month", "2025-03")) == (2, 4, 1, 50.0), "of p5 only the day isn't known"


def test_enrollments_younger_than_30_days_wait_even_where_they_were_assessed(sketch):
    assert day("2025-12-01") + timedelta(days=30) == day("2025-12-31")
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | assessed_date
            -----------|-------------|----------------|---------------|--------------
            ucan       | 29          | p1             | 2025-12-01    | 2025-12-02
            ucan       | 29          | p2             | 2025-12-01    | -
            ucan       | 29          | p3             | 2025-12-02    | 2025-12-03
            ucan       | 29          | p4             | 2025-12-02    | -
        """,
    )
    assert told(drawn.cell(ASSESSED, "month", "2025-12")) == (1, 2, 0, 50.0)


def test_the_30_days_end_with_the_records_of_each_partner(sketch):
    drawn = sketch(
        submissions=submitted("ucan enlace", "2025-01", "2025-12", "case_management", missing=[("ucan", "2025-12")]),
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | assessed_date
            -----------|-------------|----------------|---------------|--------------
            ucan       | 29          | p1             | 2025-10-31    | -
            ucan       | 29          | p2             | 2025-11-01    | -
            enlace     | 29          | p3             | 2025-11-01    | 2025-11-02
        """,
    )
    assert told(drawn.cell(ASSESSED, "month", "2025-10", "partner", "ucan")) == (0, 1, 0, 0.0), "30 November is day 30"
    assert told(drawn.cell(ASSESSED, "month", "2025-11", "partner", "ucan")) == (0, 0, 0, None)
    assert told(drawn.cell(ASSESSED, "month", "2025-11")) == (1, 1, 0, 100.0)


def test_who_left_before_day_30_without_an_assessment_was_not_assessed(sketch):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date | assessed_date
            -----------|-------------|----------------|---------------|-------------|--------------
            ucan       | 29          | p1             | 2025-03-01    | 2025-03-10  | -
            ucan       | 29          | p1             | 2025-04-01    | -           | 2025-04-10
        """,
    )
    assert told(drawn.cell(ASSESSED, "quarter", "2025-01")) == (0, 1, 0, 0.0)
    assert told(drawn.cell(ASSESSED, "year", "2025-01")) == (1, 2, 0, 50.0)
