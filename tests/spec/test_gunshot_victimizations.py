"""People shot: gunshot_victimizations and its two parts, fatal_shootings and nonfatal_shootings."""

import pytest

from .sketch import covered, day

PEOPLE_SHOT = "gunshot_victimizations"
TWO_YEARS = covered("2024-01-01", "2025-12-31")


def test_the_first_and_the_last_day_of_a_period_belong_to_it(sketch):
    drawn = sketch(
        coverage=TWO_YEARS,
        victimizations="""
            occurred_date | area_number | is_gunshot | is_homicide | source
            --------------|-------------|------------|-------------|--------
            2024-12-31    | 25          | yes        | no          | victims
            2025-01-01    | 25          | yes        | no          | victims
            2025-03-31    | 25          | yes        | no          | victims
            2025-04-01    | 25          | yes        | no          | victims
        """,
    )
    assert drawn.count(PEOPLE_SHOT, "quarter", "2025-01", "area", 25) == 2
    assert drawn.count(PEOPLE_SHOT, "month", "2025-01", "area", 25) == 1
    assert drawn.count(PEOPLE_SHOT, "month", "2025-02", "area", 25) == 0
    assert drawn.count(PEOPLE_SHOT, "month", "2025-03", "area", 25) == 1
    assert drawn.count(PEOPLE_SHOT, "year", "2024-01", "area", 25) == 1
    assert drawn.count(PEOPLE_SHOT, "year", "2025-01", "area", 25) == 3


def test_the_fiscal_year_runs_from_july_to_june(sketch):
    drawn = sketch(
        coverage=TWO_YEARS,
        victimizations="""
            occurred_date | area_number | is_gunshot | source
            --------------|-------------|------------|--------
            2024-06-30    | 25          | yes        | victims
            2024-07-01    | 25          | yes        | victims
            2025-06-30    | 25          | yes        | victims
            2025-07-01    | 25          | yes        | victims
        """,
    )
    assert drawn.count(PEOPLE_SHOT, "fiscal_year", "2024-07", "city") == 2
    assert drawn.starts(PEOPLE_SHOT, "fiscal_year", "city") == [
        day("2023-07"),
        day("2024-07"),
        day("2025-07"),
    ]


def test_the_last_12_months_are_there_only_when_all_their_days_are(sketch):
    drawn = sketch(
        coverage=covered("2024-01-02", "2025-03-30"),
        victimizations="""
            occurred_date | area_number | is_gunshot | source
            --------------|-------------|------------|--------
            2024-02-01    | 25          | yes        | victims
            2025-01-31    | 25          | yes        | victims
            2025-03-30    | 25          | yes        | victims
        """,
    )
    # January 2024 lacks its first day and March 2025 its last: neither window that needs them is whole.
    assert drawn.starts(PEOPLE_SHOT, "last_12_months", "city") == [day("2024-02"), day("2024-03")]
    assert drawn.count(PEOPLE_SHOT, "last_12_months", "2024-02", "city") == 2
    assert drawn.count(PEOPLE_SHOT, "last_12_months", "2024-03", "city") == 1
    assert drawn.count(PEOPLE_SHOT, "month", "2025-03", "city") == 1, "a calendar month under way is shown"


def test_a_row_that_does_not_say_whether_it_was_gunfire_is_not_counted_as_gunfire(sketch):
    drawn = sketch(
        coverage=TWO_YEARS,
        victimizations="""
            occurred_date | area_number | is_gunshot | is_homicide | source
            --------------|-------------|------------|-------------|--------
            2025-05-05    | 25          | yes        | no          | victims
            2025-05-05    | 25          | no         | yes         | victims
            2025-05-05    | 25          | -          | yes         | homicides
        """,
    )
    assert drawn.count(PEOPLE_SHOT, "month", "2025-05", "city") == 1
    assert drawn.count("victimizations", "month", "2025-05", "city") == 2, "all rows of the victim file, no others"


def test_fatal_and_nonfatal_add_up_to_people_shot(sketch):
    drawn = sketch(
        coverage=TWO_YEARS,
        victimizations="""
            occurred_date | area_number | is_gunshot | is_homicide | source
            --------------|-------------|------------|-------------|--------
            2025-05-05    | 25          | yes        | no          | victims
            2025-05-06    | 25          | yes        | no          | victims
            2025-05-07    | 25          | yes        | yes         | victims
            2025-05-08    | 25          | no         | yes         | victims
        """,
    )
    assert drawn.count("fatal_shootings", "month", "2025-05", "area", 25) == 1
    assert drawn.count("nonfatal_shootings", "month", "2025-05", "area", 25) == 2
    assert drawn.count(PEOPLE_SHOT, "month", "2025-05", "area", 25) == 3


def test_two_people_shot_in_one_incident_are_two(sketch):
    drawn = sketch(
        coverage=TWO_YEARS,
        victimizations="""
            victimization_id | case_number | occurred_date | area_number | is_gunshot | source
            -----------------|-------------|---------------|-------------|------------|--------
            v1               | JH1         | 2025-05-05    | 25          | yes        | victims
            v2               | JH1         | 2025-05-05    | 25          | yes        | victims
        """,
    )
    assert drawn.count(PEOPLE_SHOT, "month", "2025-05", "area", 25) == 2


def test_rows_without_an_area_count_in_the_city_and_in_no_area(sketch):
    drawn = sketch(
        coverage=TWO_YEARS,
        victimizations="""
            occurred_date | area_number | is_gunshot | source
            --------------|-------------|------------|--------
            2025-05-05    | 25          | yes        | victims
            2025-05-05    | -           | yes        | victims
        """,
    )
    assert drawn.count(PEOPLE_SHOT, "month", "2025-05", "city") == 2
    assert sum(drawn.count(PEOPLE_SHOT, "month", "2025-05", "area", n) for n in range(1, 78)) == 1
    assert drawn.count(PEOPLE_SHOT, "month", "2025-05", "coalition") == 1, (
        "Austin is on the public list of partner areas"
    )


def test_all_77_areas_have_a_number_and_those_without_anyone_shot_have_zero(sketch):
    drawn = sketch(
        coverage=TWO_YEARS,
        victimizations="""
            occurred_date | area_number | is_gunshot | source
            --------------|-------------|------------|--------
            2025-05-05    | 25          | yes        | victims
        """,
    )
    numbers = {n: drawn.cell(PEOPLE_SHOT, "month", "2025-05", "area", n) for n in range(1, 78)}
    assert {n: found.numerator for n, found in numbers.items()} == {n: int(n == 25) for n in range(1, 78)}
    assert {found.status for found in numbers.values()} == {"shown"}


def test_a_gap_between_the_files_is_not_reported_and_no_zero(sketch):
    drawn = sketch(
        coverage="""
            subject   | first_date | through_date
            ----------|------------|-------------
            gunshots  | 2024-01-01 | 2024-12-31
            gunshots  | 2025-03-10 | 2025-12-31
        """,
        victimizations="""
            occurred_date | area_number | is_gunshot | source
            --------------|-------------|------------|--------
            2024-05-05    | 25          | yes        | victims
            2025-05-05    | 25          | yes        | victims
        """,
    )
    gap = drawn.cell(PEOPLE_SHOT, "month", "2025-02", "area", 25)
    assert (gap.numerator, gap.value, gap.status) == (None, None, "not_reported")
    assert drawn.count(PEOPLE_SHOT, "month", "2025-03", "area", 25) == 0, "a part of March is known"
    assert drawn.count(PEOPLE_SHOT, "month", "2024-12", "area", 25) == 0
    # No window of twelve months reaches across the gap; April to March 2026 isn't over.
    assert drawn.starts(PEOPLE_SHOT, "last_12_months", "area", 25) == [day("2024-01")]


def test_two_files_that_touch_leave_no_gap(sketch):
    drawn = sketch(
        coverage="""
            subject   | first_date | through_date
            ----------|------------|-------------
            gunshots  | 2024-01-01 | 2024-06-15
            gunshots  | 2024-06-16 | 2024-12-31
            gunshots  | 2024-03-01 | 2024-04-30
        """,
    )
    assert drawn.starts(PEOPLE_SHOT, "last_12_months", "city") == [day("2024-01")]


def test_nothing_is_said_about_days_that_no_file_covers(sketch):
    drawn = sketch(
        coverage=covered("2024-02-01", "2024-03-31"),
        victimizations="""
            occurred_date | area_number | is_gunshot | source
            --------------|-------------|------------|--------
            2024-01-31    | 25          | yes        | victims
            2024-02-01    | 25          | yes        | victims
            2024-04-01    | 25          | yes        | victims
    """,
    )
    assert drawn.starts(PEOPLE_SHOT, "month", "city") == [day("2024-02"), day("2024-03")]
    assert drawn.count(PEOPLE_SHOT, "month", "2024-02", "city") == 1


def test_without_a_victim_file_there_is_no_number_at_all(sketch):
    drawn = sketch(coverage=covered("2001-01-01", "2013-12-31", "homicides"))
    assert drawn.cells(PEOPLE_SHOT) == {}


def test_a_partner_that_changes_areas_in_mid_month_is_right_in_both(sketch):
    drawn = sketch(
        coverage=TWO_YEARS,
        partner_areas="""
            partner_id | area_number | from_date  | until_date
            -----------|-------------|------------|-----------
            ucan       | 29          | 2024-01-01 | 2025-05-14
            ucan       | 49          | 2025-05-15 | -
        """,
        victimizations="""
            occurred_date | area_number | is_gunshot | source
            --------------|-------------|------------|--------
            2025-05-14    | 29          | yes        | victims
            2025-05-15    | 29          | yes        | victims
            2025-05-14    | 49          | yes        | victims
            2025-05-15    | 49          | yes        | victims
            2025-05-15    | 49          | yes        | victims
        """,
    )
    for kind, start in [
        ("month", "2025-05"),
        ("quarter", "2025-04"),
        ("year", "2025-01"),
        ("fiscal_year", "2024-07"),
    ]:
        assert drawn.count(PEOPLE_SHOT, kind, start, "partner", "ucan") == 3, kind
        assert drawn.count(PEOPLE_SHOT, kind, start, "coalition") == 3, kind
        assert drawn.count(PEOPLE_SHOT, kind, start, "coalition", "served_now") == 3, "area 49, on all its days"
        assert drawn.count(PEOPLE_SHOT, kind, start, "area", 29) == 2, kind
        assert drawn.count(PEOPLE_SHOT, kind, start, "area", 49) == 3, kind


def test_a_partner_that_leaves_and_comes_back_is_counted_for_its_own_days(sketch):
    drawn = sketch(
        coverage=TWO_YEARS,
        partner_areas="""
            partner_id | area_number | from_date  | until_date
            -----------|-------------|------------|-----------
            ucan       | 29          | -          | 2024-12-31
            ucan       | 29          | 2025-07-01 | -
            ucan       | 29          | 2025-10-01 | -
        """,
        victimizations="""
            occurred_date | area_number | is_gunshot | source
            --------------|-------------|------------|--------
            2024-12-31    | 29          | yes        | victims
            2025-03-01    | 29          | yes        | victims
            2025-06-30    | 29          | yes        | victims
            2025-07-01    | 29          | yes        | victims
            2025-11-01    | 29          | yes        | victims
        """,
    )
    assert drawn.count(PEOPLE_SHOT, "year", "2024-01", "partner", "ucan") == 1
    assert drawn.count(PEOPLE_SHOT, "year", "2025-01", "partner", "ucan") == 2, "two assignments at once count once"


def test_an_area_with_two_partners_counts_once_in_the_coalition(sketch):
    drawn = sketch(
        coverage=TWO_YEARS,
        partner_areas="""
            partner_id | area_number | from_date  | until_date
            -----------|-------------|------------|-----------
            ucan       | 29          | 2024-01-01 | 2025-12-31
            enlace     | 29          | 2025-01-01 | -
        """,
        victimizations="""
            occurred_date | area_number | is_gunshot | source
            --------------|-------------|------------|--------
            2025-05-05    | 29          | yes        | victims
            2025-05-05    | 30          | yes        | victims
        """,
    )
    assert drawn.count(PEOPLE_SHOT, "year", "2025-01", "partner", "ucan") == 1
    assert drawn.count(PEOPLE_SHOT, "year", "2025-01", "partner", "enlace") == 1
    assert drawn.count(PEOPLE_SHOT, "year", "2025-01", "coalition") == 1
    assert drawn.count(PEOPLE_SHOT, "year", "2025-01", "city") == 2


@pytest.mark.parametrize("measure", [PEOPLE_SHOT, "fatal_shootings", "nonfatal_shootings", "victimizations"])
def test_longer_periods_are_the_sums_of_their_months(sketch, measure):
    drawn = sketch(
        coverage=covered("2024-01-01", "2024-12-31"),
        victimizations="""
            occurred_date | area_number | is_gunshot | is_homicide | source
            --------------|-------------|------------|-------------|--------
            2024-01-01    | 25          | yes        | no          | victims
            2024-02-29    | 25          | yes        | yes         | victims
            2024-07-04    | 25          | yes        | no          | victims
            2024-12-31    | 25          | yes        | yes         | victims
        """,
    )
    months = sum(drawn.count(measure, "month", f"2024-{m:02d}", "city") for m in range(1, 13))
    quarters = sum(drawn.count(measure, "quarter", f"2024-{m:02d}", "city") for m in (1, 4, 7, 10))
    years = sum(drawn.count(measure, "fiscal_year", start, "city") for start in ("2023-07", "2024-07"))
    assert months == quarters == years == drawn.count(measure, "year", "2024-01", "city") > 0
