"""Every published cell beside its twin."""

from collections.abc import Iterable
from itertools import islice
from math import isclose

import duckdb

from cp4p_metrics.measures import MEASURES
from cp4p_metrics.measures.cells import compute_cells
from tests.tables import sketch_store

from . import cases, events, mediation, outreach, trust, violence
from .cells import DERIVED, TWINS, Cells, expected
from .generated import Row
from .numbers import Cell
from .records import Records

MODULES = (violence, outreach, mediation, cases, events, trust)  # importing them makes the twins known
KNOWN_TWINS = TWINS.keys() | DERIVED.keys()
CELLS = """
SELECT measure, period_kind, period_start, place_kind, place, breakdown, category,
    numerator, denominator, unknown, value, status
FROM memory.cells
"""


def compare(drawn: dict[str, list[Row]], names: Iterable[str]) -> None:
    """Compute the measures of these names, and demand the twin's cells: all of them, and no other."""
    for number, row in enumerate(drawn.get("enrollments", [])):
        row["enrollment_id"] = f"enrollment-{number:03}"
    records, published = Records(drawn), published_cells(drawn, names)
    for name in names:
        wrong = differences(published.get(name, {}), expected(records, name))
        told = "\n".join(f"{key}: published {one}, twin {other}" for key, one, other in islice(wrong, 4))
        assert not wrong, f"{name}: {len(wrong)} cells differ.\n{told}"


def published_cells(drawn: dict[str, list[Row]], names: Iterable[str]) -> dict[str, Cells]:
    tables = {name: text_table(rows) for name, rows in drawn.items() if rows}
    with sketch_store(duckdb.connect(), **tables) as connection:
        compute_cells(connection, [MEASURES[name] for name in names])
        found: dict[str, Cells] = {}
        for name, *row in connection.execute(CELLS).fetchall():
            key = tuple(row[:6])
            assert key not in found.setdefault(name, {}), f"{name} has the same cell twice: {key}"
            found[name][key] = Cell(*row[6:])
    return found


def differences(published: Cells, twins: Cells) -> list[tuple[object, ...]]:
    keys = published.keys() | twins.keys()
    found = [(key, published.get(key), twins.get(key)) for key in keys if published.get(key) != twins.get(key)]
    return sorted((each for each in found if not agree(each[1], each[2])), key=str)


def agree(one: Cell | None, other: Cell | None) -> bool:
    if one is None or other is None or one._replace(value=None) != other._replace(value=None):
        return False
    if one.value is None or other.value is None:
        return one.value is other.value
    return isclose(one.value, other.value, rel_tol=1e-9, abs_tol=1e-9)


def text_table(rows: list[Row]) -> str:
    """Rows as a text table, the way specs draw them."""
    names = list(rows[0])
    return "\n".join([" | ".join(names), "---", *(" | ".join(written(row[name]) for name in names) for row in rows)])


def written(value: object) -> str:
    if value is None:
        return "-"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
