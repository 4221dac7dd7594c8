"""Families and people supported after harm: families_supported, people_supported."""

from cp4p_metrics.measures import MEASURES

from .sketch import submitted

FAMILIES, PEOPLE = "families_supported", "people_supported"
YEAR = submitted("ucan enlace", "2025-01", "2025-12", "case_management")
DRAWN = """
    partner_id | area_number | quarter    | kind       | families_of       | families_count | people_count
    -----------|-------------|------------|------------|-------------------|----------------|-------------
    ucan       | 29          | 2025-01-01 | funeral    | person_harmed     | 3              | 11
    ucan       | 29          | 2025-01-01 | relocation | person_who_harmed | 1              | -
    ucan       | 29          | 2025-04-01 | funeral    | person_harmed     | 2              | 5
    enlace     | 30          | 2025-01-01 | counseling | unknown           | -              | 4
    enlace     | 29          | 2025-01-01 | counseling | person_harmed     | 0              | 0
"""


def test_families_and_people_add_up_over_places_kinds_and_quarters(sketch):
    drawn = sketch(submissions=YEAR, supports=DRAWN)
    assert [drawn.count(FAMILIES, "quarter", f"2025-{m:02d}") for m in (1, 4, 7)] == [4, 2, 0]
    assert drawn.count(FAMILIES, "year", "2025-01") == drawn.count(FAMILIES, "fiscal_year", "2024-07") == 6
    assert drawn.count(FAMILIES, "quarter", "2025-01", "partner", "ucan") == 4
    assert drawn.count(FAMILIES, "quarter", "2025-01", "area", 29) == 4
    assert drawn.count(PEOPLE, "quarter", "2025-01") == 15
    assert drawn.count(PEOPLE, "year", "2025-01", "area", 29) == 16


def test_families_of_those_harmed_and_of_those_who_harmed_stand_beside_each_other(sketch):
    drawn = sketch(submissions=YEAR, supports=DRAWN)
    of = {
        whose: drawn.cell(FAMILIES, "quarter", "2025-01", breakdown="families_of", category=whose)
        for whose in ("person_harmed", "person_who_harmed", "unknown")
    }
    assert [of[whose].numerator for whose in ("person_harmed", "person_who_harmed")] == [3, 1]
    assert (of["unknown"].numerator, of["unknown"].unknown, of["unknown"].status) == (None, 1, "not_reported"), (
        "a blank count is not zero"
    )
    kinds = {
        kind: drawn.count(FAMILIES, "quarter", "2025-01", breakdown="kind", category=kind)
        for kind in ("funeral", "relocation", "court_support")
    }
    assert kinds == {"funeral": 3, "relocation": 1, "court_support": 0}


def test_entries_without_a_count_are_unknown_and_add_nothing(sketch):
    drawn = sketch(submissions=YEAR, supports=DRAWN)
    assert drawn.cell(FAMILIES, "quarter", "2025-01").unknown == 1
    assert drawn.cell(PEOPLE, "quarter", "2025-01").unknown == 1
    assert drawn.cell(PEOPLE, "quarter", "2025-01", "partner", "enlace").unknown == 0


def test_never_finer_than_a_quarter(sketch):
    drawn = sketch(submissions=YEAR, supports=DRAWN)
    for name in (FAMILIES, PEOPLE):
        assert {key[0] for key in drawn.cells(name)} == {"quarter", "year", "fiscal_year"}
        assert {key[0] for key in drawn.cells(name) if key[2] == "area" and key[4] != "all"} == {"year", "fiscal_year"}


def test_a_quarter_of_which_nothing_came_in_is_not_reported(sketch):
    drawn = sketch(
        submissions=submitted(
            "ucan enlace", "2025-01", "2025-06", "case_management", missing=[("ucan", f"2025-0{m}") for m in (1, 2, 3)]
        ),
        supports="""
            partner_id | area_number | quarter    | kind    | families_count | people_count
            -----------|-------------|------------|---------|----------------|-------------
            ucan       | 29          | 2025-04-01 | funeral | 3              | 11
        """,
    )
    for name in (FAMILIES, PEOPLE):
        assert drawn.cell(name, "quarter", "2025-01", "partner", "ucan").status == "not_reported"
        assert drawn.count(name, "quarter", "2025-01", "partner", "enlace") == 0


def test_that_they_are_not_distinct_is_said_in_words():
    assert "Not distinct families" in " ".join(MEASURES[FAMILIES].caveats)
    assert "Not distinct people" in " ".join(MEASURES[PEOPLE].caveats)
