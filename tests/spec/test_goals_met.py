"""Goals met of those set: goals_met_share."""

from .sketch import submitted

MET = "goals_met_share"
YEAR = submitted("ucan enlace", "2025-01", "2025-12", "case_management", missing=[("enlace", "2025-12")])


def told(cell):
    return cell.numerator, cell.denominator, cell.value


def test_goals_count_on_the_day_they_were_set_and_are_met_by_the_last_day_known(sketch):
    drawn = sketch(
        submissions=YEAR,
        goals="""
            partner_id | area_number | participant_id | domain     | set_date   | met_date
            -----------|-------------|----------------|------------|------------|-----------
            ucan       | 29          | p1             | housing    | 2025-03-31 | 2025-12-31
            ucan       | 29          | p1             | housing    | 2025-03-31 | 2026-01-01
            ucan       | 29          | p1             | employment | 2025-03-31 | -
            ucan       | 29          | p1             | housing    | 2025-04-01 | 2025-04-01
            enlace     | 30          | p2             | housing    | 2025-03-01 | 2025-11-30
            enlace     | 30          | p2             | housing    | 2025-03-01 | 2025-12-01
        """,
    )
    assert told(drawn.cell(MET, "month", "2025-03", "partner", "ucan")) == (1, 3, 100 / 3)
    assert told(drawn.cell(MET, "month", "2025-04")) == (1, 1, 100.0)
    assert told(drawn.cell(MET, "month", "2025-03", "area", 30)) == (1, 2, 50.0), "its records end in November"
    assert told(drawn.cell(MET, "quarter", "2025-01", breakdown="domain", category="housing")) == (2, 4, 50.0)
    assert told(drawn.cell(MET, "quarter", "2025-01", breakdown="domain", category="education")) == (0, 0, None)


def test_a_month_without_goals_has_no_share_and_a_missing_one_is_not_reported(sketch):
    drawn = sketch(
        submissions=YEAR,
        goals="""
            partner_id | area_number | participant_id | domain  | set_date
            -----------|-------------|----------------|---------|-----------
            enlace     | 30          | p2             | housing | 2025-03-01
        """,
    )
    assert told(drawn.cell(MET, "month", "2025-04", "partner", "enlace")) == (0, 0, None)
    assert drawn.cell(MET, "month", "2025-12", "partner", "enlace").status == "not_reported"
