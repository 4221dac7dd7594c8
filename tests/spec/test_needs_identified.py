"""Needs of those who enrolled, by domain: needs_identified. And needs that no service met: unmet_need."""

from pathlib import Path

from cp4p_metrics.records import views
from cp4p_metrics.records.tables import DOMAINS

from .sketch import submitted

IDENTIFIED, UNMET = "needs_identified", "unmet_need"
YEAR = submitted("ucan enlace", "2025-01", "2025-12", "case_management")


def told(cell):
    return cell.numerator, cell.denominator, cell.unknown, cell.value


def in_domain(drawn, measure, domain, place=("coalition", "coalition"), period=("quarter", "2025-01")):
    return drawn.cell(measure, *period, *place, "domain", domain)


def test_the_view_lists_the_domains_of_the_records_in_their_order():
    sql = (Path(views.__file__).parent / "enrollment_needs.sql").read_text(encoding="utf-8")
    assert [line.strip(" (),'") for line in sql.splitlines() if line.strip().startswith("('")] == DOMAINS.split()


def test_a_need_named_on_any_day_of_the_enrollment_counts_once(sketch):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date | assessed_date
            -----------|-------------|----------------|---------------|-------------|--------------
            ucan       | 29          | p1             | 2025-03-10    | 2025-06-30  | 2025-03-10
            ucan       | 29          | p2             | 2025-03-10    | -           | 2025-03-10
            ucan       | 29          | p3             | 2025-03-10    | 2025-06-30  | 2025-03-10
        """,
        needs="""
            partner_id | area_number | participant_id | domain     | identified_date
            -----------|-------------|----------------|------------|----------------
            ucan       | 29          | p1             | housing    | 2025-03-10
            ucan       | 29          | p1             | housing    | 2025-04-10
            ucan       | 29          | p1             | employment | 2025-06-30
            ucan       | 29          | p2             | housing    | 2025-03-09
            ucan       | 29          | p2             | employment | 2025-12-31
            ucan       | 29          | p3             | employment | 2025-07-01
            enlace     | 29          | p3             | housing    | 2025-04-01
        """,
    )
    assert told(in_domain(drawn, IDENTIFIED, "housing")) == (1, 3, 0, 100 / 3), "twice p1; p2's came before"
    assert told(in_domain(drawn, IDENTIFIED, "employment")) == (2, 3, 0, 200 / 3), "p3 had left; p2 is still there"
    assert told(in_domain(drawn, IDENTIFIED, "education")) == (0, 3, 0, 0.0)
    assert told(in_domain(drawn, IDENTIFIED, "housing", period=("quarter", "2025-04"))) == (0, 0, 0, None)


def test_those_who_were_not_assessed_are_unknown_whatever_needs_they_have(sketch):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | assessed_date | risk_level
            -----------|-------------|----------------|---------------|---------------|-----------
            ucan       | 29          | p1             | 2025-03-10    | 2025-03-10    | unknown
            ucan       | 29          | p2             | 2025-03-10    | -             | high
            ucan       | 29          | p3             | 2025-03-10    | -             | unknown
            enlace     | 30          | p1             | 2025-03-10    | 2025-04-10    | low
        """,
        needs="""
            partner_id | area_number | participant_id | domain     | identified_date
            -----------|-------------|----------------|------------|----------------
            ucan       | 29          | p1             | housing    | 2025-03-10
            ucan       | 29          | p3             | housing    | 2025-03-10
        """,
    )
    assert told(in_domain(drawn, IDENTIFIED, "housing")) == (1, 3, 1, 100 / 3)
    assert told(in_domain(drawn, IDENTIFIED, "housing", ("partner", "enlace"))) == (0, 1, 0, 0.0), "ucan named it"
    assert told(in_domain(drawn, IDENTIFIED, "housing", ("area", 29), ("year", "2025-01"))) == (1, 2, 1, 50.0)


def test_a_need_belongs_to_the_enrollment_in_which_it_was_named(sketch):
    drawn = sketch(
        submissions=YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date | assessed_date
            -----------|-------------|----------------|---------------|-------------|--------------
            ucan       | 29          | p1             | 2025-01-10    | 2025-02-10  | 2025-01-10
            ucan       | 29          | p1             | 2025-05-10    | -           | 2025-05-10
        """,
        needs="""
            partner_id | area_number | participant_id | domain     | identified_date
            -----------|-------------|----------------|------------|----------------
            ucan       | 29          | p1             | housing    | 2025-06-10
        """,
    )
    assert told(in_domain(drawn, IDENTIFIED, "housing")) == (0, 1, 0, 0.0)
    assert told(in_domain(drawn, IDENTIFIED, "housing", period=("quarter", "2025-04"))) == (1, 1, 0, 100.0)


def test_a_need_is_met_by_a_first_service_since_whichever_partner_referred(sketch):
    drawn = sketch(
        submissions=YEAR,
        needs="""
            partner_id | area_number | participant_id | domain     | identified_date
            -----------|-------------|----------------|------------|----------------
            ucan       | 29          | p1             | housing    | 2025-03-10
            ucan       | 29          | p2             | housing    | 2025-03-10
            ucan       | 29          | p3             | housing    | 2025-03-10
            ucan       | 29          | p4             | housing    | 2025-03-10
            ucan       | 29          | p5             | housing    | 2025-04-01
        """,
        referrals="""
            partner_id | area_number | participant_id | domain     | referred_date | status    | connected_date
            -----------|-------------|----------------|------------|---------------|-----------|---------------
            enlace     | 30          | p1             | housing    | 2025-03-11    | connected | 2025-12-31
            ucan       | 29          | p2             | housing    | 2025-03-11    | accepted  | -
            ucan       | 29          | p3             | employment | 2025-03-11    | connected | 2025-03-20
            ucan       | 29          | p4             | housing    | 2025-03-11    | connected | 2026-01-01
        """,
    )
    assert drawn.count(UNMET, "month", "2025-03") == 3, "p2, p3 and p4"
    assert in_domain(drawn, UNMET, "housing").numerator == 3
    assert drawn.count(UNMET, "month", "2025-04") == 1


def test_a_service_of_before_meets_a_need_only_while_it_goes_on(sketch):
    drawn = sketch(
        submissions=YEAR,
        needs="""
            partner_id | area_number | participant_id | domain     | identified_date
            -----------|-------------|----------------|------------|----------------
            ucan       | 29          | p1             | housing    | 2025-03-10
            ucan       | 29          | p2             | housing    | 2025-03-10
            ucan       | 29          | p3             | housing    | 2025-03-10
            ucan       | 29          | p4             | housing    | 2025-03-10
        """,
        referrals="""
            partner_id | area_number | participant_id | domain  | referred_date | status    | connected_date | completed_date
            -----------|-------------|----------------|---------|---------------|-----------|----------------|---------------
            ucan       | 29          | p1             | housing | 2024-03-11    | connected | 2024-04-01     | -
            ucan       | 29          | p2             | housing | 2024-03-11    | completed | 2024-04-01     | 2025-03-10
            ucan       | 29          | p3             | housing | 2024-03-11    | completed | 2024-04-01     | 2025-03-09
            ucan       | 29          | p4             | housing | 2024-03-11    | withdrawn | 2024-04-01     | -
        """,
    )
    assert drawn.count(UNMET, "month", "2025-03") == 2, "p3 and p4 asked again"


def test_a_participant_with_several_unmet_needs_is_one_person(sketch):
    drawn = sketch(
        submissions=submitted("ucan enlace", "2025-01", "2025-12", "case_management", missing=[("enlace", "2025-05")]),
        needs="""
            partner_id | area_number | participant_id | domain     | identified_date
            -----------|-------------|----------------|------------|----------------
            ucan       | 29          | p1             | housing    | 2025-01-10
            ucan       | 29          | p1             | employment | 2025-02-10
            ucan       | 49          | p1             | housing    | 2025-03-10
            enlace     | 30          | p1             | housing    | 2025-04-10
            enlace     | 30          | p2             | housing    | 2025-04-10
        """,
    )
    assert drawn.count(UNMET, "quarter", "2025-01") == 1
    assert drawn.count(UNMET, "year", "2025-01") == 2
    assert in_domain(drawn, UNMET, "employment").numerator == 1
    assert in_domain(drawn, UNMET, "housing", period=("year", "2025-01")).numerator == 2
    assert drawn.count(UNMET, "year", "2025-01", "area", 49) == 1
    assert drawn.count(UNMET, "year", "2025-01", "partner", "enlace") == 2
    assert drawn.cell(UNMET, "month", "2025-05", "partner", "enlace").status == "not_reported"
