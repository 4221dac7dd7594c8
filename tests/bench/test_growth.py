"""How long the cells take after one more day of contacts, beside counting all of them for the first time.

`CP4P_BENCH_CONTACTS` lists the sizes, in contacts. Each way runs in a process of its own. Of the seconds, those of
the records are what grows with them; the rest is the arithmetic on small tables, which does not.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from cp4p_metrics.home import Home
from cp4p_metrics.intake import import_files

from .large_stores import make_home

pytestmark = pytest.mark.bench

SIZES = [int(size) for size in os.environ.get("CP4P_BENCH_CONTACTS", "10000000").split(",")]
COUNTED = """
import json, resource, sys, time
from pathlib import Path
from cp4p_metrics.home import Home
from cp4p_metrics.measures.cells import compute_cells
from cp4p_metrics.measures.kept_counts import KeptCounts
from cp4p_metrics.records.store import reading

folder, answer = Path(sys.argv[1]), Path(sys.argv[2])
seconds = {}

class Timed(KeptCounts):
    def fill(self, connection, table, sql):
        at = time.perf_counter()
        super().fill(connection, table, sql)
        seconds["records"] = seconds.get("records", 0) + time.perf_counter() - at

began = time.perf_counter()
with reading(Home(folder)) as connection:
    kept = Timed(connection, Home(folder).kept_counts)
    compute_cells(connection, engine=kept)
    at = time.perf_counter()
    kept.put_down()
    kept.close()
    seconds["keeping"] = time.perf_counter() - at
seconds["all"] = time.perf_counter() - began
seconds["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
answer.write_text(json.dumps(seconds))
"""


def counted(home: Home) -> dict[str, float]:
    """Seconds of a publishing's cells, in a process of its own."""
    answer = home.path / "answer.json"
    subprocess.run([sys.executable, "-c", COUNTED, str(home.path), str(answer)], check=True)
    return json.loads(answer.read_text())


def one_more_day(home: Home) -> int:
    """Import a file with as many contacts as the last day but one had, of people met before and new; how many."""
    with duckdb.connect(str(home.store), read_only=True) as store:
        [(day, row_count)] = store.execute(
            "SELECT max(contact_date), (SELECT count(*) // count(DISTINCT contact_date) FROM contacts) FROM contacts"
        ).fetchall()
        partners = store.execute("SELECT partner_id, any_value(area_number) FROM contacts GROUP BY ALL").fetchall()
    lines = ["contact_id,partner_id,area,participant_id,contact_date,purpose,minutes"]
    for number in range(row_count):
        partner, area = partners[number % len(partners)]
        lines.append(f"one-more-{number},{partner},{area},P{1 + number:05},{day},conflict,15")
    path = home.path / "one_more_day.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = import_files(home, [path], is_demonstration=True, tell=lambda words: None)
    assert report.accepted_count == row_count, report.to_text()
    return row_count


@pytest.mark.parametrize("size", SIZES)
def test_one_more_day_beside_counting_everything(tmp_path: Path, size: int) -> None:
    home = make_home(tmp_path / str(size), size)
    first, same = counted(home), counted(home)
    row_count = one_more_day(home)
    more = counted(home)
    print()
    for words, seconds in (("first", first), ("nothing new", same), (f"{row_count:,} more contacts", more)):
        print(
            f"{size:>11,} contacts, {words}: records {seconds['records']:.2f} s, all cells {seconds['all']:.1f} s, "
            f"keeping {seconds['keeping']:.2f} s, {seconds['megabytes']:,.0f} MB"
        )
    print(f"{size:>11,} contacts: of the records' time {more['records'] / first['records']:.1%} again")
    assert more["records"] < first["records"] / 4
    assert more["megabytes"] <= 2_048
