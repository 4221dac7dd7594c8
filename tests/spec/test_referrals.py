"""From referral to service: referrals, referrals_connected, referrals_completed and connected_share."""

from datetime import timedelta

import pytest

from cp4p_metrics.records.tables import DOMAINS, get_table

from .sketch import covered, day, submitted

# What is reported on ends on 31 December 2025: a referral of 1 November is 60 days old, one of the 2nd is 59.
YEAR = submitted("ucan enlace", "2025-01", "2025-12", "case_management")
DAY_60, DAY_59 = "2025-11-01", "2025-11-02"


def test_the_days_drawn_here_are_60_and_59_before_the_end_of_december():
    assert day("2025-12-31") - timedelta(days=60) == day(DAY_60)
    assert day("2025-12-31") - timedelta(days=59) == day(DAY_59)


def test_day_60_counts_and_day_59_does_not(sketch):
    drawn = sketch(
        submissions=YEAR,
        referrals=f"""
            partner_id | area_number | participant_id | domain  | referred_date | status    | connected_date
            -----------|-------------|----------------|---------|---------------|-----------|---------------
            ucan       | 29          | p1             | housing | {DAY_60}      | connected | 2025-11-20
            ucan       | 29          | p2             | housing | {DAY_60}      | open      | -
            ucan       | 29          | p3             | housing | {DAY_59}      | connected | 2025-11-03
            ucan       | 29          | p4             | housing | {DAY_59}      | open      | -
        """,
    )
    assert drawn.count("referrals", "month", "2025-11") == 4
    assert drawn.count("referrals_connected", "month", "2025-11") == 2
    assert drawn.cell("connected_share", "month", "2025-11")[:3] == (1, 2, 50.0)
    assert drawn.cell("connected_share", "month", "2025-12")[:3] == (0, 0, None), "none of them is old enough"


def test_connected_means_that_the_first_service_was_received_whatever_the_status_says(sketch):
    drawn = sketch(
        submissions=YEAR,
        referrals="""
            partner_id | area_number | participant_id | domain  | referred_date | status    | connected_date
            -----------|-------------|----------------|---------|---------------|-----------|---------------
            ucan       | 29          | p1             | housing | 2025-03-01    | unknown   | 2025-03-10
            ucan       | 29          | p2             | housing | 2025-03-01    | accepted  | -
            ucan       | 29          | p3             | housing | 2025-03-01    | unknown   | -
            ucan       | 29          | p4             | housing | 2025-03-01    | declined  | -
        """,
    )
    assert drawn.cell("connected_share", "month", "2025-03")[:3] == (1, 4, 25.0)


def test_a_service_received_after_60_days_still_counts(sketch):
    drawn = sketch(
        submissions=YEAR,
        referrals="""
            partner_id | area_number | participant_id | domain  | referred_date | connected_date
            -----------|-------------|----------------|---------|---------------|---------------
            ucan       | 29          | p1             | housing | 2025-03-01    | 2025-12-31
            ucan       | 29          | p2             | housing | 2025-03-01    | 2026-01-01
        """,
    )
    assert drawn.count("referrals_connected", "month", "2025-03") == 1, "the second one came after what is reported on"
    assert drawn.cell("connected_share", "month", "2025-03")[:2] == (1, 2)


def test_services_are_counted_in_the_period_of_the_referral(sketch):
    drawn = sketch(
        submissions=YEAR,
        referrals="""
            partner_id | area_number | participant_id | domain  | referred_date | connected_date | completed_date
            -----------|-------------|----------------|---------|---------------|----------------|---------------
            ucan       | 29          | p1             | housing | 2025-03-31    | 2025-04-10     | 2025-08-01
            ucan       | 29          | p1             | housing | 2025-04-01    | 2025-04-10     | 2026-01-05
        """,
    )
    assert [drawn.count("referrals_connected", "month", f"2025-0{m}") for m in (3, 4)] == [1, 1]
    assert [drawn.count("referrals_completed", "month", f"2025-0{m}") for m in (3, 4, 8)] == [1, 0, 0]
    assert drawn.count("referrals_completed", "fiscal_year", "2024-07") == 1


def test_each_domain_has_its_share_and_they_sum_to_the_whole(sketch):
    drawn = sketch(
        submissions=YEAR,
        referrals="""
            partner_id | area_number | participant_id | domain     | referred_date | connected_date | completed_date
            -----------|-------------|----------------|------------|---------------|----------------|---------------
            ucan       | 29          | p1             | housing    | 2025-03-01    | 2025-03-02     | 2025-03-03
            ucan       | 29          | p1             | housing    | 2025-03-01    | -              | -
            ucan       | 29          | p2             | employment | 2025-03-01    | 2025-03-02     | -
            ucan       | 29          | p2             | education  | 2025-12-01    | 2025-12-02     | -
        """,
    )
    where = ("year", "2025-01", "coalition", "coalition", "domain")
    shares = {d: drawn.cell("connected_share", *where, d) for d in DOMAINS.split()}
    assert {d: c[:2] for d, c in shares.items() if c.denominator} == {"housing": (1, 2), "employment": (1, 1)}
    assert shares["education"][:3] == (0, 0, None), "not old enough"
    assert sum(c.numerator for c in shares.values()) == drawn.cell("connected_share", "year", "2025-01").numerator
    assert sum(c.denominator for c in shares.values()) == drawn.cell("connected_share", "year", "2025-01").denominator
    for measure, total in [("referrals", 4), ("referrals_connected", 3), ("referrals_completed", 1)]:
        assert (
            sum(drawn.count(measure, *where, d) for d in DOMAINS.split())
            == drawn.count(measure, "year", "2025-01")
            == total
        )


def test_every_status_is_there_also_when_zero(sketch):
    drawn = sketch(
        submissions=YEAR,
        referrals="""
            partner_id | area_number | participant_id | domain  | referred_date | status
            -----------|-------------|----------------|---------|---------------|---------
            ucan       | 29          | p1             | housing | 2025-03-01    | open
            ucan       | 29          | p2             | housing | 2025-03-01    | unknown
        """,
    )
    statuses = next(c for c in get_table("referrals").columns if c.name == "status").codes
    numbers = {s: drawn.count("referrals", "quarter", "2025-01", breakdown="status", category=s) for s in statuses}
    assert numbers == {**dict.fromkeys(statuses, 0), "open": 1, "unknown": 1}


def test_other_partners_stay_apart_and_a_participant_may_be_referred_twice(sketch):
    drawn = sketch(
        submissions=YEAR,
        referrals="""
            partner_id | area_number | participant_id | domain  | referred_date | connected_date
            -----------|-------------|----------------|---------|---------------|---------------
            ucan       | 29          | p1             | housing | 2025-03-01    | -
            ucan       | 29          | p1             | housing | 2025-03-01    | 2025-03-05
            enlace     | 29          | p1             | housing | 2025-03-01    | 2025-03-05
        """,
    )
    assert drawn.cell("connected_share", "month", "2025-03", "partner", "ucan")[:2] == (1, 2)
    assert drawn.cell("connected_share", "month", "2025-03", "partner", "enlace")[:2] == (1, 1)
    assert drawn.cell("connected_share", "month", "2025-03", "area", 29)[:2] == (2, 3)


def test_the_60_days_end_with_what_partners_report_on_not_with_the_citys_file(sketch):
    drawn = sketch(
        coverage=covered("2025-01-01", "2026-06-30"),
        submissions=YEAR,
        referrals=f"""
            partner_id | area_number | participant_id | domain  | referred_date
            -----------|-------------|----------------|---------|--------------
            ucan       | 29          | p1             | housing | {DAY_60}
            ucan       | 29          | p2             | housing | {DAY_59}
        """,
    )
    assert drawn.cell("connected_share", "year", "2025-01").denominator == 1


def test_an_event_that_is_only_planned_makes_no_referral_older(sketch):
    drawn = sketch(
        referrals="""
            partner_id | area_number | participant_id | domain  | referred_date
            -----------|-------------|----------------|---------|--------------
            ucan       | 29          | p1             | housing | 2025-01-01
            ucan       | 29          | p2             | housing | 2025-11-20
        """,
        events="""
            partner_id | area_number | event_date | program            | activity | status
            -----------|-------------|------------|--------------------|----------|--------
            ucan       | 29          | 2025-08-01 | light_in_the_night | movie    | held
            ucan       | 29          | 2026-08-01 | light_in_the_night | movie    | planned
        """,
    )
    assert drawn.cell("connected_share", "year", "2025-01").denominator == 1


def test_a_missing_month_is_not_reported(sketch):
    drawn = sketch(
        submissions=submitted("ucan", "2025-01", "2025-12", "case_management", missing=[("ucan", "2025-04")]),
        referrals="""
            partner_id | area_number | participant_id | domain  | referred_date
            -----------|-------------|----------------|---------|--------------
            ucan       | 29          | p1             | housing | 2025-03-01
        """,
    )
    for measure in ("referrals", "referrals_connected", "referrals_completed", "connected_share"):
        assert drawn.cell(measure, "month", "2025-04", "partner", "ucan").status == "not_reported", measure
        assert drawn.count(measure, "month", "2025-05", "partner", "ucan") == 0, measure


@pytest.mark.parametrize("count", [19, 20])
def test_a_share_of_fewer_than_20_referrals_is_unstable(sketch, count):
    drawn = sketch(
        submissions=YEAR,
        referrals="""
            partner_id | area_number | participant_id | domain  | referred_date
            -----------|-------------|----------------|---------|--------------
        """
        + "\n".join(f"ucan | 29 | p{n} | housing | 2025-03-01" for n in range(count)),
    )
    assert drawn.cell("connected_share", "year", "2025-01").status == ("unstable" if count < 20 else "shown")
