"""Responses to incidents and threats, by the day of the response and by kind."""

from cp4p_metrics.records.tables import get_table

from .sketch import submitted

QUARTER = submitted("ucan enlace", "2025-01", "2025-03", "outreach", missing=[("enlace", "2025-03")])


def test_a_response_counts_on_the_day_of_the_response_not_of_the_notification(sketch):
    drawn = sketch(
        submissions=QUARTER,
        responses="""
            partner_id | area_number | notified_date | response_date | kind
            -----------|-------------|---------------|---------------|---------
            ucan       | 29          | 2025-01-31    | 2025-02-01    | on_scene
            ucan       | 29          | -             | 2025-02-28    | hospital
            ucan       | 29          | 2025-02-28    | 2025-03-01    | hospital
        """,
    )
    assert [drawn.count("responses", "month", f"2025-0{m}") for m in (1, 2, 3)] == [0, 2, 1]


def test_two_responses_to_one_case_are_two(sketch):
    drawn = sketch(
        submissions=QUARTER,
        responses="""
            partner_id | area_number | response_date | kind     | case_number
            -----------|-------------|---------------|----------|------------
            ucan       | 29          | 2025-02-01    | on_scene | JH1
            enlace     | 29          | 2025-02-01    | hospital | JH1
        """,
    )
    assert drawn.count("responses", "month", "2025-02", "area", 29) == 2
    assert drawn.count("responses", "month", "2025-02", "partner", "enlace") == 1


def test_every_kind_has_a_number_also_when_zero(sketch):
    drawn = sketch(
        submissions=QUARTER,
        responses="""
            partner_id | area_number | response_date | kind
            -----------|-------------|---------------|--------------
            ucan       | 29          | 2025-02-01    | rumor_control
            ucan       | 30          | 2025-03-01    | rumor_control
            enlace     | 30          | 2025-01-01    | other
        """,
    )
    kinds = next(c for c in get_table("responses").columns if c.name == "kind").codes
    numbers = {kind: drawn.count("responses", "quarter", "2025-01", breakdown="kind", category=kind) for kind in kinds}
    assert numbers == {**dict.fromkeys(kinds, 0), "rumor_control": 2, "other": 1}
    assert sum(numbers.values()) == drawn.count("responses", "quarter", "2025-01")


def test_a_missing_month_is_not_reported_and_a_month_without_responses_is_zero(sketch):
    drawn = sketch(
        submissions=QUARTER,
        responses="""
            partner_id | area_number | response_date | kind
            -----------|-------------|---------------|---------
            ucan       | 29          | 2025-01-01    | on_scene
        """,
    )
    assert drawn.cell("responses", "month", "2025-02", "partner", "enlace").numerator == 0
    assert drawn.cell("responses", "month", "2025-03", "partner", "enlace").status == "not_reported"


def test_responses_to_rumors_are_those_of_that_kind(sketch):
    drawn = sketch(
        submissions=QUARTER,
        responses="""
            partner_id | area_number | response_date | kind
            -----------|-------------|---------------|--------------
            ucan       | 29          | 2025-01-31    | rumor_control
            ucan       | 29          | 2025-02-01    | rumor_control
            ucan       | 29          | 2025-02-02    | on_scene
            enlace     | 30          | 2025-02-02    | rumor_control
            ucan       | 29          | 2025-04-01    | rumor_control
        """,
    )
    rumors = "rumor_control_responses"
    assert [drawn.count(rumors, "month", f"2025-0{m}") for m in (1, 2, 3)] == [1, 2, 0]
    assert drawn.count(rumors, "month", "2025-02", "partner", "ucan") == 1
    assert drawn.count(rumors, "year", "2025-01", "area", 30) == 1
    assert drawn.cell(rumors, "month", "2025-03", "partner", "enlace").status == "not_reported"
    of_that_kind = drawn.count("responses", "quarter", "2025-01", breakdown="kind", category="rumor_control")
    assert drawn.count(rumors, "quarter", "2025-01") == of_that_kind == 3
