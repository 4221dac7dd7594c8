"""Distinct police cases: shooting_incidents, and incidents among all rows of the victim file."""

from .sketch import covered

YEAR = covered("2025-01-01", "2025-12-31")


def test_a_case_with_several_people_shot_is_one_incident(sketch):
    drawn = sketch(
        coverage=YEAR,
        victimizations="""
            case_number | occurred_date | area_number | is_gunshot | source
            ------------|---------------|-------------|------------|--------
            JH1         | 2025-05-05    | 25          | yes        | victims
            JH1         | 2025-05-05    | 25          | yes        | victims
            JH1         | 2025-05-05    | 25          | no         | victims
            JH2         | 2025-05-05    | 25          | yes        | victims
        """,
    )
    assert drawn.count("shooting_incidents", "month", "2025-05", "area", 25) == 2
    assert drawn.count("shooting_incidents", "year", "2025-01", "city") == 2
    assert drawn.count("gunshot_victimizations", "year", "2025-01", "city") == 3


def test_a_case_without_gunfire_is_an_incident_but_no_shooting(sketch):
    drawn = sketch(
        coverage=YEAR,
        victimizations="""
            case_number | occurred_date | area_number | is_gunshot | is_homicide | source
            ------------|---------------|-------------|------------|-------------|--------
            JH1         | 2025-05-05    | 25          | no         | yes         | victims
            JH2         | 2025-05-05    | 25          | -          | yes         | victims
            JH3         | 2025-05-05    | 25          | yes        | no          | victims
        """,
    )
    assert drawn.count("shooting_incidents", "month", "2025-05", "area", 25) == 1
    assert drawn.count("incidents", "month", "2025-05", "area", 25) == 3


def test_a_case_of_the_older_file_is_no_incident(sketch):
    drawn = sketch(
        coverage=YEAR,
        victimizations="""
            case_number | occurred_date | area_number | is_gunshot | is_homicide | source
            ------------|---------------|-------------|------------|-------------|----------
            JH1         | 2025-05-05    | 25          | -          | yes         | homicides
            JH2         | 2025-05-05    | 25          | yes        | yes         | victims
            JH2         | 2025-05-05    | 25          | -          | yes         | homicides
        """,
    )
    assert drawn.count("incidents", "month", "2025-05", "city") == 1
    assert drawn.count("shooting_incidents", "month", "2025-05", "city") == 1


def test_a_case_over_midnight_of_a_months_end_counts_once_in_the_earlier_month(sketch):
    drawn = sketch(
        coverage=YEAR,
        victimizations="""
            case_number | occurred_date | area_number | is_gunshot | source
            ------------|---------------|-------------|------------|--------
            JH1         | 2025-05-31    | 25          | yes        | victims
            JH1         | 2025-06-01    | 25          | yes        | victims
        """,
    )
    assert drawn.count("shooting_incidents", "month", "2025-05", "city") == 1
    assert drawn.count("shooting_incidents", "month", "2025-06", "city") == 0
    assert drawn.count("shooting_incidents", "quarter", "2025-04", "city") == 1


def test_a_shooting_is_dated_by_the_people_shot_not_by_others_of_the_case(sketch):
    drawn = sketch(
        coverage=YEAR,
        victimizations="""
            case_number | occurred_date | area_number | is_gunshot | source
            ------------|---------------|-------------|------------|--------
            JH1         | 2025-05-31    | 24          | no         | victims
            JH1         | 2025-06-01    | 25          | yes        | victims
        """,
    )
    assert drawn.count("shooting_incidents", "month", "2025-05", "city") == 0
    assert drawn.count("shooting_incidents", "month", "2025-06", "area", 25) == 1


def test_a_case_whose_area_one_row_knows_is_there(sketch):
    drawn = sketch(
        coverage=YEAR,
        victimizations="""
            case_number | occurred_date | area_number | is_gunshot | source
            ------------|---------------|-------------|------------|--------
            JH1         | 2025-05-05    | -           | yes        | victims
            JH1         | 2025-05-05    | 25          | yes        | victims
            JH2         | 2025-05-05    | -           | yes        | victims
        """,
    )
    assert drawn.count("shooting_incidents", "month", "2025-05", "area", 25) == 1
    assert drawn.count("shooting_incidents", "month", "2025-05", "city") == 2


def test_a_case_in_served_areas_is_given_to_the_partner_of_its_day(sketch):
    drawn = sketch(
        coverage=YEAR,
        partner_areas="""
            partner_id | area_number | from_date  | until_date
            -----------|-------------|------------|-----------
            ucan       | 25          | 2025-01-01 | 2025-05-14
            enlace     | 25          | 2025-05-15 | -
        """,
        victimizations="""
            case_number | occurred_date | area_number | is_gunshot | source
            ------------|---------------|-------------|------------|--------
            JH1         | 2025-05-14    | 25          | yes        | victims
            JH2         | 2025-05-15    | 25          | yes        | victims
            JH3         | 2025-05-15    | 26          | yes        | victims
        """,
    )
    assert drawn.count("shooting_incidents", "month", "2025-05", "partner", "ucan") == 1
    assert drawn.count("shooting_incidents", "month", "2025-05", "partner", "enlace") == 1
    assert drawn.count("shooting_incidents", "month", "2025-05", "coalition") == 2
    assert drawn.count("shooting_incidents", "month", "2025-05", "city") == 3
