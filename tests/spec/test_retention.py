"""How long participants stay and why they leave: retention, retention_competing_exits and exit_reasons."""

from datetime import timedelta

import pytest

from .sketch import day, submitted

RETENTION, COMPETING, REASONS = "retention", "retention_competing_exits", "exit_reasons"
YEARS = submitted("ucan enlace", "2024-01", "2025-12", "case_management")


def told(cell):
    return cell.numerator, cell.denominator, cell.unknown, cell.value


def after(drawn, days, start="2024-01", measure=RETENTION, place="coalition", kind="quarter"):
    place_kind = "coalition" if place == "coalition" else "partner"
    return told(drawn.cell(measure, kind, start, place_kind, place, "day", str(days)))


@pytest.mark.parametrize("days", [30, 90, 180, 365])
def test_who_leaves_on_the_day_is_no_longer_active_and_who_leaves_a_day_later_is(sketch, days):
    first = day("2024-01-10")
    drawn = sketch(
        submissions=YEARS,
        enrollments=f"""
            partner_id | area_number | participant_id | enrolled_date | exited_date                          | exit_reason
            -----------|-------------|----------------|---------------|--------------------------------------|------------
            ucan       | 29          | p1             | {first}       | {first + timedelta(days=days)}       | moved
            ucan       | 29          | p2             | {first}       | {first + timedelta(days=days + 1)}   | moved
            ucan       | 29          | p3             | {first}       | -                                    | unknown
            ucan       | 29          | p4             | {first}       | {first}                              | completed
        """,
    )
    assert after(drawn, days) == (2, 4, 0, 50.0)


def test_only_enrollments_whose_day_has_come_are_counted(sketch):
    last = day("2025-12-31")
    drawn = sketch(
        submissions=YEARS,
        enrollments=f"""
            partner_id | area_number | participant_id | enrolled_date                    | exited_date | exit_reason
            -----------|-------------|----------------|----------------------------------|-------------|------------
            ucan       | 29          | p1             | {last - timedelta(days=30)}      | -           | unknown
            ucan       | 29          | p2             | {last - timedelta(days=29)}      | 2025-12-05  | moved
            ucan       | 29          | p3             | {last - timedelta(days=90)}      | 2025-12-05  | moved
        """,
    )
    assert after(drawn, 30, "2025-10") == (2, 2, 0, 100.0), "p2 left early, and was not there for 30 days yet"
    assert after(drawn, 90, "2025-10") == (0, 1, 0, 0.0)
    assert after(drawn, 180, "2025-10") == (0, 0, 0, None)


def test_the_days_end_with_the_records_of_each_partner(sketch):
    drawn = sketch(
        submissions=submitted("ucan enlace", "2025-01", "2025-12", "case_management", missing=[("ucan", "2025-12")]),
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date
            -----------|-------------|----------------|---------------|------------
            ucan       | 29          | p1             | 2025-10-31    | -
            ucan       | 29          | p2             | 2025-11-01    | -
            enlace     | 30          | p2             | 2025-11-01    | 2025-11-15
        """,
    )
    assert after(drawn, 30, "2025-10", place="ucan") == (1, 1, 0, 100.0)
    assert after(drawn, 30, "2025-10", place="enlace") == (0, 1, 0, 0.0)
    assert after(drawn, 30, "2025-10") == (1, 2, 0, 50.0)


def test_cohorts_are_of_the_period_of_enrollment_and_coming_back_is_another_enrollment(sketch):
    drawn = sketch(
        submissions=YEARS,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date | exit_reason
            -----------|-------------|----------------|---------------|-------------|------------
            ucan       | 29          | p1             | 2024-03-31    | 2024-04-05  | disengaged
            ucan       | 29          | p1             | 2024-04-10    | -           | unknown
            ucan       | 29          | p2             | 2024-04-01    | -           | unknown
        """,
    )
    assert after(drawn, 30) == (0, 1, 0, 0.0)
    assert after(drawn, 30, "2024-04") == (2, 2, 0, 100.0)
    assert after(drawn, 30, kind="year") == (2, 3, 0, 200 / 3)


def test_a_reason_without_a_day_is_a_stay_that_is_not_known(sketch):
    drawn = sketch(
        submissions=YEARS,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date | exit_reason
            -----------|-------------|----------------|---------------|-------------|-------------
            ucan       | 29          | p1             | 2024-01-10    | -           | incarcerated
            ucan       | 29          | p2             | 2024-01-10    | -           | unknown
            ucan       | 29          | p3             | 2024-01-10    | -           | -
            ucan       | 29          | p4             | 2024-01-10    | 2024-01-20  | unknown
        """,
    )
    assert after(drawn, 30) == (2, 3, 1, 200 / 3)
    assert after(drawn, 30, measure=COMPETING) == (0, 3, 2, 0.0), "p1's day and p4's reason are not known"


def test_competing_exits_are_of_the_same_cohort(sketch):
    drawn = sketch(
        submissions=YEARS,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date | exit_reason
            -----------|-------------|----------------|---------------|-------------|-------------
            ucan       | 29          | p1             | 2024-01-01    | 2024-01-31  | incarcerated
            ucan       | 29          | p2             | 2024-01-01    | 2024-02-01  | deceased
            ucan       | 29          | p3             | 2024-01-01    | 2024-01-10  | completed
            ucan       | 29          | p4             | 2024-01-01    | -           | unknown
        """,
    )
    assert after(drawn, 30, measure=COMPETING) == (1, 4, 0, 25.0), "31 January is day 30, 1 February is day 31"
    assert after(drawn, 90, measure=COMPETING) == (2, 4, 0, 50.0)
    assert after(drawn, 30) == (2, 4, 0, 50.0)
    assert after(drawn, 365) == (1, 4, 0, 25.0)


def test_there_is_no_number_by_area_nor_by_month(sketch):
    drawn = sketch(
        submissions=YEARS,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date
            -----------|-------------|----------------|--------------
            ucan       | 29          | p1             | 2024-01-01
        """,
    )
    for measure in (RETENTION, COMPETING):
        assert {key[2] for key in drawn.cells(measure)} == {"partner", "coalition"}
        assert {key[0] for key in drawn.cells(measure)} == {"quarter", "year", "fiscal_year", "last_12_months"}
        assert {key[5] for key in drawn.cells(measure)} == {"30", "90", "180", "365"}


def test_reasons_count_on_the_day_of_leaving_and_a_blank_one_is_unknown(sketch):
    drawn = sketch(
        submissions=submitted("ucan enlace", "2024-01", "2025-12", "case_management", missing=[("enlace", "2024-05")]),
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date | exit_reason
            -----------|-------------|----------------|---------------|-------------|-------------
            ucan       | 29          | p1             | 2024-01-01    | 2024-03-31  | completed
            ucan       | 29          | p2             | 2024-01-01    | 2024-04-01  | completed
            ucan       | 29          | p3             | 2024-01-01    | 2024-03-10  | -
            ucan       | 29          | p4             | 2024-01-01    | -           | moved
            enlace     | 30          | p1             | 2024-01-01    | 2024-03-10  | deceased
            enlace     | 30          | p5             | 2024-01-01    | 2024-03-11  | unknown
        """,
    )
    reasons = ("completed", "moved", "disengaged", "incarcerated", "deceased", "other", "unknown")
    where = ("quarter", "2024-01", "coalition", "coalition", "exit_reason")
    shares = {reason: drawn.cell(REASONS, *where, reason) for reason in reasons}
    assert {reason: cell.numerator for reason, cell in shares.items() if cell.numerator} == {
        "completed": 1,
        "deceased": 1,
        "unknown": 2,
    }
    assert {cell.denominator for cell in shares.values()} == {4}
    assert shares["unknown"].value == 50.0
    of_area = drawn.cell(REASONS, "year", "2024-01", "area", 29, "exit_reason", "completed")
    assert (of_area.numerator, of_area.denominator) == (2, 3)
    of_partner = drawn.cell(REASONS, "quarter", "2024-01", "partner", "enlace", "exit_reason", "moved")
    assert (of_partner.numerator, of_partner.denominator) == (0, 2)
