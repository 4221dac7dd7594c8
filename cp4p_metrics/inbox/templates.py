"""The templates that a partner may send by itself, made from the tables by `cp4p_metrics.intake.templates`."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("templates.json")


@dataclass(frozen=True)
class Template:
    """One kind of record: what a row is, the part of the monthly report that it belongs to, and its columns."""

    name: str
    meaning: str
    part: str
    columns: tuple[str, ...]

    @property
    def file_name(self) -> str:
        return f"{self.name}.csv"

    @property
    def header(self) -> str:
        """A CSV file with a header and no row yet."""
        return ",".join(self.columns) + "\n"


@cache
def templates() -> tuple[Template, ...]:
    """Every kind of record that a partner may send by itself."""
    written = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(Template(**{**each, "columns": tuple(each["columns"])}) for each in written)
