"""What conflicts were like: gun_conflict_mediations, retaliation_share, and the breakdowns of mediations."""

import pytest

from cp4p_metrics.measures import MEASURES
from cp4p_metrics.records.tables import get_table

from .sketch import submitted

GUNS, RETALIATION = "gun_conflict_mediations", "retaliation_share"
QUARTER = submitted("ucan enlace", "2025-01", "2025-03", "outreach", missing=[("enlace", "2025-03")])
DRAWN = """
    partner_id | area_number | started_date | outcome      | shooting_likelihood | is_linked_to_earlier_incident | catalyst     | learned_via | people_band
    -----------|-------------|--------------|--------------|---------------------|-------------------------------|--------------|-------------|------------
    ucan       | 29          | 2025-01-31   | resolved     | very_likely         | yes                           | disrespect   | canvass     | 2-3
    ucan       | 29          | 2025-02-01   | ongoing      | likely              | no                            | disrespect   | family      | 10+
    ucan       | 29          | 2025-02-02   | not_resolved | unlikely            | no                            | social_media | family      | 4-9
    ucan       | 30          | 2025-02-02   | unknown      | very_unlikely       | -                             | unknown      | canvass     | 2-3
    enlace     | 30          | 2025-02-03   | unknown      | unknown             | yes                           | unknown      | school      | 4-9
    enlace     | 30          | 2025-04-01   | resolved     | very_likely         | yes                           | territory    | school      | 4-9
"""


def codes(name):
    return next(column for column in get_table("mediations").columns if column.name == name).codes


def test_likely_and_very_likely_count_and_those_that_do_not_say_are_unknown(sketch):
    drawn = sketch(submissions=QUARTER, mediations=DRAWN)
    assert [drawn.count(GUNS, "month", f"2025-0{m}") for m in (1, 2, 3)] == [1, 1, 0]
    found = drawn.cell(GUNS, "quarter", "2025-01")
    assert (found.numerator, found.unknown) == (2, 1)
    assert drawn.cell(GUNS, "quarter", "2025-01", "partner", "enlace").unknown == 1
    assert drawn.count(GUNS, "year", "2025-01", "area", 29) == 2
    assert drawn.cell(GUNS, "month", "2025-03", "partner", "enlace").status == "not_reported"
    assert drawn.count(GUNS, "quarter", "2025-01", breakdown="outcome", category="ongoing") == 1


def test_linked_conflicts_are_divided_by_those_that_say(sketch):
    drawn = sketch(submissions=QUARTER, mediations=DRAWN)
    found = drawn.cell(RETALIATION, "quarter", "2025-01")
    assert (found.numerator, found.denominator, found.unknown, found.value) == (2, 4, 1, 50)
    nobody_said = drawn.cell(RETALIATION, "month", "2025-02", "area", 30)
    assert (nobody_said.numerator, nobody_said.denominator, nobody_said.unknown) == (1, 1, 1)
    assert drawn.cell(RETALIATION, "month", "2025-03", "partner", "enlace").status == "not_reported"
    assert drawn.cell(RETALIATION, "month", "2025-03", "partner", "ucan").value is None


@pytest.mark.parametrize(
    "breakdown", ["conflict_type", "catalyst", "learned_via", "people_band", "shooting_likelihood"]
)
def test_mediations_and_their_shares_are_told_by_what_the_conflict_was_like(sketch, breakdown):
    drawn = sketch(submissions=QUARTER, mediations=DRAWN)
    shares = ("resolved_share", "at_least_temporarily_resolved_share", RETALIATION)
    for name in ("mediations", *(shares if breakdown in ("conflict_type", "shooting_likelihood") else ())):
        assert breakdown in MEASURES[name].breakdowns
        cells = {c: drawn.cell(name, "quarter", "2025-01", breakdown=breakdown, category=c) for c in codes(breakdown)}
        whole = drawn.cell(name, "quarter", "2025-01")
        assert sum(cell.numerator for cell in cells.values()) == whole.numerator
        if name != "mediations":
            assert sum(cell.denominator for cell in cells.values()) == whole.denominator
            assert sum(cell.unknown for cell in cells.values()) == whole.unknown


def test_every_band_and_catalyst_is_there_also_when_zero(sketch):
    drawn = sketch(submissions=QUARTER, mediations=DRAWN)

    def numbers(breakdown):
        found = {
            c: drawn.count("mediations", "quarter", "2025-01", breakdown=breakdown, category=c)
            for c in codes(breakdown)
        }
        return {category: count for category, count in found.items() if count}, len(found)

    assert numbers("people_band") == ({"2-3": 2, "4-9": 2, "10+": 1}, 4)
    assert numbers("catalyst") == ({"disrespect": 2, "social_media": 1, "unknown": 2}, 8)
    assert numbers("learned_via") == ({"canvass": 2, "family": 2, "school": 1}, 8)
