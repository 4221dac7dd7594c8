"""The datasets of the City's portal that are read, from datasets.toml."""

import datetime
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cp4p_metrics.errors import UnknownNameError

FILE = Path(__file__).parent / "datasets.toml"


@dataclass(frozen=True)
class Dataset:
    """One dataset of a portal: where it is, which columns are asked for, and what some of them mean.

    `key` names a row (`key_is_number` says how it is ordered), `case` the police case, `date` when it happened,
    `updated` when the row last changed; a dataset without the latter two is read whole each time. `first_day` is
    the day from which on a first pull reads, where all of it would be too much.
    """

    name: str
    title: str
    portal: str
    id: str
    profile: str
    key: str
    select: tuple[str, ...]
    key_is_number: bool = False
    case: str | None = None
    date: str | None = None
    updated: str | None = None
    first_day: datetime.date | None = None

    @property
    def has_revisions(self) -> bool:
        """Whether the portal can be asked for what happened or changed since a day."""
        return self.date is not None and self.updated is not None


def dataset_names() -> tuple[str, ...]:
    """The datasets that can be pulled."""
    return tuple(_listed())


def get_dataset(name: str) -> Dataset:
    """The dataset of that name; raises UnknownNameError."""
    listed = _listed()
    if name not in listed:
        raise UnknownNameError("dataset", name, listed)
    written = listed[name]
    return Dataset(name=name, **{**written, "select": tuple(written["select"])})


def _listed() -> dict[str, dict[str, Any]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
