"""The datasets of the City's portal that are read, from datasets.toml."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from cp4p_metrics.errors import UnknownNameError

FILE = Path(__file__).parent / "datasets.toml"


@dataclass(frozen=True)
class Dataset:
    """One dataset of a portal: where it is, which columns are asked for, and what some of them mean.

    `key` names a row, `case` the police case, `date` when it happened, `updated` when the row last changed.
    """

    name: str
    title: str
    portal: str
    id: str
    profile: str
    key: str
    case: str
    date: str
    updated: str
    select: tuple[str, ...]


def get_dataset(name: str) -> Dataset:
    """The dataset of that name; raises UnknownNameError."""
    listed = tomllib.loads(FILE.read_text(encoding="utf-8"))
    if name not in listed:
        raise UnknownNameError("dataset", name, listed)
    written = listed[name]
    return Dataset(name=name, **{**written, "select": tuple(written["select"])})
