"""Tau-Argus's modular suppression of a table, in a process of its own by a Python that has pytauargus installed.

That Python is given this file as a script, and the persons as JSON on its input. It prints the withheld cells as JSON.
"""

import importlib
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any


def withheld_by_tau_argus(python: str, persons: dict[str, list[str]], threshold: int) -> dict[str, str]:
    """The withheld cells as "area or region|month, quarter or year|group", and why: U below the threshold, M for others.

    python: path of the interpreter. persons: for each the area, region, month, quarter, year and group.
    """
    asked = json.dumps({"persons": persons, "threshold": threshold})
    script = str(Path(__file__).resolve())
    with tempfile.TemporaryDirectory() as folder:  # it leaves files in the folder that it runs in
        answer = subprocess.run(
            [python, script], input=asked, capture_output=True, text=True, check=True, timeout=600, cwd=folder
        )
    return dict(json.loads(answer.stdout.splitlines()[-1]))


def _main() -> None:
    import sys

    protect = importlib.import_module("pytauargus").protect  # its own Python has it, ours has not

    asked: dict[str, Any] = json.load(sys.stdin)
    persons = asked["persons"]
    persons["count"] = [1] * len(persons["area"])
    protected = protect(
        persons,
        ["area", "month", "group"],
        response="count",
        safety_rules=f"FREQ({asked['threshold']},1)",
        suppress="MOD(1,5,1,1,1)",
        hrc={"area": "area > region", "month": "month > quarter > year"},
        workdir="run",
    )
    rows = protected.tables[0].rows
    withheld = {f"{row['area']}|{row['month']}|{row['group']}": row["status"] for row in rows if row["status"] in "UM"}
    print(json.dumps(withheld))


if __name__ == "__main__":
    _main()
