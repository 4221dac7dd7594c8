"""Needs by the day on which they were named and by domain: needs_named."""

from cp4p_metrics.records.tables import DOMAINS

from .sketch import submitted

YEAR = submitted("ucan enlace", "2025-01", "2025-12", "case_management", missing=[("enlace", "2025-05")])


def test_needs_count_on_the_day_they_were_named_and_each_domain_is_there(sketch):
    drawn = sketch(
        submissions=YEAR,
        needs="""
            partner_id | area_number | participant_id | domain     | identified_date
            -----------|-------------|----------------|------------|----------------
            ucan       | 29          | p1             | housing    | 2025-03-31
            ucan       | 29          | p1             | employment | 2025-03-31
            ucan       | 29          | p1             | housing    | 2025-04-01
            enlace     | 30          | p2             | housing    | 2025-03-01
        """,
    )
    assert drawn.count("needs_named", "month", "2025-03") == 3
    assert drawn.count("needs_named", "month", "2025-04", "partner", "ucan") == 1
    numbers = {
        d: drawn.count("needs_named", "quarter", "2025-01", breakdown="domain", category=d) for d in DOMAINS.split()
    }
    assert numbers == {**dict.fromkeys(DOMAINS.split(), 0), "housing": 2, "employment": 1}
    assert drawn.cell("needs_named", "quarter", "2025-01", breakdown="domain", category="unknown") is None, (
        "never blank"
    )


def test_a_missing_month_is_not_reported(sketch):
    drawn = sketch(
        submissions=YEAR,
        needs="""
            partner_id | area_number | participant_id | domain     | identified_date
            -----------|-------------|----------------|------------|----------------
            ucan       | 29          | p1             | housing    | 2025-03-31
        """,
    )
    assert drawn.cell("needs_named", "month", "2025-05", "partner", "enlace").status == "not_reported"
    assert drawn.count("needs_named", "month", "2025-04", "partner", "enlace") == 0
