"""People shot here of those shot in the city, and in the last twelve months."""

import pytest

from .sketch import covered, day

SHOT = """
    occurred_date | area_number | is_gunshot | is_homicide | source
    --------------|-------------|------------|-------------|--------
    2025-01-01    | 25          | yes        | no          | victims
    2025-03-31    | 25          | yes        | yes         | victims
    2025-03-31    | 26          | yes        | no          | victims
    2025-03-31    | -           | yes        | no          | victims
    2025-03-31    | 25          | no         | yes         | victims
    2025-04-01    | 26          | yes        | no          | victims
"""
ONE_YEAR = covered("2025-01-01", "2025-12-31")


def test_a_share_is_of_all_people_shot_in_the_city_also_of_those_without_an_area(sketch):
    drawn = sketch(coverage=ONE_YEAR, victimizations=SHOT)
    found = drawn.cell("share_of_city", "quarter", "2025-01", "area", 25)
    assert (found.numerator, found.denominator, found.value) == (2, 4, 50.0)
    assert drawn.cell("share_of_city", "month", "2025-04", "area", 26).value == 100.0
    assert drawn.cell("share_of_city", "month", "2025-04", "area", 25).value == 0.0
    assert drawn.cell("share_of_city", "year", "2025-01", "area", 25).status == "unstable", "fewer than 20 people"


def test_a_period_in_which_nobody_was_shot_in_the_city_has_no_share(sketch):
    drawn = sketch(coverage=ONE_YEAR, victimizations=SHOT)
    found = drawn.cell("share_of_city", "month", "2025-05", "area", 25)
    assert (found.numerator, found.denominator, found.value) == (0, 0, None)


def test_areas_and_people_without_one_sum_to_the_whole_city(sketch):
    drawn = sketch(coverage=ONE_YEAR, victimizations=SHOT)
    shares = [
        cell.value for key, cell in drawn.cells("share_of_city").items() if key[:3] == ("year", day("2025-01"), "area")
    ]
    assert len(shares) == 77
    assert sum(shares) == pytest.approx(100 - 100 / 5)


def test_the_city_has_no_share_of_itself(sketch):
    drawn = sketch(coverage=ONE_YEAR, victimizations=SHOT)
    assert {key[2] for key in drawn.cells("share_of_city")} == {"area", "partner", "coalition"}


def test_a_partner_that_changes_areas_in_mid_quarter_has_the_share_of_both(sketch):
    drawn = sketch(
        coverage=ONE_YEAR,
        victimizations=SHOT,
        partner_areas="""
            partner_id | area_number | from_date  | until_date
            -----------|-------------|------------|-----------
            ucan       | 25          | -          | 2025-02-14
            ucan       | 26          | 2025-02-15 | -
            enlace     | 26          | -          | -
        """,
    )
    assert drawn.cell("share_of_city", "quarter", "2025-01", "partner", "ucan")[:2] == (2, 4)
    assert drawn.cell("share_of_city", "quarter", "2025-01", "partner", "enlace")[:2] == (1, 4)
    assert drawn.cell("share_of_city", "quarter", "2025-01", "coalition").value == 50.0, "two partners share area 26"
    assert drawn.cell("share_of_city", "quarter", "2025-01", "coalition", "served_now").value == 25.0


# Twelve months


def test_rolling_12_months_are_the_last_12_complete_months(sketch):
    drawn = sketch(
        coverage=covered("2024-01-01", "2025-02-27"),
        victimizations="""
            occurred_date | area_number | is_gunshot | source
            --------------|-------------|------------|--------
            2024-01-01    | 25          | yes        | victims
            2024-01-31    | 25          | yes        | victims
            2024-02-01    | 25          | yes        | victims
            2025-01-31    | 25          | yes        | victims
            2025-02-01    | 25          | yes        | victims
            2025-01-31    | 25          | no         | victims
            2025-01-31    | 26          | yes        | victims
        """,
    )
    assert drawn.starts("rolling_12_months", "last_12_months", "city") == [day("2024-01"), day("2024-02")]
    assert drawn.count("rolling_12_months", "last_12_months", "2024-01", "area", 25) == 3
    assert drawn.count("rolling_12_months", "last_12_months", "2024-02", "area", 25) == 2, "February isn't over"
    assert drawn.count("rolling_12_months", "last_12_months", "2024-02", "city") == 3
    assert drawn.count("rolling_12_months", "last_12_months", "2024-02", "area", 1) == 0, "a true zero"
    assert {key[0] for key in drawn.cells("rolling_12_months")} == {"last_12_months"}


def test_rolling_12_months_need_a_whole_year(sketch):
    drawn = sketch(coverage=covered("2024-01-02", "2024-12-31"), victimizations=SHOT)
    assert drawn.cells("rolling_12_months") == {}
