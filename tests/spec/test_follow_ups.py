"""What came after a mediation: follow_up_done_share, recurrence_within_90_days."""

from .sketch import submitted

DONE, AGAIN = "follow_up_done_share", "recurrence_within_90_days"
YEAR = submitted("ucan enlace", "2025-01", "2025-12", "outreach")


def follow_ups(drawn, kind, start, *place):
    """(done, due) by day 7, and by day 30."""
    found = [
        drawn.cell(DONE, kind, start, *(place or ("coalition", "coalition")), "follow_up", day)
        for day in ("day_7", "day_30")
    ]
    return [(cell.numerator, cell.denominator) for cell in found]


def parts(cell):
    return cell.numerator, cell.denominator, cell.unknown


def test_day_7_and_day_30_count_and_the_days_after_them_do_not(sketch):
    drawn = sketch(
        submissions=YEAR,
        mediations="""
            partner_id | area_number | started_date | follow_up_7_date | follow_up_30_date
            -----------|-------------|--------------|------------------|------------------
            ucan       | 29          | 2025-01-01   | 2025-01-08       | 2025-01-31
            ucan       | 29          | 2025-01-01   | 2025-01-09       | 2025-02-01
            ucan       | 29          | 2025-01-01   | 2025-01-01       | 2025-01-02
            ucan       | 29          | 2025-01-01   | -                | 2025-01-20
            ucan       | 30          | 2025-01-01   | -                | -
        """,
    )
    assert follow_ups(drawn, "quarter", "2025-01") == [(2, 5), (3, 5)]
    assert follow_ups(drawn, "year", "2025-01", "area", 29) == [(2, 4), (3, 4)]
    assert drawn.cell(DONE, "quarter", "2025-01", breakdown="follow_up", category="day_7").value == 40
    assert {key[4:] for key in drawn.cells(DONE)} == {("follow_up", "day_7"), ("follow_up", "day_30")}


def test_a_follow_up_is_due_once_its_day_has_passed_by_the_partners_last_month_that_came_in(sketch):
    drawn = sketch(
        submissions=submitted("ucan enlace", "2025-01", "2025-06", "outreach", missing=[("enlace", "2025-06")]),
        mediations="""
            partner_id | area_number | started_date | follow_up_7_date | follow_up_30_date
            -----------|-------------|--------------|------------------|------------------
            ucan       | 29          | 2025-05-31   | -                | 2025-06-30
            ucan       | 29          | 2025-06-01   | -                | 2025-06-30
            ucan       | 29          | 2025-06-23   | 2025-06-24       | -
            ucan       | 29          | 2025-06-24   | 2025-06-25       | -
            enlace     | 30          | 2025-05-24   | 2025-05-25       | -
            enlace     | 30          | 2025-05-25   | 2025-05-26       | -
            enlace     | 30          | 2025-05-01   | -                | 2025-05-31
            enlace     | 30          | 2025-05-02   | -                | 2025-05-31
        """,
    )
    assert follow_ups(drawn, "quarter", "2025-04", "partner", "ucan") == [(1, 3), (1, 1)]
    assert follow_ups(drawn, "quarter", "2025-04", "partner", "enlace") == [(1, 3), (1, 1)], "known to 31 May"
    assert follow_ups(drawn, "quarter", "2025-04") == [(2, 6), (2, 2)]


def test_follow_ups_stand_in_the_period_in_which_the_work_began(sketch):
    drawn = sketch(
        submissions=YEAR,
        mediations="""
            partner_id | area_number | started_date | follow_up_7_date | follow_up_30_date
            -----------|-------------|--------------|------------------|------------------
            ucan       | 29          | 2025-03-31   | 2025-04-02       | 2025-04-20
        """,
    )
    assert follow_ups(drawn, "quarter", "2025-01") == [(1, 1), (1, 1)]
    assert follow_ups(drawn, "quarter", "2025-04") == [(0, 0), (0, 0)]


def test_follow_ups_of_a_quarter_that_did_not_come_in_are_not_reported(sketch):
    missing = [("ucan", f"2025-0{month}") for month in (1, 2, 3)]
    drawn = sketch(
        submissions=submitted("ucan enlace", "2025-01", "2025-06", "outreach", missing=missing),
        mediations="""
            partner_id | area_number | started_date
            -----------|-------------|-------------
            ucan       | 29          | 2025-04-05
        """,
    )
    where = {"breakdown": "follow_up", "category": "day_7"}
    assert drawn.cell(DONE, "quarter", "2025-01", "partner", "ucan", **where).status == "not_reported"
    assert drawn.cell(DONE, "quarter", "2025-01", "partner", "enlace", **where).denominator == 0


def test_a_conflict_that_flared_up_on_day_90_recurred_and_on_day_91_it_did_not(sketch):
    drawn = sketch(
        submissions=YEAR,
        mediations="""
            partner_id | area_number | started_date | outcome_date | reopened_date | outcome
            -----------|-------------|--------------|--------------|---------------|------------------------
            ucan       | 29          | 2024-12-01   | 2025-01-01   | 2025-04-01    | resolved
            ucan       | 29          | 2025-01-01   | 2025-01-01   | 2025-04-02    | resolved
            ucan       | 29          | 2025-01-01   | 2025-01-01   | 2025-01-02    | resolved_conditionally
            ucan       | 29          | 2025-01-01   | 2025-01-01   | -             | temporarily_resolved
            enlace     | 30          | 2025-01-01   | 2025-01-01   | 2025-02-01    | temporarily_resolved
        """,
    )
    assert parts(drawn.cell(AGAIN, "month", "2025-01", "partner", "ucan")) == (2, 4, 0)
    assert drawn.cell(AGAIN, "month", "2025-01", "partner", "ucan").value == 50
    assert parts(drawn.cell(AGAIN, "month", "2025-01")) == (3, 5, 0)
    assert parts(drawn.cell(AGAIN, "year", "2024-01", "partner", "ucan")) == (0, 0, 0), "on the day of the outcome"


def test_a_conflict_that_flared_up_before_its_outcome_or_on_that_day_did_so_during_the_work(sketch):
    drawn = sketch(
        submissions=YEAR,
        mediations="""
            partner_id | area_number | started_date | outcome_date | reopened_date | outcome
            -----------|-------------|--------------|--------------|---------------|---------
            ucan       | 29          | 2025-01-01   | 2025-02-01   | 2025-01-15    | resolved
            ucan       | 29          | 2025-01-01   | 2025-02-01   | 2025-02-01    | resolved
        """,
    )
    assert parts(drawn.cell(AGAIN, "month", "2025-02")) == (0, 2, 0)


def test_conflicts_count_once_90_days_have_passed_also_those_that_flared_up_before(sketch):
    drawn = sketch(
        submissions=submitted("ucan enlace", "2025-01", "2025-06", "outreach", missing=[("enlace", "2025-06")]),
        mediations="""
            partner_id | area_number | started_date | outcome_date | reopened_date | outcome
            -----------|-------------|--------------|--------------|---------------|---------
            ucan       | 29          | 2025-01-01   | 2025-04-01   | 2025-06-30    | resolved
            ucan       | 29          | 2025-01-01   | 2025-04-02   | 2025-04-10    | resolved
            enlace     | 30          | 2025-01-01   | 2025-03-02   | -             | resolved
            enlace     | 30          | 2025-01-01   | 2025-03-03   | 2025-03-04    | resolved
        """,
    )
    assert parts(drawn.cell(AGAIN, "month", "2025-04", "partner", "ucan")) == (1, 1, 0)
    assert parts(drawn.cell(AGAIN, "month", "2025-03", "partner", "enlace")) == (0, 1, 0), "known to 31 May"
    assert parts(drawn.cell(AGAIN, "year", "2025-01")) == (1, 2, 0)


def test_without_the_day_of_its_outcome_a_conflict_is_unknown_and_other_outcomes_are_not_asked(sketch):
    drawn = sketch(
        submissions=YEAR,
        mediations="""
            partner_id | area_number | started_date | outcome_date | reopened_date | outcome
            -----------|-------------|--------------|--------------|---------------|-------------
            ucan       | 29          | 2025-01-05   | -            | 2025-02-01    | resolved
            ucan       | 29          | 2025-01-05   | 2025-01-06   | 2025-02-01    | not_resolved
            ucan       | 29          | 2025-01-05   | 2025-01-06   | 2025-02-01    | unknown
            ucan       | 29          | 2025-01-05   | -            | -             | ongoing
            ucan       | 29          | 2025-01-05   | 2025-01-06   | 2025-02-01    | ongoing
        """,
    )
    found = drawn.cell(AGAIN, "month", "2025-01")
    assert (*parts(found), found.value) == (0, 0, 1, None)


def test_the_finest_place_of_a_recurrence_is_the_partner(sketch):
    drawn = sketch(
        submissions=submitted("ucan enlace", "2025-01", "2025-03", "outreach", missing=[("ucan", "2025-02")]),
        mediations="""
            partner_id | area_number | started_date | outcome_date | outcome
            -----------|-------------|--------------|--------------|---------
            ucan       | 29          | 2025-01-05   | 2025-01-06   | resolved
        """,
    )
    assert {key[2] for key in drawn.cells(AGAIN)} == {"partner", "coalition"}
    assert drawn.cell(AGAIN, "month", "2025-02", "partner", "ucan").status == "not_reported"
