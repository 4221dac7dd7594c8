"""People shot per 100,000 residents in twelve months, with an exact interval."""

import pytest

from cp4p_metrics.evidence.rates import garwood_interval, ratio_interval
from cp4p_metrics.places import residents

from .sketch import covered, day

RATE = "gunshot_victimization_rate"
HEADER = """
    occurred_date | area_number | is_gunshot | source
    --------------|-------------|------------|--------
"""


def people_shot(*days_and_areas, each=1):
    return HEADER + "\n".join(f"{when} | {area} | yes | victims" for when, area in days_and_areas for _ in range(each))


def test_the_rate_is_people_shot_for_every_100_000_residents(sketch):
    drawn = sketch(
        coverage=covered("2024-01-01", "2024-12-31"), victimizations=people_shot(("2024-05-05", 25), each=24)
    )
    found = drawn.cell(RATE, "year", "2024-01", "area", 25)
    living = residents(25, 2024)
    lower, upper = garwood_interval(24)
    assert (found.numerator, found.denominator, found.status) == (24, living, "shown")
    assert found.value == pytest.approx(100_000 * 24 / living)
    assert (found.lower, found.upper) == pytest.approx((100_000 * lower / living, 100_000 * upper / living))


def test_below_20_people_shot_the_rate_is_unstable_and_at_20_it_is_shown(sketch):
    drawn = sketch(
        coverage=covered("2024-01-01", "2024-12-31"),
        victimizations=people_shot(("2024-05-05", 25), each=20)
        + "\n"
        + people_shot(("2024-05-05", 26), each=19)[len(HEADER) :],
    )
    assert drawn.cell(RATE, "year", "2024-01", "area", 25).status == "shown"
    unstable = drawn.cell(RATE, "year", "2024-01", "area", 26)
    assert (unstable.numerator, unstable.status) == (19, "unstable")
    assert unstable.value > 0


def test_an_area_without_anyone_shot_has_a_rate_of_zero_with_an_upper_limit(sketch):
    drawn = sketch(coverage=covered("2024-01-01", "2024-12-31"))
    found = drawn.cell(RATE, "year", "2024-01", "area", 74)
    assert (found.numerator, found.value, found.lower, found.status) == (0, 0.0, 0.0, "unstable")
    assert found.upper == pytest.approx(100_000 * 3.689 / residents(74, 2024), rel=1e-3)


def test_residents_of_a_fiscal_year_before_2020_lie_between_those_of_its_two_years(sketch):
    drawn = sketch(coverage=covered("2014-07-01", "2015-06-30"), victimizations=people_shot(("2015-01-01", 25)))
    found = drawn.cell(RATE, "fiscal_year", "2014-07", "area", 25)
    assert found.denominator == round((6 * residents(25, 2014) + 6 * residents(25, 2015)) / 12)
    assert residents(25, 2014) != residents(25, 2015)


def test_a_rate_needs_twelve_whole_months(sketch):
    drawn = sketch(coverage=covered("2023-12-15", "2025-06-29"), victimizations=people_shot(("2024-05-05", 25)))
    assert drawn.starts(RATE, "year", "city") == [day("2024-01")]
    assert drawn.starts(RATE, "fiscal_year", "city") == [], "the last day of June is missing"
    assert drawn.starts(RATE, "last_12_months", "city")[-1] == day("2024-06")
    assert drawn.starts(RATE, "month", "city") == drawn.starts(RATE, "quarter", "city") == []


def test_the_citys_residents_are_those_of_all_77_areas(sketch):
    drawn = sketch(coverage=covered("2024-01-01", "2024-12-31"))
    assert drawn.cell(RATE, "year", "2024-01", "city").denominator == sum(residents(n, 2024) for n in range(1, 78))


def test_a_partner_that_changes_areas_in_mid_year_has_the_residents_of_each_for_its_months(sketch):
    drawn = sketch(
        coverage=covered("2024-01-01", "2024-12-31"),
        partner_areas="""
            partner_id | area_number | from_date  | until_date
            -----------|-------------|------------|-----------
            ucan       | 29          | 2023-01-01 | 2024-09-30
            ucan       | 49          | 2024-10-01 | -
        """,
        victimizations=people_shot(("2024-09-30", 29), ("2024-10-01", 29), ("2024-10-01", 49), ("2024-09-30", 49)),
    )
    found = drawn.cell(RATE, "year", "2024-01", "partner", "ucan")
    assert found.numerator == 2
    assert found.denominator == round((9 * residents(29, 2024) + 3 * residents(49, 2024)) / 12)
    assert drawn.cell(RATE, "year", "2024-01", "coalition").denominator == found.denominator
    assert drawn.cell(RATE, "year", "2024-01", "coalition", "served_now").denominator == residents(49, 2024)


def test_an_area_of_two_partners_has_its_residents_once_in_the_coalition(sketch):
    drawn = sketch(
        coverage=covered("2024-01-01", "2024-12-31"),
        partner_areas="""
            partner_id | area_number | from_date | until_date
            -----------|-------------|-----------|-----------
            ucan       | 29          | -         | -
            enlace     | 29          | -         | -
            enlace     | 30          | -         | -
        """,
    )
    assert drawn.cell(RATE, "year", "2024-01", "coalition").denominator == residents(29, 2024) + residents(30, 2024)


@pytest.mark.parametrize(("count", "limits"), [(0, (0, 3.689)), (5, (1.6235, 11.6683))])
def test_garwoods_limits_are_those_in_print(count, limits):
    assert garwood_interval(count) == pytest.approx(limits, abs=5e-4)


def test_garwoods_limits_hold_the_count_and_widen_with_confidence():
    lower, upper = garwood_interval(range(50))
    wider = garwood_interval(range(50), confidence=0.99)
    assert ((lower <= range(50)) & (range(50) < upper)).all()
    assert ((wider[0] <= lower) & (upper < wider[1])).all()
    with pytest.raises(ValueError, match="negative"):
        garwood_interval([3, -1])


def test_the_exact_ratio_of_two_rates_is_that_in_print():
    lower, upper = ratio_interval(60, 51_477.5, 30, 54_308.7)
    ratio = (60 / 51_477.5) / (30 / 54_308.7)
    assert ratio == pytest.approx(2.110, abs=5e-4)
    assert (lower, upper) == pytest.approx((1.3397, 3.3884), abs=5e-5)


def test_a_ratio_with_a_zero_count_has_an_interval_that_is_not_a_point():
    lower, upper = ratio_interval([0, 30, 0], 1, [30, 0, 0], 3)
    assert lower[0] == 0
    assert 0 < upper[0] < 1
    assert lower[1] > 0
    assert upper[1] == float("inf")
    assert (lower[2], upper[2]) == (0, float("inf"))
