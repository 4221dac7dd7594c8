"""What a partner recorded in a fiscal year, in percent of what its contract promises by then."""

import pytest

from cp4p_metrics.measures import MEASURES, Shape
from cp4p_metrics.measures.progress import NEVER_PROMISED, can_be_promised, grows_over_the_year
from cp4p_metrics.records.tables import MEASURES_WITH_TARGETS

from .sketch import day, submitted

HALF_A_YEAR = submitted("ucan enlace", "2025-07", "2025-12")
CONTACTS = """
    partner_id | area_number | participant_id | contact_date
    -----------|-------------|----------------|-------------
    ucan       | 29          | p1             | 2025-06-30
    ucan       | 29          | p1             | 2025-07-01
    ucan       | 29          | p2             | 2025-12-31
    ucan       | 29          | p3             | 2025-12-31
    enlace     | 30          | p4             | 2025-12-31
"""


def targets(*rows):
    return "partner_id | fiscal_year | measure | target\n---|---|---|---\n" + "\n".join(rows)


def progress(drawn, measure, start="2025-07", partner="ucan"):
    return drawn.cell("contract_progress", "fiscal_year", start, "partner", partner, "measure", measure)


def test_a_target_for_a_count_is_taken_for_the_months_that_are_known(sketch):
    drawn = sketch(
        submissions=HALF_A_YEAR,
        contacts=CONTACTS,
        targets=targets("ucan | 2026 | outreach_contacts | 12", "enlace | 2026 | outreach_contacts | 1"),
    )
    found = progress(drawn, "outreach_contacts")
    assert (found.numerator, found.denominator, found.unknown) == (3, 12, 0)
    assert found.value == pytest.approx(50), "3 of the 6 that half a year owes; June is of the year before"
    assert progress(drawn, "outreach_contacts", partner="enlace").value == pytest.approx(200)


def test_the_fiscal_year_is_named_after_the_year_in_which_it_ends(sketch):
    drawn = sketch(
        submissions=submitted("ucan", "2024-07", "2025-12"),
        contacts=CONTACTS,
        targets=targets("ucan | 2025 | outreach_contacts | 4", "ucan | 2026 | outreach_contacts | 12"),
    )
    before = progress(drawn, "outreach_contacts", "2024-07")
    assert (before.numerator, before.denominator, before.value) == (1, 4, 25.0), "a year that is over is taken whole"
    assert {key[1] for key in drawn.cells("contract_progress")} == {day("2024-07"), day("2025-07")}


def test_a_month_that_did_not_come_in_counts_neither_as_work_nor_as_time(sketch):
    drawn = sketch(
        submissions=submitted("ucan enlace", "2025-07", "2025-12", missing=[("ucan", "2025-08"), ("ucan", "2025-09")]),
        contacts=CONTACTS,
        targets=targets("ucan | 2026 | outreach_contacts | 12"),
    )
    found = progress(drawn, "outreach_contacts")
    assert (found.numerator, found.denominator, found.unknown) == (3, 12, 2)
    assert found.value == pytest.approx(75), "3 of the 4 that four known months owe"


def test_a_year_of_which_nothing_came_in_is_not_reported(sketch):
    drawn = sketch(
        submissions=submitted(
            "ucan enlace", "2025-06", "2025-12", missing=[("ucan", f"2025-{m:02d}") for m in range(7, 13)]
        ),
        contacts=CONTACTS.replace("ucan       | 29          | p1             | 2025-07-01\n", "")
        .replace("    ucan       | 29          | p2             | 2025-12-31\n", "")
        .replace("    ucan       | 29          | p3             | 2025-12-31\n", "")
        .replace("    ucan       | 29          | p1             | 2025-07-01\n", ""),
        targets=targets("ucan | 2026 | outreach_contacts | 12"),
    )
    found = progress(drawn, "outreach_contacts")
    assert (found.numerator, found.denominator, found.value, found.status) == (None, None, None, "not_reported")


def test_a_share_is_set_against_the_whole_target(sketch):
    drawn = sketch(
        submissions=HALF_A_YEAR,
        mediations="""
            partner_id | area_number | started_date | conflict_type | outcome
            -----------|-------------|--------------|---------------|-------------
            ucan       | 29          | 2025-08-01   | group         | resolved
            ucan       | 29          | 2025-08-01   | group         | resolved
            ucan       | 29          | 2025-08-01   | group         | not_resolved
            ucan       | 29          | 2025-08-01   | group         | ongoing
        """,
        targets=targets("ucan | 2026 | resolved_share | 50", "enlace | 2026 | resolved_share | 50"),
    )
    found = progress(drawn, "resolved_share")
    assert (found.numerator, found.denominator, found.status) == (67, 50, "unstable"), "few known outcomes"
    assert found.value == pytest.approx(100 * (200 / 3) / 50), "from the share itself, not from its rounding"
    assert progress(drawn, "resolved_share", partner="enlace").status == "not_reported", "no outcome is known yet"


def test_what_stands_at_the_end_is_set_against_the_whole_target(sketch):
    drawn = sketch(
        submissions=HALF_A_YEAR,
        enrollments="""
            partner_id | area_number | participant_id | enrolled_date | exited_date
            -----------|-------------|----------------|---------------|------------
            ucan       | 29          | p1             | 2025-01-05    | -
            ucan       | 29          | p2             | 2025-07-05    | -
            ucan       | 29          | p3             | 2025-07-05    | 2025-12-31
        """,
        targets=targets("ucan | 2026 | active_caseload | 10", "ucan | 2026 | new_enrollments | 8"),
    )
    caseload, enrolled = progress(drawn, "active_caseload"), progress(drawn, "new_enrollments")
    assert (caseload.numerator, caseload.denominator, caseload.value) == (2, 10, 20.0)
    assert (enrolled.numerator, enrolled.denominator, enrolled.value) == (2, 8, 50.0), "2 of 4 for half a year"


def test_no_target_a_target_of_nothing_and_a_year_to_come_have_no_progress(sketch):
    drawn = sketch(
        submissions=HALF_A_YEAR,
        contacts=CONTACTS,
        targets=targets(
            "ucan | 2026 | outreach_contacts | 0",
            "ucan | 2026 | mediations | -",
            "ucan | 2027 | outreach_contacts | 12",
            "nobody | 2026 | outreach_contacts | 12",
        ),
    )
    assert drawn.cells("contract_progress") == {}
    assert sketch(submissions=HALF_A_YEAR, contacts=CONTACTS).cells("contract_progress") == {}


def test_progress_leaves_no_cells_of_the_measures_that_it_is_made_from(sketch):
    drawn = sketch(submissions=HALF_A_YEAR, contacts=CONTACTS, targets=targets("ucan | 2026 | outreach_contacts | 12"))
    assert {key[:1] + key[2:] for key in drawn.cells("contract_progress")} == {
        ("fiscal_year", "partner", "ucan", "measure", "outreach_contacts")
    }
    assert {row[0] for row in drawn.connection.execute("SELECT measure FROM memory.cells").fetchall()} == {
        "contract_progress"
    }


# What a contract can promise


def test_a_target_names_a_count_or_a_share_of_partners_work():
    assert set(MEASURES_WITH_TARGETS.split()) == {m.name for m in MEASURES.values() if can_be_promised(m)}


def test_what_is_never_promised_is_a_measure_that_could_be():
    assert set(MEASURES) >= NEVER_PROMISED
    assert {MEASURES[name].shape for name in NEVER_PROMISED} <= {Shape.COUNT, Shape.DISTINCT, Shape.SHARE, Shape.STOCK}


def test_counts_grow_over_the_year_and_shares_and_what_stands_do_not():
    growing = {name for name in MEASURES_WITH_TARGETS.split() if grows_over_the_year(MEASURES[name])}
    assert {"outreach_contacts", "new_enrollments", "events_held"} <= growing
    assert not growing & {"active_caseload", "resolved_share", "reporting_completeness"}
    assert all(MEASURES[name].shape in (Shape.COUNT, Shape.DISTINCT) for name in growing)
