"""A period against the same one a year before, of the place itself and of the areas that touch it."""

import pytest

from cp4p_metrics.evidence.rates import ratio_interval
from cp4p_metrics.places import neighbors

from .sketch import covered, day

CHANGE, NEXT_DOOR = "change_from_baseline", "neighbors_change_from_baseline"
THREE_YEARS_NEXT_DOOR = "neighbors_versus_prior_three_years"
HEADER = """
    occurred_date | area_number | is_gunshot | source
    --------------|-------------|------------|--------
"""
TWO_YEARS = covered("2024-01-01", "2025-12-31")
AUSTIN = 25


def people_shot(by_day, area=AUSTIN):
    """Rows without a header: so many people shot in the area on each day."""
    return "".join(f"{when} | {area} | yes | victims\n" for when, count in by_day.items() for _ in range(count))


def test_the_baseline_is_the_same_period_one_year_before(sketch):
    drawn = sketch(
        coverage=TWO_YEARS,
        victimizations=HEADER
        + people_shot({"2024-01-01": 5, "2024-03-31": 20, "2024-04-01": 40, "2025-01-01": 20, "2025-03-31": 10}),
    )
    found = drawn.cell(CHANGE, "quarter", "2025-01", "area", AUSTIN)
    assert (found.numerator, found.denominator, found.status) == (30, 25, "shown")
    assert found.value == pytest.approx(20)
    lower, upper = ratio_interval(30, 1, 25, 1)
    assert (found.lower, found.upper) == pytest.approx((100 * (lower - 1), 100 * (upper - 1)))
    year = drawn.cell(CHANGE, "year", "2025-01", "city")
    assert (year.numerator, year.denominator) == (30, 65)


def test_below_20_people_in_the_baseline_the_change_is_withheld(sketch):
    drawn = sketch(
        coverage=TWO_YEARS,
        victimizations=HEADER
        + people_shot({"2024-05-05": 20, "2025-05-05": 10})
        + people_shot({"2024-05-05": 19, "2025-05-05": 10}, area=26),
    )
    assert drawn.cell(CHANGE, "year", "2025-01", "area", 25).value == -50
    few = drawn.cell(CHANGE, "year", "2025-01", "area", 26)
    assert (few.numerator, few.denominator, few.value, few.lower, few.upper) == (10, 19, None, None, None)
    assert few.status == "unstable"


@pytest.mark.parametrize(
    ("before", "after", "percent"),
    [
        (542, 313, "-42.3"),  # CeaseFire, Auburn Gresham, 5.42 → 3.13 a month; printed as -43.2
        (94, 265, "181.9"),  # clients who found employment: printed as +182
    ],
)
def test_published_changes_come_out_as_their_own_means_say(sketch, before, after, percent):
    drawn = sketch(coverage=TWO_YEARS, victimizations=HEADER + people_shot({"2024-06-15": before, "2025-06-15": after}))
    assert f"{drawn.cell(CHANGE, 'year', '2025-01', 'city').value:.1f}" == percent


def test_a_period_has_a_change_once_it_is_over_and_its_baseline_is_whole(sketch):
    drawn = sketch(
        coverage=covered("2024-01-02", "2025-11-30"),
        victimizations=HEADER + people_shot({"2024-05-05": 30, "2024-11-05": 30, "2025-05-05": 30}),
    )
    assert drawn.starts(CHANGE, "quarter", "city") == [day("2025-04"), day("2025-07")], "neither January nor December"
    assert drawn.starts(CHANGE, "year", "city") == []
    assert drawn.starts(CHANGE, "fiscal_year", "city") == []
    assert drawn.starts(CHANGE, "last_12_months", "city") == [], "two whole years are needed"


def test_there_is_no_change_across_a_gap_between_two_files(sketch):
    drawn = sketch(
        coverage=TWO_YEARS.replace("2025-12-31", "2024-06-29") + "gunshots | 2024-07-01 | 2025-12-31",
        victimizations=HEADER + people_shot({"2024-05-05": 30, "2025-05-05": 30}),
    )
    assert day("2025-04") not in drawn.starts(CHANGE, "quarter", "city")
    assert drawn.starts(CHANGE, "year", "city") == []


def test_it_is_known_for_quarters_and_longer_at_every_place(sketch):
    drawn = sketch(
        coverage=covered("2023-01-01", "2025-12-31"), victimizations=HEADER + people_shot({"2024-05-05": 30})
    )
    assert {key[0] for key in drawn.cells(CHANGE)} == {"quarter", "year", "fiscal_year", "last_12_months"}
    assert {key[2] for key in drawn.cells(CHANGE)} == {"area", "partner", "coalition", "city"}


def test_a_partner_that_changes_areas_in_mid_year_is_compared_with_what_it_served_then(sketch):
    drawn = sketch(
        coverage=TWO_YEARS,
        partner_areas="""
            partner_id | area_number | from_date  | until_date
            -----------|-------------|------------|-----------
            ucan       | 25          | 2020-01-01 | 2025-06-30
            ucan       | 26          | 2025-07-01 | -
        """,
        victimizations=HEADER
        + people_shot({"2024-06-30": 20, "2024-07-01": 20, "2025-06-30": 10, "2025-07-01": 100})
        + people_shot({"2024-07-01": 50, "2025-06-30": 100, "2025-07-01": 5}, area=26),
    )
    found = drawn.cell(CHANGE, "year", "2025-01", "partner", "ucan")
    assert (found.numerator, found.denominator) == (15, 40)


# The neighbor check


def test_neighbors_are_the_touching_areas_together_without_the_area_itself(sketch):
    next_door, other = sorted(neighbors()[AUSTIN])[:2]
    [far, *_] = sorted(set(range(1, 78)) - neighbors()[AUSTIN] - {AUSTIN})
    drawn = sketch(
        coverage=TWO_YEARS,
        victimizations=HEADER
        + people_shot({"2024-05-05": 900, "2025-05-05": 10})
        + people_shot({"2024-05-05": 15, "2025-05-05": 12}, area=next_door)
        + people_shot({"2024-05-05": 25, "2025-05-05": 38}, area=other)
        + people_shot({"2024-05-05": 30, "2025-05-05": 90}, area=far)
        + people_shot({"2024-05-05": 7, "2025-05-05": 7}, area="-"),
    )
    found = drawn.cell(NEXT_DOOR, "year", "2025-01", "area", AUSTIN)
    assert (found.numerator, found.denominator) == (50, 40)
    assert found.value == pytest.approx(25)
    assert {key[2] for key in drawn.cells(NEXT_DOOR)} == {"area"}
    itself = drawn.cell(NEXT_DOOR, "year", "2025-01", "area", next_door)
    assert itself.denominator >= 900, "what happens in the middle is next door to its neighbors"


def test_neighbors_below_20_in_the_baseline_are_withheld_too(sketch):
    one = min(neighbors()[AUSTIN])
    drawn = sketch(
        coverage=TWO_YEARS, victimizations=HEADER + people_shot({"2024-05-05": 19, "2025-05-05": 5}, area=one)
    )
    found = drawn.cell(NEXT_DOOR, "year", "2025-01", "area", AUSTIN)
    assert (found.numerator, found.denominator, found.value, found.status) == (5, 19, None, "unstable")


def test_neighbors_against_the_three_years_before(sketch):
    one, other = sorted(neighbors()[AUSTIN])[:2]
    drawn = sketch(
        coverage=covered("2022-01-01", "2025-12-31"),
        victimizations=HEADER
        + people_shot({"2022-05-05": 10, "2023-05-05": 10, "2025-05-05": 6}, area=one)
        + people_shot({"2023-05-05": 10, "2024-05-05": 30, "2025-05-05": 9}, area=other)
        + people_shot({"2025-05-05": 500}),
    )
    found = drawn.cell(THREE_YEARS_NEXT_DOOR, "last_12_months", "2025-01", "area", AUSTIN)
    assert (found.numerator, found.denominator, found.value) == (15, 60, -25)
    assert {key[0] for key in drawn.cells(THREE_YEARS_NEXT_DOOR)} == {"last_12_months"}
