"""Conflicts mediated and how they ended: mediations, resolved_share, at_least_temporarily_resolved_share."""

import pytest

from cp4p_metrics.records.tables import get_table

from .sketch import submitted

YEAR = submitted("ucan enlace", "2025-01", "2025-12", "outreach")
OUTCOMES = next(c for c in get_table("mediations").columns if c.name == "outcome").codes
HEADER = """
    partner_id | area_number | started_date | outcome
    -----------|-------------|--------------|--------
"""


def mediations(**counts):
    return HEADER + "\n".join(f"ucan | 29 | 2025-03-05 | {outcome}" for outcome, n in counts.items() for _ in range(n))


def test_a_conflict_counts_once_in_the_month_in_which_work_on_it_began(sketch):
    drawn = sketch(
        submissions=YEAR,
        mediations="""
            partner_id | area_number | started_date | outcome_date | reopened_date | outcome
            -----------|-------------|--------------|--------------|---------------|---------
            ucan       | 29          | 2025-03-31   | 2025-05-02   | 2025-06-01    | resolved
            ucan       | 29          | 2025-04-01   | -            | -             | ongoing
        """,
    )
    assert [drawn.count("mediations", "month", f"2025-0{m}") for m in (3, 4, 5, 6)] == [1, 1, 0, 0]
    assert drawn.cell("resolved_share", "month", "2025-03")[:3] == (1, 1, 100.0), "resolved in May, counted in March"


def test_whitehills_158_mediations_were_65_percent_resolved_and_88_percent_at_least_for_a_time(sketch):
    # Whitehill and others (2014): 158 mediations in Baltimore, 65 % resolved, 23 % conditionally or for a time.
    drawn = sketch(
        submissions=YEAR,
        mediations=mediations(resolved=103, resolved_conditionally=20, temporarily_resolved=16, not_resolved=19),
    )
    assert drawn.count("mediations", "year", "2025-01") == 158
    resolved = drawn.cell("resolved_share", "year", "2025-01")
    at_least = drawn.cell("at_least_temporarily_resolved_share", "year", "2025-01")
    assert (resolved.numerator, resolved.denominator, resolved.unknown, resolved.status) == (103, 158, 0, "shown")
    assert (at_least.numerator, at_least.denominator, at_least.unknown, at_least.status) == (139, 158, 0, "shown")
    assert (round(resolved.value, 1), round(at_least.value, 1)) == (65.2, 88.0)


def test_ongoing_and_unknown_outcomes_are_in_no_share(sketch):
    drawn = sketch(submissions=YEAR, mediations=mediations(resolved=2, not_resolved=2, ongoing=3, unknown=5))
    assert drawn.count("mediations", "year", "2025-01") == 12
    assert drawn.cell("resolved_share", "year", "2025-01")[:3] == (2, 4, 50.0)
    assert drawn.cell("at_least_temporarily_resolved_share", "year", "2025-01")[:3] == (2, 4, 50.0)


def test_unknown_outcomes_are_counted_beside_the_share_and_ongoing_ones_have_none_yet(sketch):
    drawn = sketch(submissions=YEAR, mediations=mediations(resolved=2, not_resolved=2, ongoing=3, unknown=5))
    assert drawn.cell("resolved_share", "year", "2025-01").unknown == 5
    assert drawn.cell("at_least_temporarily_resolved_share", "year", "2025-01").unknown == 5


@pytest.mark.parametrize(
    ("outcome", "resolved", "at_least", "known"),
    [
        ("resolved", 1, 1, 1),
        ("resolved_conditionally", 0, 1, 1),
        ("temporarily_resolved", 0, 1, 1),
        ("not_resolved", 0, 0, 1),
        ("ongoing", 0, 0, 0),
        ("unknown", 0, 0, 0),
    ],
)
def test_what_each_outcome_counts_as(sketch, outcome, resolved, at_least, known):
    drawn = sketch(submissions=YEAR, mediations=mediations(**{outcome: 1}))
    assert drawn.cell("resolved_share", "month", "2025-03")[:2] == (resolved, known)
    assert drawn.cell("at_least_temporarily_resolved_share", "month", "2025-03")[:2] == (at_least, known)


def test_a_share_of_fewer_than_20_known_outcomes_is_unstable(sketch):
    few = sketch(submissions=YEAR, mediations=mediations(resolved=10, not_resolved=9, ongoing=50))
    enough = sketch(submissions=YEAR, mediations=mediations(resolved=10, not_resolved=10))
    assert few.cell("resolved_share", "year", "2025-01").status == "unstable"
    assert few.cell("resolved_share", "year", "2025-01").value == pytest.approx(100 * 10 / 19)
    assert enough.cell("resolved_share", "year", "2025-01").status == "shown"


def test_a_period_without_known_outcomes_has_no_share(sketch):
    drawn = sketch(submissions=YEAR, mediations=mediations(ongoing=3))
    assert drawn.cell("resolved_share", "month", "2025-03")[:3] == (0, 0, None)
    assert drawn.cell("resolved_share", "month", "2025-04")[:3] == (0, 0, None)


def test_outcomes_sum_to_all_mediations_and_each_is_there_also_when_zero(sketch):
    drawn = sketch(submissions=YEAR, mediations=mediations(resolved=3, unknown=1, ongoing=2))
    for place in [("coalition",), ("area", 29), ("partner", "ucan")]:
        where = ("year", "2025-01", *place) if len(place) == 2 else ("year", "2025-01", "coalition", "coalition")
        numbers = {o: drawn.count("mediations", *where, "outcome", o) for o in OUTCOMES}
        assert numbers == {**dict.fromkeys(OUTCOMES, 0), "resolved": 3, "unknown": 1, "ongoing": 2}
        assert sum(numbers.values()) == drawn.count("mediations", *where) == 6


def test_a_share_by_kind_of_conflict_has_numerators_and_denominators_that_sum_to_the_whole(sketch):
    drawn = sketch(
        submissions=YEAR,
        mediations="""
            partner_id | area_number | started_date | outcome      | conflict_type | shooting_likelihood
            -----------|-------------|--------------|--------------|---------------|--------------------
            ucan       | 29          | 2025-03-05   | resolved     | group         | very_likely
            ucan       | 29          | 2025-03-05   | not_resolved | group         | unknown
            ucan       | 29          | 2025-03-05   | resolved     | school        | likely
            ucan       | 29          | 2025-03-05   | ongoing      | school        | likely
        """,
    )
    assert drawn.cell("resolved_share", "year", "2025-01", breakdown="conflict_type", category="group")[:3] == (
        1,
        2,
        50.0,
    )
    assert drawn.cell("resolved_share", "year", "2025-01", breakdown="conflict_type", category="school")[:3] == (
        1,
        1,
        100.0,
    )
    assert drawn.cell("resolved_share", "year", "2025-01", breakdown="conflict_type", category="domestic")[:3] == (
        0,
        0,
        None,
    )
    assert drawn.cell("resolved_share", "year", "2025-01", breakdown="shooting_likelihood", category="unknown")[:2] == (
        0,
        1,
    )
    whole = drawn.cell("resolved_share", "year", "2025-01")
    for breakdown in ("conflict_type", "shooting_likelihood"):
        parts = [
            c
            for k, c in drawn.cells("resolved_share").items()
            if k[0] == "year" and k[2] == "coalition" and k[4] == breakdown
        ]
        assert (sum(c.numerator for c in parts), sum(c.denominator for c in parts)) == whole[:2] == (2, 3)


def test_other_partners_and_other_areas_stay_apart(sketch):
    drawn = sketch(
        submissions=YEAR,
        mediations="""
            partner_id | area_number | started_date | outcome
            -----------|-------------|--------------|-------------
            ucan       | 29          | 2025-03-05   | resolved
            enlace     | 29          | 2025-03-05   | not_resolved
            enlace     | 30          | 2025-03-05   | not_resolved
        """,
    )
    assert drawn.cell("resolved_share", "month", "2025-03", "partner", "ucan")[:2] == (1, 1)
    assert drawn.cell("resolved_share", "month", "2025-03", "partner", "enlace")[:2] == (0, 2)
    assert drawn.cell("resolved_share", "month", "2025-03", "area", 29)[:2] == (1, 2)
    assert drawn.cell("resolved_share", "month", "2025-03")[:2] == (1, 3)


def test_a_share_over_a_longer_period_weighs_each_mediation_not_each_month(sketch):
    drawn = sketch(
        submissions=YEAR,
        mediations="""
            partner_id | area_number | started_date | outcome
            -----------|-------------|--------------|-------------
            ucan       | 29          | 2025-01-05   | resolved
            ucan       | 29          | 2025-02-05   | not_resolved
            ucan       | 29          | 2025-02-06   | not_resolved
            ucan       | 29          | 2025-02-07   | not_resolved
        """,
    )
    assert drawn.cell("resolved_share", "quarter", "2025-01").value == 25


def test_a_missing_month_is_not_reported_in_every_measure_of_it(sketch):
    drawn = sketch(
        submissions=submitted("ucan enlace", "2025-01", "2025-03", "outreach", missing=[("ucan", "2025-02")]),
        mediations=mediations(resolved=1),
    )
    for measure in ("mediations", "resolved_share", "at_least_temporarily_resolved_share"):
        assert drawn.cell(measure, "month", "2025-02", "partner", "ucan")[:6] == (
            None,
            None,
            None,
            None,
            None,
            "not_reported",
        )


def test_what_came_in_of_a_missing_month_is_shown_in_the_count_and_in_the_share_alike(sketch):
    drawn = sketch(
        submissions=submitted("ucan", "2025-01", "2025-03", "outreach", missing=[("ucan", "2025-03")]),
        mediations=mediations(not_resolved=30),
    )
    assert drawn.count("mediations", "month", "2025-03", "partner", "ucan") == 30
    assert drawn.cell("resolved_share", "month", "2025-03", "partner", "ucan")[:6] == (
        0,
        30,
        0.0,
        None,
        None,
        "shown",
    )
