"""Shifts on the street: outreach_hours, canvassing_shifts, safe_passage_coverage."""

from .sketch import submitted

HOURS, CANVASSING, PASSAGE = "outreach_hours", "canvassing_shifts", "safe_passage_coverage"
QUARTER = submitted("ucan enlace", "2025-01", "2025-03", "outreach", missing=[("enlace", "2025-03")])


def test_hours_add_up_to_the_hundredth(sketch):
    drawn = sketch(
        submissions=QUARTER,
        shifts="""
            partner_id | area_number | shift_date | kind         | is_covered | hours
            -----------|-------------|------------|--------------|------------|------
            ucan       | 29          | 2025-01-31 | canvassing   | yes        | 7.25
            ucan       | 29          | 2025-02-01 | canvassing   | yes        | 0.10
            ucan       | 30          | 2025-02-28 | safe_passage | yes        | 0.20
            enlace     | 30          | 2025-03-31 | canvassing   | yes        | 12
        """,
    )
    assert [drawn.cell(HOURS, "month", f"2025-0{m}").value for m in (1, 2, 3)] == [7.25, 0.3, 12]
    assert drawn.cell(HOURS, "quarter", "2025-01").value == 19.55
    assert drawn.cell(HOURS, "quarter", "2025-01", "partner", "ucan").value == 7.55
    assert drawn.cell(HOURS, "year", "2025-01", "area", 30).value == 12.2
    by_kind = {
        kind: drawn.cell(HOURS, "quarter", "2025-01", breakdown="kind", category=kind).value
        for kind in ("canvassing", "safe_passage")
    }
    assert by_kind == {"canvassing": 19.35, "safe_passage": 0.2}


def test_hours_that_nobody_wrote_down_are_unknown_and_a_shift_that_was_not_worked_has_none(sketch):
    drawn = sketch(
        submissions=QUARTER,
        shifts="""
            partner_id | area_number | shift_date | kind       | is_covered | hours
            -----------|-------------|------------|------------|------------|------
            ucan       | 29          | 2025-01-05 | canvassing | yes        | -
            ucan       | 29          | 2025-01-06 | canvassing | -          | -
            ucan       | 29          | 2025-01-07 | canvassing | -          | 3
            ucan       | 29          | 2025-01-08 | canvassing | no         | -
            ucan       | 29          | 2025-01-09 | canvassing | no         | 0
            ucan       | 29          | 2025-01-10 | canvassing | no         | 8
            ucan       | 29          | 2025-02-10 | canvassing | no         | -
            ucan       | 30          | 2025-02-10 | canvassing | yes        | -
        """,
    )
    january = drawn.cell(HOURS, "month", "2025-01")
    assert (january.value, january.unknown) == (3, 3), "two blank, and one that says both 'not worked' and 8 hours"
    not_worked = drawn.cell(HOURS, "month", "2025-02", "area", 29)
    assert (not_worked.value, not_worked.unknown, not_worked.status) == (0, 0, "shown")
    nobody_told = drawn.cell(HOURS, "month", "2025-02", "area", 30)
    assert (nobody_told.value, nobody_told.status) == (None, "not_reported"), "blank hours are not zero"


def test_a_month_without_shifts_has_zero_hours_and_one_that_did_not_come_in_is_not_reported(sketch):
    drawn = sketch(
        submissions=QUARTER,
        shifts="""
            partner_id | area_number | shift_date | kind       | is_covered | hours
            -----------|-------------|------------|------------|------------|------
            ucan       | 29          | 2025-01-05 | canvassing | yes        | 4
        """,
    )
    for measure in (HOURS, CANVASSING):
        assert drawn.count(measure, "month", "2025-02", "partner", "enlace") == 0
        assert drawn.cell(measure, "month", "2025-03", "partner", "enlace").status == "not_reported"
    passage = drawn.cell(PASSAGE, "month", "2025-02", "partner", "enlace")
    assert (passage.numerator, passage.denominator, passage.value) == (0, 0, None)


def test_canvassing_shifts_count_when_worked_and_those_that_do_not_say_are_unknown(sketch):
    drawn = sketch(
        submissions=QUARTER,
        shifts="""
            partner_id | area_number | shift_date | kind         | is_covered
            -----------|-------------|------------|--------------|-----------
            ucan       | 29          | 2025-01-31 | canvassing   | yes
            ucan       | 29          | 2025-02-01 | canvassing   | yes
            ucan       | 29          | 2025-02-02 | canvassing   | no
            ucan       | 29          | 2025-02-03 | canvassing   | -
            ucan       | 29          | 2025-02-04 | safe_passage | yes
            ucan       | 29          | 2025-02-05 | safe_passage | -
            enlace     | 29          | 2025-02-06 | canvassing   | yes
            ucan       | 29          | 2025-04-01 | canvassing   | yes
        """,
    )
    february = drawn.cell(CANVASSING, "month", "2025-02", "partner", "ucan")
    assert (february.numerator, february.unknown) == (1, 1)
    assert drawn.count(CANVASSING, "month", "2025-02", "area", 29) == 2
    assert drawn.count(CANVASSING, "year", "2025-01") == 3, "April is not reported on"


def test_safe_passage_is_covered_of_planned_and_those_that_do_not_say_stand_apart(sketch):
    drawn = sketch(
        submissions=QUARTER,
        shifts="""
            partner_id | area_number | shift_date | kind         | is_covered
            -----------|-------------|------------|--------------|-----------
            ucan       | 29          | 2025-02-01 | safe_passage | yes
            ucan       | 29          | 2025-02-02 | safe_passage | yes
            ucan       | 29          | 2025-02-03 | safe_passage | yes
            ucan       | 29          | 2025-02-04 | safe_passage | no
            ucan       | 29          | 2025-02-05 | safe_passage | -
            ucan       | 29          | 2025-02-06 | canvassing   | no
            enlace     | 30          | 2025-02-06 | safe_passage | no
        """,
    )
    ucan = drawn.cell(PASSAGE, "month", "2025-02", "partner", "ucan")
    assert (ucan.numerator, ucan.denominator, ucan.unknown, ucan.value, ucan.status) == (3, 4, 1, 75, "unstable")
    assert drawn.cell(PASSAGE, "month", "2025-02").value == 60
    assert drawn.cell(PASSAGE, "month", "2025-02", "area", 30).value == 0
