"""How often an active participant is met in a week: participant_weeks, contacts_per_participant_week."""

import pytest

from .sketch import submitted

WEEKS, RATE = "participant_weeks", "contacts_per_participant_week"
YEAR = submitted("ucan enlace", "2025-01", "2025-12", "outreach case_management")


def test_the_day_of_enrollment_counts_and_the_day_of_exit_does_not(sketch):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date
            -----------|-------------|----------------|---------------|------------
            ucan       | 29          | p1             | 2025-01-31    | 2025-03-01
            ucan       | 29          | p2             | 2025-02-28    | 2025-03-02
            ucan       | 29          | p3             | 2025-02-10    | 2025-02-10
        """,
    )
    days = [drawn.count(WEEKS, "month", f"2025-0{m}", "partner", "ucan") for m in (1, 2, 3, 4)]
    assert days == [1, 28 + 1, 1, 0]
    assert drawn.cell(WEEKS, "month", "2025-02").value == pytest.approx(29 / 7)
    assert drawn.cell(WEEKS, "quarter", "2025-01").value == pytest.approx(31 / 7)
    assert drawn.count(WEEKS, "year", "2025-01", "area", 29) == 31
    assert drawn.count(WEEKS, "year", "2025-01", "area", 30) == 0


def test_an_enrollment_that_began_earlier_and_goes_on_has_every_day_of_the_year(sketch):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date
            -----------|-------------|----------------|--------------
            ucan       | 29          | p1             | 2024-06-15
        """,
    )
    assert drawn.count(WEEKS, "year", "2025-01") == 365
    assert drawn.count(WEEKS, "year", "2024-01") == 16 + 184, "from 15 June"


def test_two_enrollments_of_one_participant_count_both(sketch):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date
            -----------|-------------|----------------|---------------|------------
            ucan       | 29          | p1             | 2025-03-01    | 2025-03-08
            enlace     | 30          | p1             | 2025-03-01    | 2025-03-15
        """,
    )
    assert drawn.cell(WEEKS, "month", "2025-03", "partner", "ucan").value == 1
    assert drawn.cell(WEEKS, "month", "2025-03", "partner", "enlace").value == 2
    assert drawn.cell(WEEKS, "month", "2025-03").value == 3


def test_nobody_knows_whether_an_enrollment_went_on_after_the_last_month_that_came_in(sketch):
    drawn = sketch(
        submissions=submitted(
            "ucan enlace", "2025-01", "2025-04", "case_management", missing=[("ucan", "2025-03"), ("ucan", "2025-04")]
        ),
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date
            -----------|-------------|----------------|--------------
            ucan       | 29          | p1             | 2025-02-01
            enlace     | 30          | p2             | 2025-02-01
        """,
    )
    assert drawn.count(WEEKS, "month", "2025-02", "partner", "ucan") == 28
    assert drawn.cell(WEEKS, "month", "2025-03", "partner", "ucan").status == "not_reported"
    assert drawn.count(WEEKS, "month", "2025-03") == 31, "the other partner's alone"
    assert drawn.count(WEEKS, "year", "2025-01", "partner", "ucan") == 28


def test_contacts_are_divided_by_the_weeks_that_participants_were_enrolled(sketch):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date
            -----------|-------------|----------------|---------------|------------
            ucan       | 29          | p1             | 2025-02-01    | -
            ucan       | 29          | p2             | 2025-02-01    | 2025-02-15
            enlace     | 30          | p3             | 2025-02-01    | -
        """,
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            ucan       | 29          | p1             | 2025-02-05
            ucan       | 29          | p1             | 2025-02-06
            ucan       | 29          | p2             | 2025-02-20
            enlace     | 30          | p3             | 2025-03-05
        """,
    )
    ucan = drawn.cell(RATE, "month", "2025-02", "partner", "ucan")
    assert (ucan.value, ucan.status) == (3 / (4 + 2), "shown"), "3 contacts in 6 weeks; one after the exit counts"
    assert drawn.cell(RATE, "month", "2025-02", "partner", "enlace").value == 0
    assert drawn.cell(RATE, "month", "2025-02").value == 3 / 10
    assert drawn.cell(RATE, "month", "2025-02", "area", 29).value == 3 / 6


def test_without_anyone_enrolled_there_is_no_quotient_and_without_one_side_it_is_not_reported(sketch):
    drawn = sketch(
        submissions="""
            partner_id | month      | part            | due_date   | received_date
            -----------|------------|-----------------|------------|--------------
            ucan       | 2025-01-01 | outreach        | 2025-02-10 | 2025-02-01
            ucan       | 2025-02-01 | outreach        | 2025-03-10 | 2025-03-01
            ucan       | 2025-03-01 | outreach        | 2025-04-10 | 2025-04-01
            ucan       | 2025-01-01 | case_management | 2025-02-10 | 2025-02-01
            ucan       | 2025-02-01 | case_management | 2025-03-10 | 2025-03-01
            ucan       | 2025-03-01 | case_management | 2025-04-10 | -
            enlace     | 2025-03-01 | case_management | 2025-04-10 | 2025-04-01
        """,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date
            -----------|-------------|----------------|--------------
            ucan       | 29          | p1             | 2025-02-01
        """,
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            ucan       | 29          | p1             | 2025-01-05
            ucan       | 29          | p1             | 2025-03-05
        """,
    )
    assert drawn.cell(RATE, "month", "2025-01", "partner", "ucan").value is None
    assert drawn.cell(RATE, "month", "2025-02", "partner", "ucan").value == 0
    assert drawn.cell(RATE, "month", "2025-03", "partner", "ucan").status == "not_reported"


@pytest.mark.parametrize("others", ["", "enlace     | 2025-03-01 | case_management | 2025-04-10 | 2025-04-01"])
def test_a_quarter_of_which_one_side_has_fewer_months_has_no_quotient(sketch, others):
    drawn = sketch(
        submissions=f"""
            partner_id | month      | part            | due_date   | received_date
            -----------|------------|-----------------|------------|--------------
            ucan       | 2025-01-01 | outreach        | 2025-02-10 | 2025-02-01
            ucan       | 2025-02-01 | outreach        | 2025-03-10 | 2025-03-01
            ucan       | 2025-03-01 | outreach        | 2025-04-10 | 2025-04-01
            ucan       | 2025-01-01 | case_management | 2025-02-10 | 2025-02-01
            ucan       | 2025-02-01 | case_management | 2025-03-10 | 2025-03-01
            ucan       | 2025-03-01 | case_management | 2025-04-10 | -
            {others}
        """,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date
            -----------|-------------|----------------|--------------
            ucan       | 29          | p1             | 2025-01-01
        """,
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            ucan       | 29          | p1             | 2025-01-05
            ucan       | 29          | p1             | 2025-03-05
        """,
    )
    assert drawn.cell(RATE, "month", "2025-01", "partner", "ucan").value == 1 / (31 / 7)
    assert drawn.cell(RATE, "quarter", "2025-01", "partner", "ucan").status == "not_reported"
