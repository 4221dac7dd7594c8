"""What holds for every measure."""

from pathlib import Path

import pytest

from cp4p_metrics.measures import MEASURES, Shape
from cp4p_metrics.records.columns import UNKNOWN

from .sketch import Sketch, covered, submitted

SPECS = "\n".join(
    path.read_text(encoding="utf-8")
    for path in sorted(Path(__file__).parent.glob("test_*.py"))
    if path.name not in (Path(__file__).name, "test_how_numbers_relate.py")
)

DRAWN = {
    "coverage": covered("2024-01-01", "2025-12-31") + "homicides | 2024-01-01 | 2025-12-31",
    "submissions": submitted("ucan enlace", "2024-07", "2025-10", missing=[("enlace", "2025-03")]),
    "partner_areas": """
        partner_id | area_number | from_date  | until_date
        -----------|-------------|------------|-----------
        ucan       | 29          | 2024-01-01 | 2025-02-14
        ucan       | 49          | 2025-02-15 | -
        enlace     | 30          | -          | -
        enlace     | 29          | 2025-01-01 | -
    """,
    "victimizations": """
        occurred_date | area_number | is_gunshot | is_homicide | source
        --------------|-------------|------------|-------------|--------
        2024-05-05    | 29          | yes        | no          | victims
        2025-02-14    | 29          | yes        | yes         | victims
        2025-02-15    | 29          | no         | yes         | victims
        2025-02-15    | 49          | yes        | no          | victims
        2025-06-30    | -           | yes        | no          | victims
        2025-07-01    | 1           | -          | yes         | homicides
    """,
    "contacts": """
        partner_id | area_number | participant_id | contact_date | purpose
        -----------|-------------|----------------|--------------|---------
        ucan       | 29          | p1             | 2024-07-05   | check_in
        ucan       | 49          | p1             | 2025-03-05   | unknown
        enlace     | 30          | p2             | 2025-02-28   | conflict
    """,
    "responses": """
        partner_id | area_number | response_date | kind     | hours_to_response | case_number
        -----------|-------------|---------------|----------|-------------------|------------
        ucan       | 29          | 2024-12-31    | on_scene | 3                 | -
        enlace     | 30          | 2025-01-01    | hospital | 30                | -
        ucan       | 49          | 2025-02-16    | hospital | -                 | case-4
    """,
    "mediations": """
        partner_id | area_number | started_date | outcome      | conflict_type | outcome_date | reopened_date | follow_up_7_date
        -----------|-------------|--------------|--------------|---------------|--------------|---------------|-----------------
        ucan       | 29          | 2024-12-31   | resolved     | group         | 2025-01-31   | 2025-02-28    | 2025-01-07
        ucan       | 29          | 2025-01-31   | ongoing      | school        | -            | -             | -
        enlace     | 30          | 2025-01-01   | not_resolved | group         | -            | -             | -
    """,
    "agreements": """
        partner_id | area_number | agreed_date | ended_date | end_reason
        -----------|-------------|-------------|------------|-----------
        ucan       | 29          | 2024-12-31  | 2025-03-31 | broken
        enlace     | 30          | 2025-01-01  | -          | unknown
    """,
    "shifts": """
        partner_id | area_number | shift_date | kind         | is_covered | hours
        -----------|-------------|------------|--------------|------------|------
        ucan       | 29          | 2024-12-31 | canvassing   | yes        | 7.25
        ucan       | 49          | 2025-03-31 | safe_passage | no         | -
        enlace     | 30          | 2025-01-01 | safe_passage | -          | -
    """,
    "coordination": """
        partner_id | coordination_date | kind
        -----------|-------------------|--------
        ucan       | 2024-12-31        | meeting
    """,
    "supports": """
        partner_id | area_number | quarter    | kind       | families_of   | families_count | people_count
        -----------|-------------|------------|------------|---------------|----------------|-------------
        ucan       | 29          | 2024-10-01 | funeral    | person_harmed | 2              | 5
        enlace     | 30          | 2025-01-01 | counseling | unknown       | -              | 3
    """,
    "staffing": """
        partner_id | month      | role     | filled_fte
        -----------|------------|----------|-----------
        ucan       | 2024-07-01 | outreach | 2.5
        ucan       | 2025-10-01 | outreach | 3
        enlace     | 2025-09-01 | outreach | -
    """,
    "enrollments": """
        partner_id | area_number | participant_id | enrolled_date | exited_date | risk_level
        -----------|-------------|----------------|---------------|-------------|-----------
        ucan       | 29          | p1             | 2024-07-05    | -           | highest
        enlace     | 30          | p1             | 2024-07-05    | 2025-05-31  | unknown
        enlace     | 30          | p2             | 2025-02-28    | -           | low
    """,
    "needs": """
        partner_id | area_number | participant_id | domain  | identified_date
        -----------|-------------|----------------|---------|----------------
        ucan       | 29          | p1             | housing | 2024-07-06
    """,
    "referrals": """
        partner_id | area_number | participant_id | domain     | referred_date | connected_date | completed_date
        -----------|-------------|----------------|------------|---------------|----------------|---------------
        ucan       | 29          | p1             | housing    | 2024-07-06    | 2024-08-01     | 2024-09-01
        ucan       | 29          | p1             | employment | 2025-02-06    | -              | -
        enlace     | 30          | p2             | employment | 2025-10-06    | 2025-10-08     | -
    """,
    "goals": """
        partner_id | area_number | participant_id | domain  | set_date   | met_date
        -----------|-------------|----------------|---------|------------|-----------
        ucan       | 29          | p1             | housing | 2024-07-06 | 2025-01-06
    """,
    "risk_estimates": """
        area_number | year | people_count | source_name
        ------------|------|--------------|------------
        29          | 2023 | 120          | A study
        30          | 2023 | 90           | A study
        49          | 2025 | 70           | Another study
    """,
    "events": """
        partner_id | area_number | event_date | program            | activity | status  | attendance
        -----------|-------------|------------|--------------------|----------|---------|-----------
        ucan       | 29          | 2024-07-06 | light_in_the_night | movie    | held    | 40
        enlace     | 30          | 2025-07-06 | light_in_the_night | dance    | held    | -
        enlace     | 30          | 2025-07-07 | other              | vigil    | planned | -
        enlace     | 30          | 2025-11-07 | other              | vigil    | planned | -
    """,
    "targets": """
        partner_id | fiscal_year | measure           | target
        -----------|-------------|-------------------|-------
        ucan       | 2025        | outreach_contacts | 4
        enlace     | 2026        | resolved_share    | 60
    """,
}


@pytest.fixture(scope="module")
def drawn():
    sketch = Sketch(**DRAWN)
    sketch.compute(MEASURES)
    return sketch


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_has_a_spec(name):
    assert f'"{name}"' in SPECS


# Two years are too short for a change: it has a spec of its own.
@pytest.mark.parametrize("name", [m.name for m in MEASURES.values() if m.shape is not Shape.CHANGE])
def test_every_cell_of_a_kind_of_place_and_period_is_there_for_all_77_areas(drawn, name):
    measure = MEASURES[name]
    cells = drawn.cells(name)
    assert {key[2] for key in cells} == set(measure.place_kinds)
    assert {key[0] for key in cells} == set(measure.period_kinds)
    if "area" in measure.place_kinds:
        by_period = {}
        for kind, start, place_kind, place, breakdown, category in cells:
            if place_kind == "area":
                by_period.setdefault((kind, start, breakdown, category), set()).add(place)
        assert {frozenset(places) for places in by_period.values()} == {frozenset(str(n) for n in range(1, 78))}


@pytest.mark.parametrize("name", [m.name for m in MEASURES.values() if m.breakdowns])
def test_categories_are_the_same_at_every_place_and_period(drawn, name):
    found = {}
    for key in drawn.cells(name):
        if key[4] != "all":
            found.setdefault((key[4], *key[:4]), set()).add(key[5])
    for breakdown in MEASURES[name].breakdowns:
        assert len({frozenset(c) for key, c in found.items() if key[0] == breakdown}) == 1
        assert all(len(c) > 1 for key, c in found.items() if key[0] == breakdown)


@pytest.mark.parametrize("name", MEASURES)
def test_a_cell_is_either_known_or_not_reported(drawn, name):
    for key, cell in drawn.cells(name).items():
        assert (cell.numerator is None) == (cell.status == "not_reported"), key
        assert cell.status in ("shown", "unstable", "not_reported"), key
        if cell.status == "not_reported":
            assert cell.value is None and cell.lower is None and cell.upper is None, key
        if cell.value is not None and cell.lower is not None:
            assert cell.lower <= cell.value <= cell.upper, key
        if MEASURES[name].shape is Shape.SHARE and cell.numerator is not None:
            assert 0 <= cell.numerator <= cell.denominator, key


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_explains_itself(name):
    measure = MEASURES[name]
    assert measure.title and measure.unit and measure.source and measure.meaning.endswith(".")
    assert measure.fewer_is_better is None or measure.is_public or measure.family == "Trust in the numbers", (
        "a count that only shows recording is neither good nor bad"
    )
    assert UNKNOWN not in measure.breakdowns
