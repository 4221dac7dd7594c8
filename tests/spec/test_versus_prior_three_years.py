"""Twelve months against the mean of the three windows of twelve months before."""

import pytest

from cp4p_metrics.evidence.rates import ratio_interval

from .sketch import covered, day

CHANGE = "versus_prior_three_years"
HEADER = """
    occurred_date | area_number | is_gunshot | source
    --------------|-------------|------------|--------
"""
FOUR_YEARS = covered("2022-01-01", "2025-12-31")


def people_shot(by_year, area=25):
    return HEADER + "\n".join(
        f"{y}-06-15 | {area} | yes | victims" for y, count in by_year.items() for _ in range(count)
    )


def test_the_change_is_against_the_mean_of_the_three_years_before(sketch):
    drawn = sketch(coverage=FOUR_YEARS, victimizations=people_shot({2022: 10, 2023: 20, 2024: 30, 2025: 15}))
    found = drawn.cell(CHANGE, "last_12_months", "2025-01", "area", 25)
    assert (found.numerator, found.denominator, found.status) == (15, 60, "shown")
    assert found.value == pytest.approx(-25)
    lower, upper = ratio_interval(15, 1, 60, 3)
    assert (found.lower, found.upper) == pytest.approx((100 * (lower - 1), 100 * (upper - 1)))
    assert found.lower < found.value < found.upper


def test_below_20_people_in_the_three_years_the_change_is_withheld(sketch):
    drawn = sketch(
        coverage=FOUR_YEARS,
        victimizations=people_shot({2022: 6, 2023: 7, 2024: 7, 2025: 3})
        + "\n"
        + people_shot({2022: 6, 2023: 7, 2024: 6, 2025: 3}, area=26)[len(HEADER) :],
    )
    assert drawn.cell(CHANGE, "last_12_months", "2025-01", "area", 25).status == "shown"
    withheld = drawn.cell(CHANGE, "last_12_months", "2025-01", "area", 26)
    assert withheld[:6] == (3, 19, None, None, None, "unstable")


def test_nobody_shot_in_the_last_12_months_is_minus_100_percent_with_an_interval(sketch):
    drawn = sketch(coverage=FOUR_YEARS, victimizations=people_shot({2022: 10, 2023: 10, 2024: 10}))
    found = drawn.cell(CHANGE, "last_12_months", "2025-01", "area", 25)
    assert (found.value, found.lower) == (-100, -100)
    assert -100 < found.upper < 0


def test_there_is_no_change_without_three_whole_windows_before(sketch):
    drawn = sketch(
        coverage=covered("2022-01-02", "2025-12-31"),
        victimizations=people_shot(dict.fromkeys(range(2022, 2026), 30)),
    )
    assert drawn.starts(CHANGE, "last_12_months", "city") == [], "the first day of the first window is missing"
    whole = sketch(
        coverage=covered("2022-01-01", "2026-01-30"),
        victimizations=people_shot(dict.fromkeys(range(2022, 2026), 30)),
    )
    assert whole.starts(CHANGE, "last_12_months", "city") == [day("2025-01")], "January 2026 isn't over"


def test_there_is_no_change_across_a_gap_between_two_files(sketch):
    drawn = sketch(
        coverage="""
            subject   | first_date | through_date
            ----------|------------|-------------
            gunshots  | 2020-01-01 | 2023-06-30
            gunshots  | 2023-08-01 | 2026-12-31
        """,
        victimizations=people_shot(dict.fromkeys(range(2020, 2027), 30)),
    )
    assert drawn.starts(CHANGE, "last_12_months", "city") == []


def test_the_windows_do_not_overlap_and_leave_no_day_out(sketch):
    drawn = sketch(
        coverage=covered("2021-07-01", "2025-06-30"),
        victimizations=HEADER
        + "\n".join(
            f"{when} | 25 | yes | victims"
            for when in [
                "2021-07-01",
                "2022-06-30",
                "2022-07-01",
                "2023-06-30",
                "2023-07-01",
                "2024-06-30",
                "2024-07-01",
                "2025-06-30",
            ]
            for _ in range(4)
        ),
    )
    found = drawn.cell(CHANGE, "last_12_months", "2024-07", "city")
    assert (found.numerator, found.denominator, found.value) == (8, 24, 0)


def test_only_the_last_12_months_have_a_change(sketch):
    drawn = sketch(coverage=FOUR_YEARS, victimizations=people_shot({2022: 30, 2025: 3}))
    assert {key[0] for key in drawn.cells(CHANGE)} == {"last_12_months"}
    assert {key[2] for key in drawn.cells(CHANGE)} == {"area", "partner", "coalition", "city"}


def test_a_partner_is_compared_with_the_areas_that_it_served_then(sketch):
    drawn = sketch(
        coverage=FOUR_YEARS,
        partner_areas="""
            partner_id | area_number | from_date  | until_date
            -----------|-------------|------------|-----------
            ucan       | 25          | 2020-01-01 | 2024-12-31
            ucan       | 26          | 2025-01-01 | -
        """,
        victimizations=people_shot({2022: 10, 2023: 10, 2024: 10, 2025: 10})
        + "\n"
        + people_shot({2022: 40, 2023: 40, 2024: 40, 2025: 20}, area=26)[len(HEADER) :],
    )
    then = drawn.cell(CHANGE, "last_12_months", "2025-01", "partner", "ucan")
    assert (then.numerator, then.denominator) == (20, 30)
    same_areas = drawn.cell(CHANGE, "last_12_months", "2025-01", "coalition", "served_now")
    assert (same_areas.numerator, same_areas.denominator, same_areas.value) == (20, 120, -50)
