"""Partner-months that came in of those due, and how late they came."""

import pytest

from .sketch import day

LIST = """
    partner_id | month      | part            | due_date   | received_date
    -----------|------------|-----------------|------------|--------------
    ucan       | 2025-01-01 | outreach        | 2025-02-10 | 2025-02-01
    ucan       | 2025-01-01 | case_management | 2025-02-10 | 2025-06-30
    ucan       | 2025-02-01 | outreach        | 2025-03-10 | -
    ucan       | 2025-02-01 | case_management | 2025-03-10 | 2025-03-10
    enlace     | 2025-02-01 | outreach        | 2025-03-10 | 2025-03-01
    enlace     | 2025-03-01 | outreach        | 2025-04-10 | 2025-04-01
"""


def test_a_late_part_came_in_and_a_missing_one_did_not(sketch):
    drawn = sketch(submissions=LIST)
    assert drawn.cell("reporting_completeness", "month", "2025-01", "partner", "ucan")[:3] == (2, 2, 100.0)
    assert drawn.cell("reporting_completeness", "month", "2025-02", "partner", "ucan")[:3] == (1, 2, 50.0)
    assert drawn.cell("reporting_completeness", "month", "2025-02")[:2] == (2, 3)
    assert drawn.cell("reporting_completeness", "quarter", "2025-01")[:2] == (5, 6)


def test_each_part_has_its_share_and_they_sum_to_the_whole(sketch):
    drawn = sketch(submissions=LIST)
    where = ("quarter", "2025-01", "coalition", "coalition", "part")
    assert drawn.cell("reporting_completeness", *where, "outreach")[:2] == (3, 4)
    assert drawn.cell("reporting_completeness", *where, "case_management")[:2] == (2, 2)
    assert drawn.cell("reporting_completeness", *where, "events")[:3] == (0, 0, None)


def test_it_is_known_by_partner_and_for_the_coalition_and_for_no_area(sketch):
    drawn = sketch(submissions=LIST)
    assert {key[2] for key in drawn.cells("reporting_completeness")} == {"partner", "coalition"}


def test_a_partner_is_due_nothing_before_its_first_month(sketch):
    drawn = sketch(submissions=LIST)
    assert drawn.starts("reporting_completeness", "month", "partner", "enlace") == [
        day("2025-02"),
        day("2025-03"),
    ]


def test_without_a_list_of_submissions_there_is_no_completeness(sketch):
    drawn = sketch(
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            ucan       | 29          | p1             | 2025-01-05
        """
    )
    assert drawn.cells("reporting_completeness") == {}


# Days late


def test_days_late_begin_on_the_day_after_the_due_day_and_early_is_not_less_than_nothing(sketch):
    drawn = sketch(
        submissions="""
            partner_id | month      | part            | due_date   | received_date
            -----------|------------|-----------------|------------|--------------
            ucan       | 2025-01-01 | outreach        | 2025-02-10 | 2025-02-01
            ucan       | 2025-01-01 | case_management | 2025-02-10 | 2025-02-10
            ucan       | 2025-01-01 | events          | 2025-02-10 | 2025-02-11
            enlace     | 2025-01-01 | outreach        | 2025-02-10 | 2025-04-11
            enlace     | 2025-01-01 | events          | 2025-02-10 | -
        """
    )
    of_one = drawn.cell("days_late", "month", "2025-01", "partner", "ucan")
    assert (of_one.numerator, of_one.denominator, of_one.unknown) == (1, 3, 0)
    assert of_one.value == pytest.approx(1 / 3)
    of_all = drawn.cell("days_late", "month", "2025-01")
    assert (of_all.numerator, of_all.denominator, of_all.value, of_all.unknown) == (61, 4, 15.25, 1)


def test_what_has_not_come_in_is_beside_the_days_late_and_not_in_them(sketch):
    drawn = sketch(submissions=LIST)
    found = drawn.cell("days_late", "month", "2025-02", "partner", "ucan")
    assert (found.numerator, found.denominator, found.value, found.unknown) == (0, 1, 0.0, 1)
    where = ("quarter", "2025-01", "partner", "ucan", "part")
    assert drawn.cell("days_late", *where, "case_management").value == (140 + 0) / 2
    nothing = drawn.cell("days_late", *where, "events")
    assert (nothing.numerator, nothing.denominator, nothing.value) == (0, 0, None)
    assert {key[2] for key in drawn.cells("days_late")} == {"partner", "coalition"}
