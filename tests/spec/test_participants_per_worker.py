"""Filled positions and the participants for each: outreach_staff, participants_per_worker."""

from .sketch import submitted

STAFF, PER_WORKER = "outreach_staff", "participants_per_worker"
QUARTER = submitted("ucan enlace", "2025-01", "2025-03", "outreach case_management")


def test_ceasefire_had_829_clients_for_75_workers_that_is_11_05(sketch):
    # Skogan and others (2008), CeaseFire in Chicago.
    drawn = sketch(
        submissions=submitted("ucan", "2025-01", "2025-03", "case_management"),
        staffing="""
            partner_id | month      | role            | filled_fte
            -----------|------------|-----------------|-----------
            ucan       | 2025-03-01 | outreach        | 75
            ucan       | 2025-03-01 | case_management | 40
        """,
        enrollments="partner_id | area_number | participant_id | enrolled_date\n---|---|---|---\n"
        + "\n".join(f"ucan | 29 | p{number} | 2025-01-15" for number in range(829)),
    )
    found = drawn.cell(PER_WORKER, "quarter", "2025-01")
    assert round(found.value, 2) == 11.05
    assert drawn.cell(PER_WORKER, "quarter", "2025-01", "partner", "ucan").value == found.value == 829 / 75


def test_positions_are_those_of_the_last_month_in_outreach_alone(sketch):
    drawn = sketch(
        submissions=QUARTER,
        staffing="""
            partner_id | month      | role            | filled_fte | budgeted_fte
            -----------|------------|-----------------|------------|-------------
            ucan       | 2025-01-01 | outreach        | 4          | 5
            ucan       | 2025-02-01 | outreach        | 3.5        | 5
            ucan       | 2025-03-01 | outreach        | 2.25       | 5
            ucan       | 2025-03-01 | case_management | 9          | 9
            ucan       | 2025-03-01 | victim_support  | 9          | 9
            enlace     | 2025-03-01 | outreach        | 1          | 2
        """,
    )
    assert drawn.cell(STAFF, "month", "2025-02", "partner", "ucan").value == 3.5
    assert drawn.cell(STAFF, "quarter", "2025-01", "partner", "ucan").value == 2.25
    assert drawn.cell(STAFF, "quarter", "2025-01").value == drawn.cell(STAFF, "year", "2025-01").value == 3.25
    assert {key[2] for key in drawn.cells(STAFF)} == {"partner", "coalition"}, "positions have no area"


def test_no_filled_position_is_zero_and_leaves_no_quotient(sketch):
    drawn = sketch(
        submissions=QUARTER,
        staffing="""
            partner_id | month      | role     | filled_fte
            -----------|------------|----------|-----------
            ucan       | 2025-03-01 | outreach | 0
        """,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date
            -----------|-------------|----------------|--------------
            ucan       | 29          | p1             | 2025-01-15
        """,
    )
    assert drawn.cell(STAFF, "month", "2025-03", "partner", "ucan").value == 0
    assert drawn.cell(PER_WORKER, "month", "2025-03", "partner", "ucan").value is None


def test_blank_positions_are_not_reported_for_the_partner_and_unknown_in_the_coalition(sketch):
    drawn = sketch(
        submissions=QUARTER,
        staffing="""
            partner_id | month      | role     | filled_fte
            -----------|------------|----------|-----------
            ucan       | 2025-02-01 | outreach | 4
            ucan       | 2025-03-01 | outreach | -
            enlace     | 2025-03-01 | outreach | 2
        """,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date
            -----------|-------------|----------------|--------------
            ucan       | 29          | p1             | 2025-01-15
            enlace     | 30          | p2             | 2025-01-15
        """,
    )
    assert drawn.cell(STAFF, "month", "2025-03", "partner", "ucan").status == "not_reported"
    assert drawn.cell(PER_WORKER, "month", "2025-03", "partner", "ucan").status == "not_reported"
    together = drawn.cell(STAFF, "month", "2025-03")
    assert (together.value, together.unknown) == (2, 1)
    assert drawn.cell(PER_WORKER, "month", "2025-02", "partner", "ucan").value == 1 / 4


def test_a_participant_of_two_partners_is_one_of_the_coalitions_participants(sketch):
    drawn = sketch(
        submissions=QUARTER,
        staffing="""
            partner_id | month      | role     | filled_fte
            -----------|------------|----------|-----------
            ucan       | 2025-03-01 | outreach | 1
            enlace     | 2025-03-01 | outreach | 1
        """,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date
            -----------|-------------|----------------|---------------|------------
            ucan       | 29          | p1             | 2025-01-15    | -
            enlace     | 30          | p1             | 2025-01-15    | -
            enlace     | 30          | p2             | 2025-01-15    | 2025-03-31
        """,
    )
    assert drawn.cell(PER_WORKER, "month", "2025-03").value == 1 / 2
    assert drawn.cell(PER_WORKER, "month", "2025-03", "partner", "enlace").value == 1, "p2 had left by the last day"
