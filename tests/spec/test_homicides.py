"""Homicides by any means, from two files of the City that overlap: `homicides` and all rows, `victimizations`."""

from .sketch import day

BOTH_FILES = """
    subject   | first_date | through_date
    ----------|------------|-------------
    homicides | 2001-01-01 | 2013-12-31
    homicides | 2012-01-01 | 2014-12-31
    gunshots  | 2012-01-01 | 2014-12-31
"""


def test_a_case_that_both_files_hold_is_counted_once(sketch):
    drawn = sketch(
        coverage=BOTH_FILES,
        victimizations="""
            victimization_id | case_number | occurred_date | area_number | is_gunshot | is_homicide | source
            -----------------|-------------|---------------|-------------|------------|-------------|----------
            new-1            | JA1         | 2012-05-05    | 25          | yes        | yes         | victims
            old-1            | JA1         | 2012-05-05    | 25          | -          | yes         | homicides
            old-2            | JA2         | 2012-05-06    | 25          | -          | yes         | homicides
        """,
    )
    assert drawn.count("homicides", "month", "2012-05", "area", 25) == 2
    assert drawn.count("victimizations", "month", "2012-05", "area", 25) == 1, "the older file is none of its rows"


def test_two_people_killed_in_one_case_are_two_in_either_file(sketch):
    drawn = sketch(
        coverage=BOTH_FILES,
        victimizations="""
            victimization_id | case_number | occurred_date | area_number | is_homicide | source
            -----------------|-------------|---------------|-------------|-------------|----------
            new-1            | JA1         | 2012-05-05    | 25          | yes         | victims
            new-2            | JA1         | 2012-05-05    | 25          | yes         | victims
            old-1            | JA1         | 2012-05-05    | 25          | yes         | homicides
            old-2            | HK9         | 2001-05-05    | 25          | yes         | homicides
            old-3            | HK9         | 2001-05-05    | 25          | yes         | homicides
        """,
    )
    assert drawn.count("homicides", "year", "2012-01", "city") == 2
    assert drawn.count("homicides", "year", "2001-01", "city") == 2


def test_the_older_file_says_nothing_about_gunfire(sketch):
    drawn = sketch(
        coverage=BOTH_FILES,
        victimizations="""
            case_number | occurred_date | area_number | is_gunshot | is_homicide | source
            ------------|---------------|-------------|------------|-------------|----------
            HK9         | 2001-05-05    | 25          | -          | yes         | homicides
            JA2         | 2012-05-06    | 25          | -          | yes         | homicides
        """,
    )
    assert drawn.starts("fatal_shootings", "year", "city") == [day("2012-01"), day("2013-01"), day("2014-01")]
    assert drawn.count("fatal_shootings", "year", "2012-01", "city") == 0
    assert drawn.count("homicides", "year", "2001-01", "city") == 1


def test_a_homicide_by_other_means_counts_and_a_survivor_does_not(sketch):
    drawn = sketch(
        coverage=BOTH_FILES,
        victimizations="""
            occurred_date | area_number | is_gunshot | is_homicide | source
            --------------|-------------|------------|-------------|--------
            2012-05-05    | 25          | no         | yes         | victims
            2012-05-05    | 25          | yes        | yes         | victims
            2012-05-05    | 25          | yes        | no          | victims
            2012-05-05    | 25          | yes        | -           | victims
        """,
    )
    assert drawn.count("homicides", "month", "2012-05", "city") == 2


def test_years_between_the_two_files_are_not_reported(sketch):
    drawn = sketch(
        coverage="""
            subject   | first_date | through_date
            ----------|------------|-------------
            homicides | 2001-01-01 | 2010-12-31
            homicides | 2012-01-01 | 2014-12-31
        """,
        victimizations="""
            occurred_date | area_number | is_homicide | source
            --------------|-------------|-------------|----------
            2010-12-31    | 25          | yes         | homicides
            2012-01-01    | 25          | yes         | victims
        """,
    )
    assert drawn.cell("homicides", "year", "2011-01", "city").status == "not_reported"
    assert drawn.cell("homicides", "year", "2011-01", "city").numerator is None
    assert (
        drawn.count("homicides", "year", "2010-01", "city") == drawn.count("homicides", "year", "2012-01", "city") == 1
    )
    assert drawn.cell("homicides", "year", "2010-01", "area", 24)[:6] == (0, None, 0.0, None, None, "shown")
