"""Shootings in areas served that partners responded to: shooting_response_coverage."""

from .sketch import covered, submitted

COVERAGE = "shooting_response_coverage"
CITY = covered("2025-01-01", "2025-06-30")
HALF_YEAR = submitted("ucan enlace", "2025-01", "2025-06", "outreach")
AREAS = """
    partner_id | area_number | from_date  | until_date
    -----------|-------------|------------|-----------
    ucan       | 29          | 2025-01-01 | -
    enlace     | 29          | 2025-01-01 | -
    enlace     | 30          | 2025-01-01 | -
"""


def parts(cell):
    return cell.numerator, cell.denominator


def test_a_shooting_with_a_response_counts_once_however_many_people_and_responses(sketch):
    drawn = sketch(
        coverage=CITY,
        submissions=HALF_YEAR,
        partner_areas=AREAS,
        victimizations="""
            case_number | occurred_date | area_number | is_gunshot | source
            ------------|---------------|-------------|------------|--------
            JH1         | 2025-02-05    | 29          | yes        | victims
            JH1         | 2025-02-05    | 29          | yes        | victims
            JH2         | 2025-02-06    | 29          | yes        | victims
            JH3         | 2025-02-07    | 29          | yes        | victims
            JH4         | 2025-02-08    | 29          | no         | victims
        """,
        responses="""
            partner_id | area_number | response_date | kind      | case_number
            -----------|-------------|---------------|-----------|------------
            ucan       | 29          | 2025-02-05    | on_scene  | JH1
            ucan       | 29          | 2025-02-06    | hospital  | JH1
            enlace     | 29          | 2025-03-01    | hospital  | JH1
            enlace     | 29          | 2025-02-06    | on_scene  | JH2
            enlace     | 29          | 2025-02-07    | on_scene  | -
            ucan       | 29          | 2025-02-08    | on_scene  | JH4
            ucan       | 29          | 2025-02-09    | on_scene  | JH9
        """,
    )
    assert parts(drawn.cell(COVERAGE, "month", "2025-02")) == (2, 3), "one without a case number can't be linked"
    assert parts(drawn.cell(COVERAGE, "month", "2025-02", "area", 29)) == (2, 3)
    assert parts(drawn.cell(COVERAGE, "month", "2025-02", "partner", "ucan")) == (1, 3)
    assert parts(drawn.cell(COVERAGE, "month", "2025-02", "partner", "enlace")) == (2, 3)
    assert parts(drawn.cell(COVERAGE, "month", "2025-03")) == (0, 0), "by the day of the shooting"


def test_a_response_by_a_partner_that_serves_another_area_covers_the_shooting_and_is_not_its_own_share(sketch):
    drawn = sketch(
        coverage=CITY,
        submissions=HALF_YEAR,
        partner_areas=AREAS,
        victimizations="""
            case_number | occurred_date | area_number | is_gunshot | source
            ------------|---------------|-------------|------------|--------
            JH1         | 2025-02-05    | 30          | yes        | victims
        """,
        responses="""
            partner_id | area_number | response_date | kind     | case_number
            -----------|-------------|---------------|----------|------------
            ucan       | 30          | 2025-02-05    | hospital | JH1
        """,
    )
    assert parts(drawn.cell(COVERAGE, "month", "2025-02", "area", 30)) == (1, 1)
    assert parts(drawn.cell(COVERAGE, "month", "2025-02")) == (1, 1)
    assert parts(drawn.cell(COVERAGE, "month", "2025-02", "partner", "enlace")) == (0, 1)
    assert parts(drawn.cell(COVERAGE, "month", "2025-02", "partner", "ucan")) == (0, 0)


def test_a_shooting_is_eligible_while_its_area_is_served_the_first_and_last_day_included(sketch):
    drawn = sketch(
        coverage=CITY,
        submissions=HALF_YEAR,
        partner_areas="""
            partner_id | area_number | from_date  | until_date
            -----------|-------------|------------|-----------
            ucan       | 29          | 2025-02-10 | 2025-05-14
            ucan       | 49          | 2025-05-15 | -
            enlace     | 30          | 2025-01-01 | -
        """,
        victimizations="""
            case_number | occurred_date | area_number | is_gunshot | source
            ------------|---------------|-------------|------------|--------
            JH1         | 2025-02-09    | 29          | yes        | victims
            JH2         | 2025-02-10    | 29          | yes        | victims
            JH3         | 2025-05-14    | 29          | yes        | victims
            JH4         | 2025-05-15    | 29          | yes        | victims
            JH5         | 2025-05-14    | 49          | yes        | victims
            JH6         | 2025-05-15    | 49          | yes        | victims
            JH7         | 2025-05-16    | -           | yes        | victims
            JH8         | 2025-05-16    | 1           | yes        | victims
        """,
        responses="""
            partner_id | area_number | response_date | kind     | case_number
            -----------|-------------|---------------|----------|------------
            ucan       | 29          | 2025-05-14    | on_scene | JH3
            ucan       | 49          | 2025-05-15    | on_scene | JH6
            ucan       | 29          | 2025-05-16    | on_scene | JH4
        """,
    )
    assert parts(drawn.cell(COVERAGE, "year", "2025-01", "partner", "ucan")) == (2, 3)
    assert parts(drawn.cell(COVERAGE, "year", "2025-01", "area", 29)) == (1, 2)
    assert parts(drawn.cell(COVERAGE, "year", "2025-01", "area", 49)) == (1, 1)
    assert parts(drawn.cell(COVERAGE, "year", "2025-01")) == (2, 3)
    assert parts(drawn.cell(COVERAGE, "year", "2025-01", "area", 1)) == (0, 0), "an area that nobody serves"


def test_a_case_of_the_older_homicide_file_does_not_say_that_anyone_was_shot(sketch):
    drawn = sketch(
        coverage=CITY,
        submissions=HALF_YEAR,
        partner_areas=AREAS,
        victimizations="""
            case_number | occurred_date | area_number | is_gunshot | is_homicide | source
            ------------|---------------|-------------|------------|-------------|----------
            JH1         | 2025-02-05    | 29          | yes        | no          | victims
            JH2         | 2025-02-05    | 29          | -          | yes         | homicides
        """,
        responses="""
            partner_id | area_number | response_date | kind     | case_number
            -----------|-------------|---------------|----------|------------
            ucan       | 29          | 2025-02-05    | on_scene | JH2
        """,
    )
    assert parts(drawn.cell(COVERAGE, "month", "2025-02")) == (0, 1)


def test_it_is_known_only_where_both_the_city_and_the_partner_spoke(sketch):
    drawn = sketch(
        coverage=covered("2025-02-01", "2025-04-30"),
        submissions=submitted("ucan enlace", "2025-01", "2025-06", "outreach", missing=[("enlace", "2025-03")]),
        partner_areas="""
            partner_id | area_number | from_date | until_date
            -----------|-------------|-----------|-----------
            ucan       | 29          | -         | -
            enlace     | 30          | -         | -
        """,
        victimizations="""
            case_number | occurred_date | area_number | is_gunshot | source
            ------------|---------------|-------------|------------|--------
            JH1         | 2025-02-05    | 29          | yes        | victims
            JH2         | 2025-04-05    | 29          | yes        | victims
        """,
        responses="""
            partner_id | area_number | response_date | kind     | case_number
            -----------|-------------|---------------|----------|------------
            ucan       | 29          | 2025-02-05    | on_scene | JH1
        """,
    )
    assert [f"{start:%Y-%m}" for start in drawn.starts(COVERAGE, "month")] == ["2025-02", "2025-03", "2025-04"]
    assert drawn.cell(COVERAGE, "month", "2025-03", "partner", "enlace").status == "not_reported"
    assert parts(drawn.cell(COVERAGE, "month", "2025-03", "partner", "ucan")) == (0, 0)
    assert parts(drawn.cell(COVERAGE, "month", "2025-04", "partner", "ucan")) == (0, 1)
    assert drawn.cell(COVERAGE, "month", "2025-02").value == 100
