"""Whom outreach met and what about: people_engaged, contact_purpose_mix."""

import pytest

from cp4p_metrics.measures import MEASURES
from cp4p_metrics.records.tables import get_table

from .sketch import submitted

PEOPLE, MIX = "people_engaged", "contact_purpose_mix"
YEAR = submitted("ucan enlace", "2025-01", "2025-12", "outreach")
PURPOSES = next(c for c in get_table("contacts").columns if c.name == "purpose").codes


def test_someone_met_many_times_is_one_person_in_every_period(sketch):
    drawn = sketch(
        submissions=YEAR,
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            ucan       | 29          | p1             | 2025-01-01
            ucan       | 29          | p1             | 2025-01-31
            ucan       | 29          | p1             | 2025-03-31
            ucan       | 29          | p2             | 2025-04-01
            ucan       | 29          | p1             | 2025-12-31
        """,
    )
    assert [drawn.count(PEOPLE, "month", f"2025-{m:02d}") for m in range(1, 13)] == [1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    assert [drawn.count(PEOPLE, "quarter", f"2025-{m:02d}") for m in (1, 4, 7, 10)] == [1, 1, 0, 1]
    assert drawn.count(PEOPLE, "year", "2025-01") == drawn.count(PEOPLE, "last_12_months", "2025-01") == 2
    assert drawn.count(PEOPLE, "fiscal_year", "2024-07") == 2
    assert drawn.count(PEOPLE, "fiscal_year", "2025-07") == 1


def test_someone_whom_two_partners_met_in_two_areas_is_one_person_in_the_coalition(sketch):
    drawn = sketch(
        submissions=YEAR,
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            ucan       | 29          | p1             | 2025-01-05
            enlace     | 29          | p1             | 2025-01-06
            enlace     | 30          | p1             | 2025-01-07
            enlace     | 30          | p2             | 2025-01-07
        """,
    )
    assert drawn.count(PEOPLE, "month", "2025-01") == 2
    assert drawn.count(PEOPLE, "month", "2025-01", "partner", "ucan") == 1
    assert drawn.count(PEOPLE, "month", "2025-01", "partner", "enlace") == 2
    assert drawn.count(PEOPLE, "month", "2025-01", "area", 29) == 1
    assert drawn.count(PEOPLE, "month", "2025-01", "area", 30) == 2
    assert drawn.count(PEOPLE, "month", "2025-01", "area", 1) == 0


def test_someone_met_for_two_purposes_is_in_both_and_once_in_the_total(sketch):
    drawn = sketch(
        submissions=YEAR,
        contacts="""
            partner_id | area_number | participant_id | contact_date | purpose
            -----------|-------------|----------------|--------------|---------
            ucan       | 29          | p1             | 2025-01-05   | check_in
            ucan       | 29          | p1             | 2025-02-05   | check_in
            ucan       | 29          | p1             | 2025-02-06   | conflict
            ucan       | 29          | p2             | 2025-02-06   | unknown
        """,
    )
    numbers = {p: drawn.count(PEOPLE, "quarter", "2025-01", breakdown="purpose", category=p) for p in PURPOSES}
    assert numbers == {**dict.fromkeys(PURPOSES, 0), "check_in": 1, "conflict": 1, "unknown": 1}
    assert drawn.count(PEOPLE, "quarter", "2025-01") == 2


def test_someone_met_after_the_last_month_reported_on_waits(sketch):
    drawn = sketch(
        submissions=submitted("ucan", "2025-01", "2025-03", "outreach"),
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            ucan       | 29          | p1             | 2025-03-31
            ucan       | 29          | p2             | 2025-04-01
        """,
    )
    assert drawn.count(PEOPLE, "year", "2025-01") == 1


def test_nobody_met_is_zero_and_a_month_that_did_not_come_in_is_not_reported(sketch):
    drawn = sketch(
        submissions=submitted("ucan enlace", "2025-01", "2025-03", "outreach", missing=[("ucan", "2025-02")]),
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            ucan       | 29          | p1             | 2025-01-31
        """,
    )
    assert drawn.count(PEOPLE, "month", "2025-03", "partner", "ucan") == 0
    assert drawn.cell(PEOPLE, "month", "2025-02", "partner", "ucan").status == "not_reported"


def test_a_partner_that_changes_areas_in_mid_year_met_people_in_both(sketch):
    drawn = sketch(
        submissions=YEAR,
        partner_areas="""
            partner_id | area_number | from_date  | until_date
            -----------|-------------|------------|-----------
            ucan       | 29          | 2025-01-01 | 2025-05-14
            ucan       | 49          | 2025-05-15 | -
        """,
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            ucan       | 29          | p1             | 2025-05-14
            ucan       | 49          | p1             | 2025-05-15
            ucan       | 49          | p2             | 2025-05-15
        """,
    )
    assert drawn.count(PEOPLE, "year", "2025-01", "area", 29) == 1
    assert drawn.count(PEOPLE, "year", "2025-01", "area", 49) == 2
    assert drawn.count(PEOPLE, "year", "2025-01", "partner", "ucan") == 2


def test_how_people_are_counted_once_is_said_in_words():
    assert "once at each place and in each period" in MEASURES[PEOPLE].meaning
    assert any("all partners share" in caveat for caveat in MEASURES[PEOPLE].caveats)


def test_the_mix_is_each_purpose_in_percent_of_all_contacts_the_unknown_ones_included(sketch):
    drawn = sketch(
        submissions=YEAR,
        contacts="partner_id | area_number | participant_id | contact_date | purpose\n---|---|---|---|---\n"
        + "\n".join(
            f"ucan | 29 | p1 | 2025-02-05 | {purpose}"
            for purpose, count in {"check_in": 12, "conflict": 6, "other": 4, "unknown": 2}.items()
            for _ in range(count)
        ),
    )
    cells = {p: drawn.cell(MIX, "quarter", "2025-01", breakdown="purpose", category=p) for p in PURPOSES}
    assert {p: (c.numerator, c.denominator) for p, c in cells.items() if c.numerator} == {
        "check_in": (12, 24),
        "conflict": (6, 24),
        "other": (4, 24),
        "unknown": (2, 24),
    }
    assert cells["check_in"].value == 50
    assert sum(c.value for c in cells.values()) == pytest.approx(100)
    assert cells["pre_release"].value == 0, "a purpose that nobody named is zero percent"
    assert drawn.cell(MIX, "quarter", "2025-01") is None, "a mix has no total"


def test_a_catch_all_of_nearly_all_contacts_is_called_a_problem_of_the_records():
    # Hartford put 1,913 of 1,938 contacts in one type and could see no change.
    assert any("'other'" in caveat and "records" in caveat for caveat in MEASURES[MIX].caveats)


def test_a_mix_of_few_contacts_is_unstable_and_one_of_none_has_no_value(sketch):
    drawn = sketch(
        submissions=YEAR,
        contacts="""
            partner_id | area_number | participant_id | contact_date | purpose
            -----------|-------------|----------------|--------------|---------
            ucan       | 29          | p1             | 2025-02-05   | check_in
        """,
    )
    few = drawn.cell(MIX, "quarter", "2025-01", breakdown="purpose", category="check_in")
    none = drawn.cell(MIX, "quarter", "2025-04", breakdown="purpose", category="check_in")
    assert (few.value, few.status) == (100, "unstable")
    assert (none.numerator, none.denominator, none.value) == (0, 0, None)
    assert drawn.cell(MIX, "quarter", "2025-01", "partner", "enlace", "purpose", "check_in").denominator == 0
