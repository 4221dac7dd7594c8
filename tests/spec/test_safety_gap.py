"""The rate in the fifth of areas with the highest rates, divided by that in the fifth with the lowest."""

import pytest

from cp4p_metrics.evidence.rates import ratio_interval
from cp4p_metrics.places import areas, residents

from .sketch import covered

HEADER = """
    occurred_date | area_number | is_gunshot | source
    --------------|-------------|------------|--------
"""
GROUP = 15  # a fifth of 77
NUMBERS = [area.number for area in areas()]


def shot(counts):
    return HEADER + "".join(f"2025-06-15 | {a} | yes | victims\n" for a, count in counts.items() for _ in range(count))


def lived(numbers):
    return sum(residents(number, 2025) for number in numbers)


@pytest.fixture
def by_residents():
    """Area numbers, those with the fewest residents first: the same count is a higher rate there."""
    return sorted(NUMBERS, key=lambda number: residents(number, 2025))


def test_the_gap_is_between_the_pooled_rates_of_the_highest_and_the_lowest_fifth(sketch, by_residents):
    high, low = by_residents[:GROUP], by_residents[-GROUP:]
    drawn = sketch(coverage=covered("2025-01-01", "2025-12-31"), victimizations=shot(dict.fromkeys(NUMBERS, 2)))
    found = drawn.cell("safety_gap", "year", "2025-01", "city")
    assert (found.numerator, found.denominator, found.status) == (30, 30, "shown")
    assert found.value == pytest.approx(lived(low) / lived(high))
    lower, upper = ratio_interval(30, lived(high), 30, lived(low))
    assert (found.lower, found.upper) == pytest.approx((float(lower), float(upper)))


def test_fewer_than_20_people_shot_in_the_lowest_fifth_make_it_unstable(sketch, by_residents):
    low = by_residents[-GROUP:]
    counts = dict.fromkeys(NUMBERS, 2) | dict.fromkeys(low, 1)
    drawn = sketch(coverage=covered("2025-01-01", "2025-12-31"), victimizations=shot(counts))
    found = drawn.cell("safety_gap", "year", "2025-01", "city")
    assert (found.denominator, found.status) == (15, "unstable")
    assert found.value == pytest.approx(30 / lived(by_residents[:GROUP]) / (15 / lived(low)))


def test_nobody_shot_in_the_lowest_fifth_gives_no_gap(sketch):
    drawn = sketch(coverage=covered("2025-01-01", "2025-12-31"), victimizations=shot({25: 40, 26: 40}))
    found = drawn.cell("safety_gap", "year", "2025-01", "city")
    assert (found.numerator, found.denominator, found.value, found.status) == (80, 0, None, "unstable")


def test_people_shot_without_an_area_are_in_no_group(sketch):
    counts = dict.fromkeys(NUMBERS, 2) | {"-": 50}
    drawn = sketch(coverage=covered("2025-01-01", "2025-12-31"), victimizations=shot(counts))
    assert drawn.cell("safety_gap", "year", "2025-01", "city")[:2] == (30, 30)


def test_only_whole_twelve_months_of_the_city_have_a_gap(sketch):
    drawn = sketch(coverage=covered("2024-02-01", "2025-06-30"), victimizations=shot(dict.fromkeys(NUMBERS, 2)))
    assert {key[0] for key in drawn.cells("safety_gap")} == {"fiscal_year", "last_12_months"}, "no year is whole"
    assert {key[2:4] for key in drawn.cells("safety_gap")} == {("city", "city")}
