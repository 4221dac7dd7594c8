"""Write test data the way you would sketch it on paper."""

from datetime import date

import duckdb

from cp4p_metrics.records.columns import UNKNOWN, Kind
from cp4p_metrics.records.store import create_store, name_records
from cp4p_metrics.records.tables import get_table

BATCH = "sketched"


def parse_table(text: str) -> list[dict[str, object]]:
    """The rows of a text table: a header, a rule, and one line a row; an empty cell is None."""
    header, _rule, *lines = list(text.strip().splitlines())
    names = [cell.strip() for cell in header.split("|")]
    return [dict(zip(names, map(parse_cell, line.split("|")), strict=True)) for line in lines]


def parse_cell(cell: str) -> object:
    cell = cell.strip()
    if cell in ("", "-"):
        return None
    if cell in ("yes", "no"):
        return cell == "yes"
    if len(cell) == 10 and cell[4] == "-":
        return date.fromisoformat(cell)
    return int(cell) if cell.isdigit() else cell


def sketch_store(connection: duckdb.DuckDBPyConnection, **tables: str) -> duckdb.DuckDBPyConnection:
    """Fill an empty in-memory database with the record tables and the sketched rows.

    Keys that are not drawn are numbered, codes that are not drawn are unknown (or the first of the list).
    `coverage` may be drawn like any table.
    """
    create_store(connection)
    name_records(connection, "memory")
    for name, text in tables.items():
        for number, row in enumerate(parse_table(text), start=1):
            drawn = dict(row)
            if name != "coverage":
                for column in get_table(name).columns:
                    if column.name in drawn:
                        continue
                    if column.name in get_table(name).key and column.kind is Kind.TEXT:
                        drawn[column.name] = f"{name}-{number}"
                    elif column.kind is Kind.CODE:
                        drawn[column.name] = UNKNOWN if UNKNOWN in column.codes else column.codes[0]
                    elif column.name == "case_number":
                        drawn[column.name] = f"case-{number}"
            drawn["batch_id"] = BATCH
            marks = ", ".join(f"${place + 1}" for place in range(len(drawn)))
            connection.execute(f"INSERT INTO {name} ({', '.join(drawn)}) VALUES ({marks})", list(drawn.values()))
    return connection
