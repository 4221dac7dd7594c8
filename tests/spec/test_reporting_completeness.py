"""Partner-months that came in of those due: reporting_completeness."""

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
