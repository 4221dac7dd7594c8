"""A coalition with many rows in every record table, made up from the tables' own columns: the same each time."""

from datetime import date, timedelta
from random import Random

from cp4p_metrics.records.columns import Column, Kind
from cp4p_metrics.records.tables import PUBLIC_TABLES, TABLES, Table

from .sketch import covered, submitted

Row = dict[str, object]
FIRST, LAST = date(2024, 2, 1), date(2025, 10, 31)
CITY_FIRST, CITY_LAST = date(2021, 1, 1), date(2025, 11, 15)
ROWS_OF_EACH = 220
WAITS = (0, 1, 7, 8, 30, 31, 60, 90, 91, 200, 400)  # days after what comes before
# Where each partner's participants are met: of ucan, which moves, some in its first area and some in its second.
MOVED_FROM, MOVED_TO = 29, 49
LAST_DAY_THERE = date(2025, 2, 14)
AREAS = {"ucan": (MOVED_FROM, MOVED_TO), "enlace": (30, MOVED_FROM, 1)}
FIRST_PEOPLE, OTHER_PEOPLE = ("p1", "p2", "p3", "p4", "p5"), ("p6", "p7", "p8", "p9")
PEOPLE = {MOVED_FROM: FIRST_PEOPLE, MOVED_TO: OTHER_PEOPLE}
NOT_MADE_UP = ("partners", "partner_areas", "submissions", "targets", "event_partners", "crimes", "parks")

PARTNER_AREAS = """
    partner_id | area_number | from_date  | until_date
    -----------|-------------|------------|-----------
    ucan       | 29          | 2023-01-01 | 2025-02-14
    ucan       | 49          | 2025-02-15 | -
    enlace     | 30          | -          | -
    enlace     | 29          | 2024-09-10 | -
"""
LATE = ("2030-01-05", "2030-01-20", 5)  # the day on which it came, of the first five
MISSING = [("enlace", "2025-03"), ("enlace", "2025-10"), ("ucan", "2024-06")]


def crowd() -> dict[str, str]:
    """The tables, as text."""
    return {
        "coverage": covered(f"{CITY_FIRST}", f"{CITY_LAST}") + f"homicides | {CITY_FIRST} | {CITY_LAST}",
        "submissions": submitted("ucan enlace", "2024-02", "2025-10", missing=MISSING).replace(*LATE),
        "partner_areas": PARTNER_AREAS,
        "targets": """
            partner_id | fiscal_year | measure           | target
            -----------|-------------|-------------------|-------
            ucan       | 2025        | outreach_contacts | 40
            enlace     | 2026        | resolved_share    | 60
        """,
        **{table.name: text_of(rows_of(table)) for table in TABLES.values() if table.name not in NOT_MADE_UP},
    }


def rows_of(table: Table) -> list[Row]:
    draws = Random(table.name)
    keys: set[tuple[object, ...]] = set()
    rows = []
    for number in range(ROWS_OF_EACH):
        row = one_row(table, draws, number)
        key = tuple(row[name] for name in table.key)
        if key not in keys:
            rows.append(row)
        keys.add(key)
    return rows


def one_row(table: Table, draws: Random, number: int) -> Row:
    row: Row = {}
    partner = draws.choice([*AREAS])
    place = draws.choice(AREAS[partner])
    for column in table.columns:
        if column.kind is Kind.PARTNER:
            row[column.name] = partner
        elif column.kind is Kind.AREA:
            row[column.name] = place if column.is_required else draws.choice((29, 30, 49, 1, None))
        elif column.kind is Kind.PARTICIPANT:
            row[column.name] = draws.choice(PEOPLE.get(place, (*FIRST_PEOPLE, *OTHER_PEOPLE)))
        elif column.name == "case_number":
            row[column.name] = f"J{draws.randint(1, 25)}"
        elif column.name in table.key and column.kind is Kind.TEXT:
            row[column.name] = f"{number:03}"
        else:
            row[column.name] = one_value(column, row, draws)
    if table.name in PUBLIC_TABLES:
        # A case lies in one area, so that a response of the partner that serves it can't be another area's.
        row["case_number"] = f"J{row['area_number']}-{draws.randint(1, 80)}"
        row["occurred_date"] = CITY_FIRST + timedelta(days=draws.randint(0, (CITY_LAST - CITY_FIRST).days))
        row["is_gunshot"] = row["is_gunshot"] if row["source"] == "victims" else None
    elif "case_number" in row:
        row["case_number"] = draws.choice((None, f"J{place}-{draws.randint(1, 80)}"))
    if row.get("status") in ("held", "canceled_weather", "canceled_safety", "canceled_other"):
        row["event_date"] = min(row["event_date"], LAST)  # type: ignore[type-var]
    elif row.get("status") == "planned":
        row["event_date"] += timedelta(days=150)  # type: ignore[operator]
    return row


def one_value(column: Column, row: Row, draws: Random) -> object:
    """A value that the column may hold; now and then none, where it may be blank."""
    before = row.get(column.not_before or "")
    since = before + timedelta(days=draws.choice(WAITS)) if isinstance(before, date) else None
    some_day = since or FIRST + timedelta(days=draws.randint(0, (LAST - FIRST).days + 40))
    values: dict[Kind, object] = {
        Kind.DATE: some_day,
        Kind.MONTH: date(draws.choice((2024, 2025)), draws.randint(2, 10), 1),
        Kind.QUARTER: date(draws.choice((2024, 2025)), draws.choice((4, 7)), 1),
        Kind.BOOLEAN: draws.random() < 0.7,
        Kind.DECIMAL: f"{draws.randint(0, 800) / 100:.2f}",
        Kind.INTEGER: draws.randint(2022, 2025) if column.name == "year" else draws.randint(0, 90),
        Kind.TEXT: "A study",
    }
    if column.kind is Kind.CODE:
        return draws.choice(column.codes)
    return None if not column.is_required and draws.random() < 0.2 else values[column.kind]


def text_of(rows: list[Row]) -> str:
    """Rows as a text table."""
    names = list(rows[0])
    lines = [" | ".join(written(row[name]) for name in names) for row in rows]
    return "\n".join([" | ".join(names), "---", *lines])


def written(value: object) -> str:
    if value is None:
        return "-"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
