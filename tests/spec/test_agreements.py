"""Non-aggression agreements: agreements_active, agreements_holding."""

import random
from datetime import date, timedelta

import pytest
from lifelines import KaplanMeierFitter

from .sketch import submitted

ACTIVE, HOLDING = "agreements_active", "agreements_holding"
YEAR = submitted("ucan enlace", "2025-01", "2025-12", "outreach")
HEADER = "partner_id | area_number | agreed_date | ended_date | end_reason\n---|---|---|---|---\n"


def holding(drawn, kind, start, *place):
    return [
        drawn.cell(HOLDING, kind, start, *(place or ("coalition", "coalition")), "day", day) for day in ("90", "180")
    ]


def test_the_day_of_the_agreement_counts_and_the_day_on_which_it_ended_does_not(sketch):
    drawn = sketch(
        submissions=YEAR,
        agreements="""
            partner_id | area_number | agreed_date | ended_date | end_reason
            -----------|-------------|-------------|------------|-----------
            ucan       | 29          | 2025-01-31  | 2025-03-31 | broken
            ucan       | 29          | 2025-02-01  | 2025-04-01 | expired
            ucan       | 30          | 2025-02-01  | 2025-02-28 | replaced
            enlace     | 30          | 2025-03-31  | -          | unknown
        """,
    )
    assert [drawn.count(ACTIVE, "month", f"2025-{m:02d}") for m in (1, 2, 3, 4, 12)] == [1, 2, 2, 1, 1]
    assert drawn.count(ACTIVE, "quarter", "2025-01") == 2
    assert drawn.count(ACTIVE, "year", "2025-01", "area", 30) == 1
    assert drawn.count(ACTIVE, "quarter", "2025-01", "partner", "ucan") == 1
    assert drawn.cell(ACTIVE, "quarter", "2025-01").unknown == 0


def test_an_agreement_that_ended_on_a_day_nobody_wrote_down_is_unknown_until_the_last_day_known(sketch):
    drawn = sketch(
        submissions=submitted("ucan", "2025-01", "2025-04", "outreach"),
        agreements="""
            partner_id | area_number | agreed_date | ended_date | end_reason
            -----------|-------------|-------------|------------|-----------
            ucan       | 29          | 2025-02-05  | -          | broken
            ucan       | 29          | 2025-02-05  | -          | unknown
        """,
    )
    cells = [drawn.cell(ACTIVE, "month", f"2025-0{m}") for m in (1, 2, 3, 4)]
    assert [(c.numerator, c.unknown) for c in cells] == [(0, 0), (1, 1), (1, 1), (1, 0)]
    assert [c.unknown for c in holding(drawn, "quarter", "2025-01")] == [1, 1]
    assert [c.denominator for c in holding(drawn, "quarter", "2025-01")] == [1, 1]


def test_agreements_in_force_are_not_reported_for_a_month_that_did_not_come_in(sketch):
    drawn = sketch(
        submissions=submitted("ucan enlace", "2025-01", "2025-03", "outreach", missing=[("ucan", "2025-03")]),
        agreements="""
            partner_id | area_number | agreed_date | ended_date
            -----------|-------------|-------------|-----------
            ucan       | 29          | 2025-01-05  | -
            enlace     | 30          | 2025-01-05  | -
        """,
    )
    assert drawn.cell(ACTIVE, "month", "2025-03", "partner", "ucan").status == "not_reported"
    assert [drawn.count(ACTIVE, "month", f"2025-0{m}") for m in (1, 2, 3)] == [2, 2, 1]


@pytest.mark.parametrize(("ended", "after_90"), [("2025-04-01", 0), ("2025-04-02", 100)])
def test_an_agreement_that_ended_on_day_90_did_not_hold_for_90_days(sketch, ended, after_90):
    drawn = sketch(submissions=YEAR, agreements=HEADER + f"ucan | 29 | 2025-01-01 | {ended} | broken")
    at_90, at_180 = holding(drawn, "quarter", "2025-01")
    assert (at_90.value, at_180.value) == (after_90, 0)
    assert (at_90.numerator, at_90.denominator, at_90.status) == (after_90 // 100, 1, "unstable")


def test_a_replaced_agreement_was_not_broken_it_is_followed_until_then(sketch):
    drawn = sketch(
        submissions=YEAR,
        agreements=HEADER + "ucan | 29 | 2025-01-01 | 2025-05-01 | replaced\nucan | 29 | 2025-01-01 | - | unknown",
    )
    assert [c.value for c in holding(drawn, "quarter", "2025-01")] == [100, 100]
    alone = sketch(submissions=YEAR, agreements=HEADER + "ucan | 29 | 2025-01-01 | 2025-05-01 | replaced")
    assert [c.value for c in holding(alone, "quarter", "2025-01")] == [100, None], "nothing was followed for 180 days"


def test_an_agreement_is_followed_to_the_partners_last_month_that_came_in(sketch):
    drawn = sketch(
        submissions=submitted("ucan enlace", "2025-01", "2025-06", "outreach", missing=[("enlace", "2025-06")]),
        agreements="""
            partner_id | area_number | agreed_date | ended_date | end_reason
            -----------|-------------|-------------|------------|-----------
            ucan       | 29          | 2025-04-01  | -          | unknown
            enlace     | 30          | 2025-03-02  | -          | unknown
            enlace     | 30          | 2025-04-01  | 2025-06-15 | broken
            enlace     | 30          | 2025-06-01  | -          | unknown
        """,
    )
    assert holding(drawn, "quarter", "2025-04", "partner", "ucan")[0].value == 100, "day 90 is 30 June"
    assert holding(drawn, "quarter", "2025-01", "partner", "enlace")[0].value == 100, "day 90 is 31 May"
    later = holding(drawn, "quarter", "2025-04", "partner", "enlace")[0]
    assert (later.value, later.denominator) == (None, 1), "what June brought isn't known"
    assert [c.value for c in holding(drawn, "year", "2025-01")] == [100, None]


def test_shares_that_hold_are_those_of_lifelines(sketch):
    draw, through, lines = random.Random(20250615), date(2025, 12, 31), []
    drawn_days = []
    for _ in range(160):
        agreed = date(2025, 1, 1) + timedelta(days=draw.randrange(365))
        ended = agreed + timedelta(days=int(draw.expovariate(1 / 200)))
        reason = draw.choice(["broken", "broken", "expired", "replaced"])
        known = ended <= through
        partner = draw.choice(["ucan", "enlace"])
        lines.append(f"{partner} | 29 | {agreed} | {ended if known else '-'} | {reason if known else 'unknown'}")
        days = ((ended if known else through) - agreed).days
        drawn_days.append((agreed, partner, days, known and reason != "replaced"))
    drawn = sketch(submissions=YEAR, agreements=HEADER + "\n".join(lines))
    compared = 0
    for kind, start, last in [("year", date(2025, 1, 1), 12), *(("quarter", date(2025, m, 1), m + 2) for m in (1, 4))]:
        for place in [("coalition", "coalition"), ("partner", "ucan"), ("partner", "enlace")]:
            rows = [
                row for row in drawn_days if start.month <= row[0].month <= last and place[1] in ("coalition", row[1])
            ]
            fitted = KaplanMeierFitter().fit([row[2] for row in rows], [row[3] for row in rows])
            for day, found in zip((90, 180), holding(drawn, kind, f"{start}", *place), strict=True):
                assert found.value == pytest.approx(100 * fitted.predict(day), abs=1e-9), (kind, start, place, day)
                assert found.denominator == len(rows)
                compared += 1
    assert compared == 18


def test_finer_than_the_partner_and_the_quarter_there_is_no_share(sketch):
    drawn = sketch(submissions=YEAR, agreements=HEADER + "ucan | 29 | 2025-01-01 | - | unknown")
    assert {key[2] for key in drawn.cells(HOLDING)} == {"partner", "coalition"}
    assert {key[0] for key in drawn.cells(HOLDING)} == {"quarter", "year", "fiscal_year", "last_12_months"}
    none = holding(drawn, "quarter", "2025-04")[0]
    assert (none.numerator, none.denominator, none.value) == (0, 0, None)


def test_agreements_of_a_quarter_that_did_not_come_in_are_not_reported(sketch):
    missing = [("ucan", f"2025-0{month}") for month in (1, 2, 3)]
    drawn = sketch(
        submissions=submitted("ucan enlace", "2025-01", "2025-06", "outreach", missing=missing),
        agreements=HEADER + "ucan | 29 | 2025-04-01 | - | unknown",
    )
    assert [c.status for c in holding(drawn, "quarter", "2025-01", "partner", "ucan")] == ["not_reported"] * 2
