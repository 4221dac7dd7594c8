"""From referral to service: referrals, where they stand, connected and completed, and the shares of both."""

from datetime import timedelta

import pytest

from cp4p_metrics.records.tables import DOMAINS, get_table

from .sketch import covered, day, submitted

# What is reported on ends on 31 December 2025: a referral of 1 November is 60 days old, one of the 2nd is 59.
YEAR = submitted("ucan enlace", "2025-01", "2025-12", "case_management")
DAY_60, DAY_59 = "2025-11-01", "2025-11-02"
SEED_DOMAINS = ("legal_and_restorative_justice", "employment", "family_support", "mental_health", "substance_use")


def told(cell):
    return cell.numerator, cell.denominator, cell.value


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
    assert told(drawn.cell("connected_share", "month", "2025-11")) == (1, 2, 50.0)
    assert told(drawn.cell("connected_share", "month", "2025-12")) == (0, 0, None), "none of them is old enough"


def test_connected_means_that_the_first_service_was_received_whatever_the_status_says(sketch):
    drawn = sketch(
        submissions=YEAR,
        referrals="""
            partner_id | area_number | participant_id | domain  | referred_date | status    | connected_date
            -----------|-------------|----------------|---------|---------------|-----------|---------------
            ucan       | 29          | p1             | housing | 2025-03-01    | unknown   | 2025-03-10
            ucan       | 29          | p2             | housing | 2025-03-01    | accepted  | -
            ucan       | 29          | p3             | housing | 2025-03-01    | declined  | -
            ucan       | 29          | p4             | housing | 2025-03-01    | declined  | 2025-03-10
        """,
    )
    assert told(drawn.cell("connected_share", "month", "2025-03")) == (2, 4, 50.0)


def test_a_referral_that_says_nothing_is_unknown_and_in_no_share(sketch):
    drawn = sketch(
        submissions=YEAR,
        referrals="""
            partner_id | area_number | participant_id | domain  | referred_date | status    | connected_date
            -----------|-------------|----------------|---------|---------------|-----------|---------------
            ucan       | 29          | p1             | housing | 2025-03-01    | connected | 2025-03-10
            ucan       | 29          | p2             | housing | 2025-03-01    | open      | -
            ucan       | 29          | p3             | housing | 2025-03-01    | unknown   | -
            ucan       | 29          | p4             | housing | 2025-12-01    | unknown   | -
        """,
    )
    cell = drawn.cell("connected_share", "year", "2025-01")
    assert (*told(cell), cell.unknown) == (1, 2, 50.0, 1), "the fourth is too young to be missed"
    assert drawn.count("referrals", "year", "2025-01") == 4


def test_a_service_whose_day_is_blank_was_received_all_the_same(sketch):
    drawn = sketch(
        submissions=YEAR,
        referrals="""
            partner_id | area_number | participant_id | domain  | referred_date | status    | connected_date | completed_date
            -----------|-------------|----------------|---------|---------------|-----------|----------------|---------------
            ucan       | 29          | p1             | housing | 2025-03-01    | connected | -              | -
            ucan       | 29          | p2             | housing | 2025-03-01    | completed | -              | -
            ucan       | 29          | p3             | housing | 2025-03-01    | unknown   | -              | 2025-05-01
            ucan       | 29          | p4             | housing | 2025-03-01    | completed | 2026-01-02     | -
        """,
    )
    cell = drawn.cell("connected_share", "month", "2025-03")
    assert (*told(cell), cell.unknown) == (3, 4, 75.0, 0), "the fourth came after what is reported on"
    assert drawn.count("referrals_connected", "month", "2025-03") == 3
    assert drawn.count("referrals_completed", "month", "2025-03") == 2


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
            partner_id | area_number | participant_id | domain     | status | referred_date | connected_date | completed_date
            -----------|-------------|----------------|------------|---------------|----------------|---------------|--------
            ucan       | 29          | p1             | housing    | open  | 2025-03-01    | 2025-03-02     | 2025-03-03
            ucan       | 29          | p1             | housing    | open  | 2025-03-01    | -              | -
            ucan       | 29          | p2             | employment | open  | 2025-03-01    | 2025-03-02     | -
            ucan       | 29          | p2             | education  | open  | 2025-12-01    | 2025-12-02     | -
        """,
    )
    where = ("year", "2025-01", "coalition", "coalition", "domain")
    shares = {d: drawn.cell("connected_share", *where, d) for d in DOMAINS.split()}
    assert {d: c[:2] for d, c in shares.items() if c.denominator} == {"housing": (1, 2), "employment": (1, 1)}
    assert told(shares["education"]) == (0, 0, None), "not old enough"
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
            partner_id | area_number | participant_id | domain  | status | referred_date | connected_date
            -----------|-------------|----------------|---------|---------------|---------------|--------
            ucan       | 29          | p1             | housing | open  | 2025-03-01    | -
            ucan       | 29          | p1             | housing | open  | 2025-03-01    | 2025-03-05
            enlace     | 29          | p1             | housing | open  | 2025-03-01    | 2025-03-05
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
            partner_id | area_number | participant_id | domain  | status | referred_date
            -----------|-------------|----------------|---------|--------------|--------
            ucan       | 29          | p1             | housing | open  | {DAY_60}
            ucan       | 29          | p2             | housing | open  | {DAY_59}
        """,
    )
    assert drawn.cell("connected_share", "year", "2025-01").denominator == 1


def test_an_event_that_is_only_planned_makes_no_referral_older(sketch):
    drawn = sketch(
        referrals="""
            partner_id | area_number | participant_id | domain  | status | referred_date
            -----------|-------------|----------------|---------|--------------|--------
            ucan       | 29          | p1             | housing | open  | 2025-01-01
            ucan       | 29          | p2             | housing | open  | 2025-11-20
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
            partner_id | area_number | participant_id | domain  | referred_date | status
            -----------|-------------|----------------|---------|---------------|-------
        """
        + "\n".join(f"ucan | 29 | p{n} | housing | 2025-03-01 | open" for n in range(count)),
    )
    assert drawn.cell("connected_share", "year", "2025-01").status == ("unstable" if count < 20 else "shown")


def test_the_60_days_end_with_the_records_of_each_partner(sketch):
    drawn = sketch(
        submissions=submitted("ucan enlace", "2025-01", "2025-12", "case_management", missing=[("ucan", "2025-12")]),
        referrals="""
            partner_id | area_number | participant_id | domain  | referred_date | status
            -----------|-------------|----------------|---------|---------------|-------
            ucan       | 29          | p1             | housing | 2025-10-01    | open
            ucan       | 29          | p2             | housing | 2025-10-02    | open
            enlace     | 29          | p2             | housing | 2025-10-02    | open
        """,
    )
    assert day("2025-10-01") + timedelta(days=60) == day("2025-11-30")
    assert drawn.cell("connected_share", "month", "2025-10", "partner", "ucan").denominator == 1
    assert drawn.cell("connected_share", "month", "2025-10", "partner", "enlace").denominator == 1
    assert drawn.cell("connected_share", "month", "2025-10").denominator == 2


def test_the_statuses_are_in_percent_of_all_referrals_and_unknown_is_one_of_them(sketch):
    drawn = sketch(
        submissions=submitted("ucan enlace", "2025-01", "2025-12", "case_management", missing=[("enlace", "2025-02")]),
        referrals="""
            partner_id | area_number | participant_id | domain  | referred_date | status    | connected_date
            -----------|-------------|----------------|---------|---------------|-----------|---------------
            ucan       | 29          | p1             | housing | 2025-01-01    | open      | -
            ucan       | 29          | p2             | housing | 2025-03-31    | unknown   | -
            ucan       | 29          | p3             | housing | 2025-04-01    | open      | -
            enlace     | 30          | p3             | housing | 2025-03-01    | completed | 2025-03-05
            enlace     | 30          | p4             | housing | 2025-03-01    | open      | -
        """,
    )
    statuses = next(c for c in get_table("referrals").columns if c.name == "status").codes
    where = ("quarter", "2025-01", "coalition", "coalition", "status")
    shares = {status: drawn.cell("referral_status_mix", *where, status) for status in statuses}
    assert {status: told(cell) for status, cell in shares.items() if cell.numerator} == {
        "open": (2, 4, 50.0),
        "unknown": (1, 4, 25.0),
        "completed": (1, 4, 25.0),
    }
    assert told(shares["declined"]) == (0, 4, 0.0)
    assert sum(cell.value for cell in shares.values()) == 100.0
    of_partner = drawn.cell("referral_status_mix", "quarter", "2025-01", "partner", "ucan", "status", "open")
    assert told(of_partner) == (1, 2, 50.0)
    of_area = drawn.cell("referral_status_mix", "year", "2025-01", "area", 30, "status", "completed")
    assert told(of_area) == (1, 2, 50.0)


def test_completed_among_the_services_that_were_started_and_have_ended(sketch):
    drawn = sketch(
        submissions=YEAR,
        referrals="""
            partner_id | area_number | participant_id | domain     | referred_date | status           | connected_date | completed_date
            -----------|-------------|----------------|------------|---------------|------------------|----------------|---------------
            ucan       | 29          | p1             | housing    | 2025-03-01    | completed        | 2025-03-10     | 2025-05-01
            ucan       | 29          | p2             | housing    | 2025-03-01    | withdrawn        | 2025-03-10     | -
            ucan       | 29          | p3             | housing    | 2025-03-01    | closed_no_contact | 2025-03-10    | -
            ucan       | 29          | p4             | housing    | 2025-03-01    | connected        | 2025-03-10     | -
            ucan       | 29          | p5             | housing    | 2025-03-01    | unknown          | 2025-03-10     | -
            ucan       | 29          | p6             | housing    | 2025-03-01    | withdrawn        | -              | -
            ucan       | 29          | p7             | housing    | 2025-03-01    | completed        | 2025-03-10     | 2026-01-01
            enlace     | 30          | p1             | employment | 2025-03-01    | completed        | 2025-03-10     | -
            enlace     | 30          | p2             | employment | 2025-04-01    | declined         | 2025-04-10     | -
        """,
    )
    cell = drawn.cell("completed_share", "month", "2025-03")
    assert (cell.numerator, cell.denominator, cell.unknown) == (2, 4, 1), (
        "going on, never started and completed after what is reported on have no outcome"
    )
    where = ("quarter", "2025-01", "coalition", "coalition", "domain")
    assert told(drawn.cell("completed_share", *where, "housing")) == (1, 3, 100 / 3)
    assert told(drawn.cell("completed_share", *where, "employment")) == (1, 1, 100.0)
    assert told(drawn.cell("completed_share", "month", "2025-04", "partner", "enlace")) == (0, 1, 0.0)


BY_DOMAIN = (
    "referrals", "referrals_connected", "referrals_completed", "connected_share", "completed_share",
    "days_to_connection", "needs_named", "needs_identified", "unmet_need", "goals_met_share",
)  # fmt: skip


@pytest.mark.parametrize("measure", BY_DOMAIN)
def test_the_five_domains_of_the_coalition_always_show_also_when_zero(sketch, measure):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date
            -----------|-------------|----------------|--------------
            ucan       | 29          | p1             | 2025-01-01
        """,
    )
    for place in (("partner", "ucan"), ("coalition", "coalition")):
        for domain in SEED_DOMAINS:
            cell = drawn.cell(measure, "quarter", "2025-01", *place, "domain", domain)
            assert (cell.numerator, cell.status) == (0, "shown"), (place, domain)
