"""Recorded meetings, by purpose: outreach_contacts."""

import pytest

from cp4p_metrics.records.tables import get_table

from .sketch import covered, day, submitted

CONTACTS = "outreach_contacts"
YEAR = submitted("ucan enlace", "2025-01", "2025-12", "outreach")


def test_the_first_and_the_last_day_of_a_period_belong_to_it(sketch):
    drawn = sketch(
        submissions=YEAR,
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            ucan       | 29          | p1             | 2025-03-31
            ucan       | 29          | p1             | 2025-04-01
            ucan       | 29          | p2             | 2025-06-30
            ucan       | 29          | p2             | 2025-07-01
        """,
    )
    assert drawn.count(CONTACTS, "quarter", "2025-04") == 2
    assert drawn.count(CONTACTS, "month", "2025-06", "partner", "ucan") == 1
    assert drawn.count(CONTACTS, "fiscal_year", "2024-07", "area", 29) == 3
    assert drawn.count(CONTACTS, "fiscal_year", "2025-07", "area", 29) == 1
    assert drawn.count(CONTACTS, "year", "2025-01") == 4


def test_the_same_participant_met_twice_is_two_contacts(sketch):
    drawn = sketch(
        submissions=YEAR,
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            ucan       | 29          | p1             | 2025-03-05
            ucan       | 29          | p1             | 2025-03-05
        """,
    )
    assert drawn.count(CONTACTS, "month", "2025-03") == 2


def test_a_partners_contacts_are_its_own_wherever_they_were(sketch):
    drawn = sketch(
        submissions=YEAR,
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            ucan       | 29          | p1             | 2025-03-05
            enlace     | 29          | p2             | 2025-03-05
            enlace     | 30          | p2             | 2025-03-06
            ucan       | 76          | p1             | 2025-03-07
        """,
    )
    assert drawn.count(CONTACTS, "month", "2025-03", "partner", "ucan") == 2
    assert drawn.count(CONTACTS, "month", "2025-03", "partner", "enlace") == 2
    assert drawn.count(CONTACTS, "month", "2025-03", "area", 29) == 2
    assert drawn.count(CONTACTS, "month", "2025-03", "area", 76) == 1, "an area that no partner is listed for"
    assert drawn.count(CONTACTS, "month", "2025-03") == 4


def test_every_purpose_has_a_number_also_when_zero_and_together_they_are_all(sketch):
    drawn = sketch(
        submissions=YEAR,
        contacts="""
            partner_id | area_number | participant_id | contact_date | purpose
            -----------|-------------|----------------|--------------|---------
            ucan       | 29          | p1             | 2025-03-05   | check_in
            ucan       | 29          | p1             | 2025-03-06   | check_in
            ucan       | 29          | p2             | 2025-03-07   | other
            ucan       | 29          | p3             | 2025-03-08   | unknown
        """,
    )
    purposes = next(c for c in get_table("contacts").columns if c.name == "purpose").codes
    for kind, start in [("quarter", "2025-01"), ("year", "2025-01"), ("last_12_months", "2025-01")]:
        numbers = {p: drawn.count(CONTACTS, kind, start, "partner", "ucan", "purpose", p) for p in purposes}
        assert numbers == {**dict.fromkeys(purposes, 0), "check_in": 2, "other": 1, "unknown": 1}
    assert {key[5] for key in drawn.cells(CONTACTS) if key[4] == "purpose"} == set(purposes)


def test_breakdowns_are_never_by_month_and_those_of_an_area_by_whole_years_alone(sketch):
    drawn = sketch(
        submissions=YEAR,
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            ucan       | 29          | p1             | 2025-03-05
        """,
    )
    kinds = {}
    for kind, _, place_kind, _, breakdown, _ in drawn.cells(CONTACTS):
        if breakdown == "purpose":
            kinds.setdefault(place_kind, set()).add(kind)
    assert kinds == {
        "area": {"year", "fiscal_year"},
        "partner": {"quarter", "year", "fiscal_year", "last_12_months"},
        "coalition": {"quarter", "year", "fiscal_year", "last_12_months"},
    }


def test_a_month_that_came_in_without_rows_is_zero_and_one_that_did_not_is_not_reported(sketch):
    drawn = sketch(
        submissions=submitted("ucan enlace", "2025-01", "2025-06", "outreach", missing=[("ucan", "2025-04")]),
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            ucan       | 29          | p1             | 2025-02-05
            enlace     | 30          | p2             | 2025-02-05
        """,
    )
    assert drawn.cell(CONTACTS, "month", "2025-03", "partner", "ucan")[:6] == (0, None, 0.0, None, None, "shown")
    assert drawn.cell(CONTACTS, "month", "2025-04", "partner", "ucan")[:6] == (
        None,
        None,
        None,
        None,
        None,
        "not_reported",
    )
    assert drawn.count(CONTACTS, "month", "2025-04", "partner", "enlace") == 0
    assert drawn.count(CONTACTS, "month", "2025-04") == 0, "one of two partners reported"
    assert drawn.cell(CONTACTS, "month", "2025-04", "area", 29).status == "not_reported", "ucan alone serves area 29"
    assert drawn.count(CONTACTS, "month", "2025-04", "area", 30) == 0
    assert drawn.count(CONTACTS, "month", "2025-04", "area", 76) == 0, "no partner serves it: none is missing"


def test_a_month_that_nobody_sent_is_not_reported_for_the_coalition(sketch):
    drawn = sketch(
        submissions=submitted(
            "ucan enlace",
            "2025-01",
            "2025-06",
            "outreach",
            missing=[("ucan", "2025-04"), ("enlace", "2025-04")],
        ),
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            ucan       | 29          | p1             | 2025-02-05
        """,
    )
    assert drawn.cell(CONTACTS, "month", "2025-04").status == "not_reported"
    assert drawn.cell(CONTACTS, "quarter", "2025-04").status == "shown", "two of its three months came in"


def test_a_missing_part_says_nothing_about_the_other_parts(sketch):
    drawn = sketch(
        submissions="""
            partner_id | month      | part            | due_date   | received_date
            -----------|------------|-----------------|------------|--------------
            ucan       | 2025-01-01 | outreach        | 2025-02-10 | 2025-02-01
            ucan       | 2025-01-01 | case_management | 2025-02-10 | -
        """,
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            ucan       | 29          | p1             | 2025-01-05
        """,
        needs="""
            partner_id | area_number | participant_id | domain  | identified_date
            -----------|-------------|----------------|---------|----------------
            enlace     | 30          | p1             | housing | 2025-01-05
        """,
    )
    assert drawn.count("responses", "month", "2025-01", "partner", "ucan") == 0
    assert drawn.cell("needs_named", "month", "2025-01", "partner", "ucan").status == "not_reported"


def test_a_late_submission_is_a_submission(sketch):
    drawn = sketch(
        submissions="""
            partner_id | month      | part     | due_date   | received_date
            -----------|------------|----------|------------|--------------
            ucan       | 2025-01-01 | outreach | 2025-02-10 | 2025-11-30
        """,
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            enlace     | 30          | p1             | 2025-01-05
        """,
    )
    assert drawn.count(CONTACTS, "month", "2025-01", "partner", "ucan") == 0


def test_a_partner_has_no_number_before_it_began(sketch):
    drawn = sketch(
        submissions=submitted("enlace", "2025-01", "2025-06", "outreach")
        + "\n"
        + "\n".join(submitted("ucan", "2025-03", "2025-06", "outreach").splitlines()[2:]),
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            enlace     | 30          | p1             | 2025-01-05
        """,
    )
    assert drawn.starts(CONTACTS, "month", "partner", "ucan")[0] == day("2025-03")
    assert drawn.starts(CONTACTS, "month", "partner", "enlace")[0] == day("2025-01")


def test_the_last_12_months_need_12_months(sketch):
    drawn = sketch(
        submissions=submitted("ucan", "2024-02", "2025-03", "outreach"),
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            ucan       | 29          | p1             | 2024-02-01
            ucan       | 29          | p1             | 2025-01-31
            ucan       | 29          | p1             | 2025-03-31
        """,
    )
    assert drawn.starts(CONTACTS, "last_12_months", "partner", "ucan") == [
        day("2024-02"),
        day("2024-03"),
        day("2024-04"),
    ]
    assert [drawn.count(CONTACTS, "last_12_months", f"2024-0{m}", "area", 29) for m in (2, 3, 4)] == [2, 1, 2]


def test_rows_after_the_last_month_reported_on_are_left_out(sketch):
    drawn = sketch(
        submissions=submitted("ucan", "2025-01", "2025-03", "outreach"),
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            ucan       | 29          | p1             | 2025-03-31
            ucan       | 29          | p1             | 2025-04-01
        """,
    )
    assert drawn.starts(CONTACTS, "month")[-1] == day("2025-03")
    assert drawn.count(CONTACTS, "year", "2025-01") == 1


def test_rows_after_the_last_month_reported_on_are_left_out_where_the_citys_file_goes_on(sketch):
    drawn = sketch(
        coverage=covered("2025-01-01", "2025-12-31"),
        submissions=submitted("ucan", "2025-01", "2025-03", "outreach"),
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            ucan       | 29          | p1             | 2025-03-31
            ucan       | 29          | p1             | 2025-04-01
        """,
    )
    assert drawn.starts(CONTACTS, "month")[-1] == day("2025-03")
    assert drawn.count(CONTACTS, "year", "2025-01") == 1


def test_a_partner_that_changes_areas_in_mid_year_is_right_in_both(sketch):
    drawn = sketch(
        submissions=submitted(
            "ucan", "2025-01", "2025-12", "outreach", missing=[("ucan", "2025-02"), ("ucan", "2025-11")]
        ),
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
            ucan       | 49          | p1             | 2025-06-15
        """,
    )
    assert drawn.count(CONTACTS, "month", "2025-05", "area", 29) == 1
    assert drawn.count(CONTACTS, "month", "2025-05", "area", 49) == 1
    assert drawn.count(CONTACTS, "year", "2025-01", "area", 49) == 2
    assert drawn.count(CONTACTS, "year", "2025-01", "partner", "ucan") == 3
    # A missing month is missing for the area that was served then, and for no other.
    assert drawn.cell(CONTACTS, "month", "2025-02", "area", 29).status == "not_reported"
    assert drawn.cell(CONTACTS, "month", "2025-02", "area", 49).status == "shown"
    assert drawn.cell(CONTACTS, "month", "2025-11", "area", 29).status == "shown"
    assert drawn.cell(CONTACTS, "month", "2025-11", "area", 49).status == "not_reported"


def test_without_a_list_of_submissions_the_rows_themselves_say_from_when_to_when(sketch):
    drawn = sketch(
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            ucan       | 29          | p1             | 2025-02-10
            ucan       | 29          | p1             | 2025-04-20
        """,
    )
    assert drawn.starts(CONTACTS, "month") == [day("2025-02"), day("2025-03"), day("2025-04")]
    assert drawn.count(CONTACTS, "month", "2025-03") == 0
    assert drawn.cells("responses") == {}, "no response was ever sent: nothing is known, not even zero"


def test_a_month_that_is_not_on_the_list_of_submissions_is_not_reported(sketch):
    drawn = sketch(
        submissions="""
            partner_id | month      | part     | due_date   | received_date
            -----------|------------|----------|------------|--------------
            ucan       | 2025-01-01 | outreach | 2025-02-10 | 2025-02-01
            enlace     | 2025-01-01 | outreach | 2025-02-10 | 2025-02-01
            ucan       | 2025-02-01 | outreach | 2025-03-10 | 2025-03-01
        """,
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            enlace     | 30          | p1             | 2025-01-05
        """,
    )
    assert drawn.count(CONTACTS, "month", "2025-01", "partner", "ucan") == 0
    assert drawn.cell(CONTACTS, "month", "2025-02", "partner", "enlace").status == "not_reported"


def test_months_that_are_not_due_yet_are_not_part_of_what_is_reported_on(sketch):
    drawn = sketch(
        submissions="""
            partner_id | month      | part     | due_date   | received_date
            -----------|------------|----------|------------|--------------
            ucan       | 2025-01-01 | outreach | 2025-02-10 | 2025-02-01
            ucan       | 2025-02-01 | outreach | 2025-03-10 | -
            ucan       | 2025-03-01 | outreach | 2025-04-10 | 2025-04-01
            ucan       | 2025-04-01 | outreach | 2025-05-10 | -
            ucan       | 2025-05-01 | outreach | 2025-06-10 | -
        """,
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            ucan       | 29          | p1             | 2025-01-05
        """,
    )
    assert drawn.starts(CONTACTS, "month") == [day("2025-01"), day("2025-02"), day("2025-03")]
    assert drawn.cell(CONTACTS, "month", "2025-02").status == "not_reported"


@pytest.mark.parametrize("place", [("area", 29), ("partner", "ucan"), ("coalition", "coalition")])
def test_quarters_and_years_are_the_sums_of_their_months(sketch, place):
    drawn = sketch(
        submissions=YEAR,
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            ucan       | 29          | p1             | 2025-01-01
            ucan       | 29          | p1             | 2025-02-28
            ucan       | 29          | p1             | 2025-08-31
            ucan       | 29          | p1             | 2025-12-31
        """,
    )
    months = [drawn.count(CONTACTS, "month", f"2025-{m:02d}", *place) for m in range(1, 13)]
    quarters = [drawn.count(CONTACTS, "quarter", f"2025-{m:02d}", *place) for m in (1, 4, 7, 10)]
    assert quarters == [sum(months[i : i + 3]) for i in (0, 3, 6, 9)]
    assert drawn.count(CONTACTS, "year", "2025-01", *place) == sum(months) == 4
