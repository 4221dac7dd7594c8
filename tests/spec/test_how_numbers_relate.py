"""Breakdowns add up, wider periods and places count no less, and a partner that moves is right in both areas."""

from collections.abc import Iterable
from datetime import date

import pytest

from cp4p_metrics.measures import MEASURES, Measure, Shape
from tests.tables import parse_table

from .crowd import MOVED_FROM, MOVED_TO, OTHER_PEOPLE, crowd, text_of
from .sketch import Cell, Sketch, submitted

PARTS = ("numerator", "denominator", "unknown")
NO_COUNTS = {
    Shape.QUOTIENT: "what it is made from is looked at itself",
    Shape.CHANGE: "set against another period",
    Shape.GAP: "set against other areas",
    Shape.PROGRESS: "set against a contract",
}
BY_PEOPLE = "someone is in several categories"
# Breakdowns whose categories are no parts of a whole.
NOT_ADDED_UP = {
    ("people_engaged", "purpose"): BY_PEOPLE,
    ("unmet_need", "domain"): BY_PEOPLE,
    ("areas_reached", "program"): "an area has events of both programs",
    **{("active_caseload", trait): BY_PEOPLE for trait in ("risk_level", "age_band", "gender", "race_ethnicity")},
    **{("people_served", trait): BY_PEOPLE for trait in ("risk_level", "age_band", "gender", "race_ethnicity")},
    ("needs_identified", "domain"): "each domain is a share of all enrollments",
    ("retention", "day"): "each day has its own cohort",
    ("retention_competing_exits", "day"): "each day has its own cohort",
    ("agreements_holding", "day"): "each day is about all agreements",
    ("follow_up_done_share", "follow_up"): "each follow-up is about all mediations",
    ("unknown_share", "field"): "each field is about all records",
    ("unknown_share_of_public_records", "field"): "each field is about all records",
    ("contract_progress", "measure"): "each target is of a measure of its own",
}
# What categories without a total of their own add up to: the numerator of another measure.
TOTALS = {
    "contact_purpose_mix": "outreach_contacts",
    "referral_status_mix": "referrals",
    "events_by_activity": "events_held",
    "programs_by_age_group": "events_held",
    "activities_by_age_group": "events_held",
    "exit_reasons": None,  # their own denominator alone
    "police_coordination": None,  # of the coalition alone, meetings and notifications apart
}
BROKEN_DOWN = [
    (name, breakdown)
    for name, measure in MEASURES.items()
    for breakdown in (*measure.breakdowns, *([measure.always_by] if measure.always_by else []))
]


@pytest.fixture(scope="module")
def many() -> Sketch:
    sketch = Sketch(**crowd())
    sketch.compute(MEASURES)
    return sketch


def counted(measure: Measure) -> bool:
    return measure.shape not in NO_COUNTS


def is_told(cells: Iterable[Cell | None], part: str) -> bool:
    """Whether each says how many are unknown: a month that did not come in shows what came of it, but not that."""
    return part != "unknown" or all(cell is None or cell.status != "not_reported" for cell in cells)


def number(cell: Cell | None, part: str) -> int:
    """What the cell counts; nothing where it is not known."""
    return (getattr(cell, part) if cell else None) or 0


@pytest.mark.parametrize("name", MEASURES)
def test_the_crowd_has_numbers_of_every_measure(many, name):
    assert any(cell.numerator for cell in many.cells(name).values())


@pytest.mark.parametrize("name", MEASURES)
def test_what_is_not_reported_has_no_value(many, name):
    for key, cell in many.cells(name).items():
        if cell.status == "not_reported":
            assert cell.numerator is None and cell.value is None and cell.lower is None and cell.upper is None, key


def test_every_breakdown_adds_up_or_is_excepted_for_a_reason():
    assert set(NOT_ADDED_UP) <= set(BROKEN_DOWN)
    assert {name for name, breakdown in BROKEN_DOWN if breakdown == MEASURES[name].always_by} <= {
        *TOTALS,
        *(name for name, _ in NOT_ADDED_UP),
    }


@pytest.mark.parametrize(
    ("name", "breakdown"),
    [(n, b) for n, b in BROKEN_DOWN if (n, b) not in NOT_ADDED_UP and not MEASURES[n].always_by],
)
def test_breakdowns_sum_to_their_totals_at_every_place_and_period(many, name, breakdown):
    cells = many.cells(name)
    parted: dict[tuple[object, ...], list[Cell]] = {}
    for key, cell in cells.items():
        if key[4] == breakdown:
            parted.setdefault(key[:4], []).append(cell)
    assert parted
    for where, each in parted.items():
        whole = cells[(*where, "all", "all")]
        for part in PARTS:
            if is_told([whole, *each], part):
                assert sum(number(cell, part) for cell in each) == number(whole, part), (part, where)


@pytest.mark.parametrize(("name", "whole"), TOTALS.items())
def test_categories_without_a_total_sum_to_what_they_are_categories_of(many, name, whole):
    sums: dict[tuple[object, ...], int] = {}
    wholes: dict[tuple[object, ...], set[int]] = {}
    for key, cell in many.cells(name).items():
        sums[key[:4]] = sums.get(key[:4], 0) + number(cell, "numerator")
        wholes.setdefault(key[:4], set()).add(number(cell, "denominator"))
    if MEASURES[name].shape is Shape.MIX:
        assert {where: {added} for where, added in sums.items()} == wholes
    if whole:
        for where, added in sums.items():
            assert added == number(many.cells(whole)[(*where, "all", "all")], "numerator"), where


@pytest.mark.parametrize(("name", "breakdown"), [each for each in NOT_ADDED_UP if not MEASURES[each[0]].always_by])
def test_distinct_people_of_a_category_are_no_more_than_all_and_all_no_more_than_their_sum(many, name, breakdown):
    cells = many.cells(name)
    found: dict[tuple[object, ...], list[int]] = {}
    for key, cell in cells.items():
        if key[4] == breakdown:
            found.setdefault(key[:4], []).append(number(cell, "numerator"))
    assert found
    for where, each in found.items():
        assert max(each) <= number(cells[(*where, "all", "all")], "numerator") <= sum(each), where


# Wider


def periods_around(kind: str, start: date, kinds: tuple[str, ...]) -> list[tuple[str, date]]:
    """The longer periods in which a month or a quarter lies wholly."""
    year = ("year", date(start.year, 1, 1))
    fiscal_year = ("fiscal_year", date(start.year - (start.month < 7), 7, 1))
    quarter = ("quarter", date(start.year, 3 * ((start.month - 1) // 3) + 1, 1))
    months = 1 if kind == "month" else 3
    windows = [
        ("last_12_months", date(start.year - (start.month <= back), (start.month - 1 - back) % 12 + 1, 1))
        for back in range(13 - months)
    ]
    around = {"month": [quarter, year, fiscal_year, *windows], "quarter": [year, fiscal_year, *windows]}.get(kind, [])
    return [period for period in around if period[0] in kinds]


@pytest.mark.parametrize("name", [n for n, m in MEASURES.items() if counted(m) and not m.stands_at_end])
def test_a_longer_period_never_counts_less(many, name):
    """Not for what stands on the last day of a period: that may have been more before."""
    cells, kinds, compared = many.cells(name), tuple(MEASURES[name].period_kinds), 0
    for (kind, start, *where), cell in cells.items():
        for longer in periods_around(kind, start, kinds):
            around = cells.get((*longer, *where))
            if around is None:
                assert longer[0] == "last_12_months", (longer, where)  # windows must lie wholly in the records
                continue
            compared += 1
            assert cell.status == "not_reported" or around.status != "not_reported" or around.numerator is None
            for part in PARTS:
                assert number(around, part) >= number(cell, part), (part, kind, start, where, longer)
    assert compared or not {"month", "quarter"} & set(kinds)


WIDER = {"area": "coalition", "partner": "coalition", "coalition": "city"}
# The coalition counts a coming home at the first enrollment that names it, and once that partner's records were
# followed for thirty days; another partner may have been followed longer.
NOT_IN_A_WIDER_PLACE = {"reentry_enrolled_within_30_days"}


@pytest.mark.parametrize("name", [n for n, m in MEASURES.items() if counted(m) and n not in NOT_IN_A_WIDER_PLACE])
def test_a_wider_place_never_counts_less(many, name):
    """Every area lies in the city, but not in the coalition: there, only partners' own rows are the coalition's."""
    measure, cells, compared = MEASURES[name], many.cells(name), 0
    by_area = measure.is_public or measure.is_placed_by_area
    for (kind, start, place_kind, place, *rest), cell in cells.items():
        wider = "city" if place_kind == "area" and by_area else WIDER.get(place_kind)
        around = cells.get((kind, start, wider, wider, *rest))
        if around is None or (around.status == "not_reported" and around.numerator is None):
            continue
        compared += 1
        for part in PARTS:
            # Residents of a place that changed are a mean over its months.
            if part != "denominator" or measure.shape is not Shape.RATE:
                assert number(around, part) >= number(cell, part), (part, kind, start, place, rest)
    assert compared or len(measure.place_kinds) == 1


@pytest.mark.parametrize(
    "name",
    [
        n
        for n, m in MEASURES.items()
        if counted(m) and not m.is_placed_by_area and not (m.distinct or m.partner_view or m.is_public)
    ],
)
def test_program_numbers_of_the_coalition_are_the_sums_over_partners_and_over_areas(many, name):
    """Not distinct people, and not what is counted once for the coalition and once for each partner."""
    placed: dict[tuple[object, ...], list[Cell]] = {}
    for (kind, start, place_kind, _, *rest), cell in many.cells(name).items():
        placed.setdefault((place_kind, kind, start, *rest), []).append(cell)
    for (place_kind, *key), each in placed.items():
        for whole in placed.get(("coalition", *key), []):
            for part in PARTS:
                # What stood at the end of a month that one partner did not send, the coalition can't tell apart.
                if is_told([whole, *each], "unknown" if MEASURES[name].stands_at_end else part):
                    assert sum(number(cell, part) for cell in each) == number(whole, part), (part, place_kind, key)


# A partner that changes areas


@pytest.fixture(scope="module")
def apart() -> Sketch:
    """The same records, had the work in ucan's first and second area been that of two partners."""
    tables = crowd()
    for name, text in tables.items():
        rows = parse_table(text)
        if name == "submissions" or "partner_id" not in rows[0]:
            continue
        for row in rows:
            if row["partner_id"] == "ucan":
                is_later = row.get("area_number") == MOVED_TO or row.get("participant_id") in OTHER_PEOPLE
                row["partner_id"] = "later" if is_later else "earlier"
        tables[name] = text_of(rows)
    both = [("earlier", "2024-06"), ("later", "2024-06"), ("enlace", "2025-03"), ("enlace", "2025-10")]
    tables["submissions"] = submitted("earlier later enlace", "2024-02", "2025-10", missing=both)
    sketch = Sketch(**tables)
    sketch.compute(MEASURES)
    return sketch


OF_THE_LIST = ("reporting_completeness", "days_late")  # the list asks each partner, whatever it does
MOVED = [n for n, m in MEASURES.items() if n not in (*OF_THE_LIST, "contract_progress")]


@pytest.mark.parametrize("name", MOVED)
def test_who_does_the_work_changes_no_number_of_an_area_the_coalition_or_the_city(many, apart, name):
    one, other = ({key: cell for key, cell in s.cells(name).items() if key[2] != "partner"} for s in (many, apart))
    assert one.keys() == other.keys()
    for key, cell in one.items():
        for told, again in zip(cell, other[key], strict=True):
            # Shares that last are products of many, rounded in another order where partners are others.
            assert told == again or told == pytest.approx(again, rel=1e-9), key


@pytest.mark.parametrize(
    "name",
    [
        n
        for n in MOVED
        if counted(MEASURES[n]) and MEASURES[n].shape is not Shape.RATE and "partner" in MEASURES[n].place_kinds
    ],
)
def test_a_partner_that_changes_areas_in_mid_year_counts_what_two_partners_would(many, apart, name):
    """Rates aside: they need twelve months of each place. Nobody was with both, so that even people add up."""
    measure, parted, found = MEASURES[name], apart.cells(name), 0
    by_area = measure.is_placed_by_area or measure.subject in ("gunshots", "homicides", "shooting_responses")
    for key, cell in many.cells(name).items():
        # Nor are there windows of twelve months where a place has only some of them.
        if key[3] != "ucan" or (key[0] == "last_12_months" and by_area):
            continue
        two = [parted.get((*key[:3], partner, *key[4:])) for partner in ("earlier", "later")]
        for part in PARTS:
            if is_told([cell, *two], part):
                assert number(cell, part) == sum(number(each, part) for each in two), (part, key)
                found += number(cell, part)
    assert found or tuple(measure.period_kinds) == ("last_12_months",)


def test_months_before_and_after_the_change_are_those_of_either_area(many):
    """Of the City's records, whoever is assigned that day has them: the month of the change is of both areas."""
    for name in ("gunshot_victimizations", "homicides", "shooting_incidents", "incidents", "victimizations"):
        of_partner = {month: many.count(name, "month", month, "partner", "ucan") for month in ("2025-01", "2025-03")}
        assert of_partner["2025-01"] == many.count(name, "month", "2025-01", "area", MOVED_FROM)
        assert of_partner["2025-03"] == many.count(name, "month", "2025-03", "area", MOVED_TO)


def test_whoever_is_on_the_caseload_at_the_end_of_a_period_was_served_in_it(many):
    for key, cell in many.cells("active_caseload").items():
        assert number(cell, "numerator") <= number(many.cells("people_served")[key], "numerator"), key
