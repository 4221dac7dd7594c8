"""Mediations without an outcome on a day, and how old they were: open_mediations, open_mediations_age."""

import pytest

from .sketch import submitted

OPEN, AGE = "open_mediations", "open_mediations_age"
HALF_YEAR = submitted("ucan enlace", "2025-01", "2025-06", "outreach")
MONTHS = [f"2025-0{month}" for month in range(1, 7)]


def open_by_month(drawn, *place):
    return [drawn.count(OPEN, "month", month, *place) for month in MONTHS]


def unknown_by_month(drawn, name=OPEN):
    return [drawn.cell(name, "month", month).unknown for month in MONTHS]


def test_the_first_day_of_work_counts_and_the_day_of_the_outcome_does_not(sketch):
    drawn = sketch(
        submissions=HALF_YEAR,
        mediations="""
            partner_id | area_number | started_date | outcome_date | outcome
            -----------|-------------|--------------|--------------|-------------
            ucan       | 29          | 2025-01-31   | 2025-03-31   | resolved
            ucan       | 29          | 2025-02-01   | 2025-04-01   | not_resolved
            ucan       | 29          | 2025-02-01   | 2025-02-01   | unknown
            ucan       | 29          | 2025-03-05   | -            | ongoing
        """,
    )
    assert open_by_month(drawn) == [1, 2, 2, 1, 1, 1]
    assert unknown_by_month(drawn) == [0] * 6


def test_a_period_has_the_number_and_the_ages_of_its_last_day(sketch):
    drawn = sketch(
        submissions=HALF_YEAR,
        mediations="""
            partner_id | area_number | started_date | outcome_date | outcome
            -----------|-------------|--------------|--------------|---------
            ucan       | 29          | 2025-01-01   | 2025-02-10   | resolved
            ucan       | 29          | 2025-03-21   | -            | ongoing
            ucan       | 29          | 2025-03-31   | -            | ongoing
            enlace     | 30          | 2025-03-01   | -            | ongoing
        """,
    )
    assert drawn.count(OPEN, "quarter", "2025-01") == 3
    assert drawn.count(OPEN, "quarter", "2025-01", "partner", "ucan") == 2
    assert drawn.count(OPEN, "year", "2025-01", "area", 30) == 1
    ages = [drawn.cell(AGE, "month", month).value for month in MONTHS[:3]]
    assert ages == [30, None, 10], "the outcome of the first came in February"
    assert drawn.cell(AGE, "quarter", "2025-01").value == 10
    assert drawn.cell(AGE, "quarter", "2025-01", "partner", "ucan").value == 5, "between 0 and 10 days"
    assert drawn.cell(AGE, "year", "2025-01", "area", 30).value == 121, "1 March to 30 June"


def test_an_outcome_without_a_day_leaves_unknown_since_when_but_not_that_it_is_over_now(sketch):
    drawn = sketch(
        submissions=HALF_YEAR,
        mediations="""
            partner_id | area_number | started_date | outcome_date | outcome
            -----------|-------------|--------------|--------------|---------
            ucan       | 29          | 2025-03-05   | -            | resolved
        """,
    )
    for name in (OPEN, AGE):
        assert [drawn.count(name, "month", month) for month in MONTHS] == [0] * 6
        assert unknown_by_month(drawn, name) == [0, 0, 1, 1, 1, 0]


def test_an_unknown_outcome_without_a_day_stays_unknown(sketch):
    drawn = sketch(
        submissions=HALF_YEAR,
        mediations="""
            partner_id | area_number | started_date | outcome_date | outcome
            -----------|-------------|--------------|--------------|---------
            ucan       | 29          | 2025-03-05   | -            | unknown
        """,
    )
    assert open_by_month(drawn) == [0] * 6
    assert unknown_by_month(drawn) == [0, 0, 1, 1, 1, 1]


def test_a_conflict_that_flared_up_again_is_open_again_where_its_outcome_says_that_it_is_ongoing(sketch):
    drawn = sketch(
        submissions=HALF_YEAR,
        mediations="""
            partner_id | area_number | started_date | outcome_date | reopened_date | outcome
            -----------|-------------|--------------|--------------|---------------|---------
            ucan       | 29          | 2025-01-05   | 2025-02-10   | 2025-04-30    | ongoing
            ucan       | 30          | 2025-01-05   | 2025-02-10   | 2025-04-30    | resolved
            enlace     | 49          | 2025-01-05   | 2025-04-30   | 2025-02-10    | ongoing
        """,
    )
    assert open_by_month(drawn, "area", 29) == [1, 0, 0, 1, 1, 1], "closed from its outcome to the flare-up"
    assert open_by_month(drawn, "area", 30) == [1, 0, 0, 0, 0, 0]
    assert open_by_month(drawn, "area", 49) == [1, 1, 1, 1, 1, 1], "it flared up during the work"
    assert drawn.cell(AGE, "month", "2025-06", "area", 29).value == 176, "its age counts from the first day"


def test_the_open_mediations_of_a_month_that_did_not_come_in_are_not_reported(sketch):
    drawn = sketch(
        submissions=submitted(
            "ucan enlace", "2025-01", "2025-04", "outreach", missing=[("ucan", "2025-02"), ("enlace", "2025-04")]
        ),
        mediations="""
            partner_id | area_number | started_date | outcome
            -----------|-------------|--------------|--------
            ucan       | 29          | 2025-01-05   | ongoing
            enlace     | 30          | 2025-01-05   | ongoing
            enlace     | 30          | 2025-05-01   | ongoing
        """,
    )
    for name in (OPEN, AGE):
        statuses = [drawn.cell(name, "month", m, "partner", "ucan").status for m in MONTHS[:4]]
        assert [status == "not_reported" for status in statuses] == [False, True, False, False]
        assert drawn.cell(name, "month", "2025-04", "partner", "enlace").status == "not_reported"
    assert [drawn.count(OPEN, "month", month) for month in MONTHS[:4]] == [2, 2, 2, 1], (
        "whether the other one was still open in April isn't known"
    )


@pytest.mark.parametrize("breakdown", ["conflict_type", "shooting_likelihood"])
def test_breakdowns_sum_to_the_total(sketch, breakdown):
    drawn = sketch(
        submissions=HALF_YEAR,
        mediations="""
            partner_id | area_number | started_date | outcome | conflict_type | shooting_likelihood
            -----------|-------------|--------------|---------|---------------|--------------------
            ucan       | 29          | 2025-01-05   | ongoing | group         | very_likely
            ucan       | 29          | 2025-02-05   | ongoing | school        | unknown
            ucan       | 29          | 2025-02-05   | unknown | school        | likely
        """,
    )
    cells = [c for k, c in drawn.cells(OPEN).items() if k[0] == "quarter" and k[2] == "coalition" and k[4] == breakdown]
    assert (sum(c.numerator for c in cells), sum(c.unknown for c in cells)) == (4, 2), "two quarters"
