"""From the answer of before to that of now, for views whose rows each come from one row of the records.

Sums: the months in which rows came or went are counted anew, the others stand. Distinct people: those who came or
went are taken out as they were and put in as they are, since nobody's count depends on anyone else.
"""

from collections.abc import Sequence
from datetime import date

import duckdb

from cp4p_metrics.engines import Engine
from cp4p_metrics.periods import add_months, month_end

from .counting import DISTINCT_COUNTS, MONTH, Question, Span
from .kept_file import Answer

MOST_MONTHS = 24  # more than these are counted with all others
# Whether someone is new in a month depends on the eleven before and after, and those on theirs.
MONTHS_AROUND = 22
SAME_CELL = "place_kind, place, month, breakdown, category"


def renew_months(
    connection: duckdb.DuckDBPyConnection, engine: Engine, table: str, question: Question, kept: Answer
) -> bool:
    """Fill memory.<table> with the kept answer, its touched months counted anew; False where they are too many."""
    months = _months(connection, f"counted_fresh.{question.view}", f"counted_gone.{question.view}")
    if None in months or len(months) > MOST_MONTHS:
        return False
    columns = {name for name, *_ in connection.execute(f"DESCRIBE kept.{kept.table_name}").fetchall()}
    day = "month" if "month" in columns else "date"
    runs = _runs([month for month in months if month])
    touched = " OR ".join(f"{day} BETWEEN DATE '{first}' AND DATE '{last}'" for first, last in runs)
    left = f"WHERE NOT coalesce({touched}, FALSE)" if runs else ""
    answers = [f"SELECT * FROM kept.{kept.table_name} {left}"]
    for number, span in enumerate(runs):
        engine.fill(connection, f"renewed_{number}", question.over(f"counted.{question.view}", span))
        answers.append(f"SELECT * FROM memory.renewed_{number}")
    connection.execute(f"CREATE OR REPLACE TABLE memory.{table} AS {' UNION ALL '.join(answers)}")
    return True


def renew_people(
    connection: duckdb.DuckDBPyConnection, engine: Engine, table: str, question: Question, kept: Answer
) -> bool:
    """Fill memory.<table> with the kept answer, without those who came or went as they were, with them as they are.

    False where a row names nobody.
    """
    assert question.span
    assert kept.span
    view, who = question.view, question.distinct
    came_and_went = [f"counted_fresh.{view}", f"counted_gone.{view}"]
    # Rows that were there and lay after the last day of before.
    newly_told = (
        f"(SELECT date, {who} FROM counted.{view} WHERE date > DATE '{kept.span[1]}' "
        f"AND date <= DATE '{question.span[1]}')"
    )
    if kept.span != question.span:
        came_and_went.append(newly_told)
    months = _months(connection, *came_and_went)
    if not months:
        connection.execute(f"CREATE OR REPLACE TABLE memory.{table} AS SELECT * FROM kept.{kept.table_name}")
        return True
    met = " UNION ALL ".join(f"SELECT {who} AS who FROM {rows}" for rows in came_and_went)
    connection.execute(f"CREATE OR REPLACE TABLE memory.touched AS SELECT who FROM ({met}) GROUP BY who")
    known = [month for month in months if month]
    is_nobody = connection.execute("SELECT 1 FROM touched WHERE who IS NULL").fetchall()
    if is_nobody or len(known) < len(months):
        return False
    around = (add_months(min(known), -MONTHS_AROUND), month_end(add_months(max(known), MONTHS_AROUND)))
    named = ", ".join(dict.fromkeys(["date", *question.columns]))
    engine.fill(
        connection,
        "rows_now",
        f"SELECT {named}, count(*) AS row_count FROM counted.{view} WHERE date BETWEEN DATE '{around[0]}' "
        f"AND DATE '{around[1]}' AND {who} IN (SELECT who FROM touched) GROUP BY {named}",
    )
    moved = [
        f"SELECT {named}, {sign}count(*) AS row_count FROM counted_{schema}.{view} GROUP BY {named}"
        for schema, sign in (("fresh", "-"), ("gone", "+"))
    ]
    connection.execute(
        f"CREATE OR REPLACE TABLE memory.rows_before AS SELECT {named} FROM "
        f"(SELECT * FROM rows_now UNION ALL {' UNION ALL '.join(moved)}) GROUP BY {named} HAVING sum(row_count) > 0"
    )
    for rows, span in (("rows_now", question.span), ("rows_before", kept.span)):
        connection.execute(f"CREATE OR REPLACE TABLE memory.of_{rows} AS {question.over(f'memory.{rows}', span)}")
    added = ", ".join(f"CAST(sum({name}) AS BIGINT) AS {name}" for name in DISTINCT_COUNTS)
    taken = ", ".join(f"-{name} AS {name}" for name in DISTINCT_COUNTS)
    counts = f"{SAME_CELL}, {', '.join(DISTINCT_COUNTS)}"
    connection.execute(
        f"CREATE OR REPLACE TABLE memory.{table} AS SELECT {SAME_CELL}, {added} FROM ("
        f"SELECT {counts} FROM kept.{kept.table_name} UNION ALL SELECT {counts} FROM of_rows_now "
        f"UNION ALL SELECT {SAME_CELL}, {taken} FROM of_rows_before"
        f") GROUP BY {SAME_CELL} HAVING sum(people) <> 0"
    )
    return not connection.execute(f"SELECT 1 FROM memory.{table} WHERE people < 0 LIMIT 1").fetchall()


def _months(connection: duckdb.DuckDBPyConnection, *rows: str) -> list[date | None]:
    """The months of these rows."""
    each = " UNION ALL ".join(f"SELECT {MONTH} AS month FROM {name}" for name in rows)
    found = connection.execute(f"SELECT month FROM ({each}) GROUP BY month ORDER BY month").fetchall()
    return [month for (month,) in found]


def _runs(months: Sequence[date]) -> list[Span]:
    """The months as few spans of days as possible."""
    runs: list[Span] = []
    for month in months:
        if runs and add_months(runs[-1][1].replace(day=1), 1) == month:
            runs[-1] = (runs[-1][0], month_end(month))
        else:
            runs.append((month, month_end(month)))
    return runs
