"""The coalition that this installation works for: its city, its words, its calendar, and the folder of its facts.

`CP4P_COALITION` names the folder, or one of data/coalitions by its name; Chicago's is the default. Read once a
process, with the standard library alone: the web process imports this.
"""

import csv
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, wraps
from pathlib import Path
from typing import Any, TypeVar, TypeVarTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .errors import DataFileError
from .home import PROJECT

CHICAGO, CHICAGOS_KEY = PROJECT / "data" / "reference", "chicago"
SHIPPED = PROJECT / "data" / "coalitions"
FILE = "coalition.toml"
FOLDER_VARIABLE = "CP4P_COALITION"
NEEDED = ("key", "name", "city", "time_zone")
Given = TypeVarTuple("Given")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Coalition:
    """What a coalition calls itself and its areas, when its days and years begin, and what its sources are called.

    `key` is written into the record store and into releases. `area` and `areas` are the noun for one area and
    for several; `example_area` and `full_of_visitors` name some. `view` is where the map looks, None to look
    at all boundaries. `sources` and `caveats` hold what is particular to the city, for the measures' texts.
    """

    folder: Path
    key: str
    name: str
    city: str
    time_zone: ZoneInfo
    fiscal_year_first_month: int
    area: str
    areas: str
    example_area: str
    full_of_visitors: str
    event_program: str
    event_program_about: str
    view: Mapping[str, float] | None
    sources: Mapping[str, str]
    caveats: Mapping[str, tuple[str, ...]]

    @property
    def is_chicago(self) -> bool:
        return self.key == CHICAGOS_KEY

    @property
    def an_area(self) -> str:
        """The noun for one area, as in 'a community area'."""
        return f"{'an' if self.area[:1].lower() in 'aeiou' else 'a'} {self.area}"

    def in_own_words(self, text: str) -> str:
        """The text with {program} and the {names} of sources written out."""
        for name, said in {"program": self.event_program, **self.sources}.items():
            text = text.replace(f"{{{name}}}", said)
        return text


def coalition_folder() -> Path:
    """The folder that `CP4P_COALITION` names, else Chicago's. Raises DataFileError where it is none."""
    named = os.environ.get(FOLDER_VARIABLE)
    return _folder(named) if named else CHICAGO


@cache
def _folder(named: str) -> Path:
    for path in (Path(named).expanduser().resolve(), SHIPPED / named):
        if (path / FILE).is_file():
            return path
    shipped = ", ".join(f"'{path.name}'" for path in sorted(SHIPPED.glob("*")) if (path / FILE).is_file())
    raise DataFileError(
        f"CP4P_COALITION is '{named}', where there is no {FILE}. Give the folder of a coalition"
        f"{f', or a name of those that come along: {shipped}' if shipped else ''}. docs/coalitions.md tells how."
    )


def text_of(file_name: str) -> str | None:
    """What stands in a file of the coalition's folder; None where it has no such file."""
    try:
        return (coalition_folder() / file_name).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None


def rows_of(file_name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of the coalition's folder; none where it has no such file."""
    return list(csv.DictReader((text_of(file_name) or "").splitlines()))


def per_coalition(most: int | None = None) -> Callable[[Callable[[*Given], Answer]], Callable[[*Given], Answer]]:
    """A cache of up to so many answers of a function, in which no coalition gets those of another."""

    def keep(read: Callable[[*Given], Answer]) -> Callable[[*Given], Answer]:
        @lru_cache(maxsize=most)
        def kept(folder: Path, *arguments: Any) -> Answer:
            del folder
            return read(*arguments)

        @wraps(read)
        def answer(*arguments: *Given) -> Answer:
            return kept(coalition_folder(), *arguments)

        return answer

    return keep


@per_coalition()
def coalition() -> Coalition:
    """The coalition of this installation. Raises DataFileError for a folder that does not say what is needed."""
    folder = coalition_folder()
    try:
        written = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise DataFileError(f"{FILE} in {folder} can't be read. Compare it with docs/coalitions.md.") from None
    missing = [name for name in NEEDED if not isinstance(written.get(name), str)]
    if missing:
        raise DataFileError(f"{FILE} in {folder} lacks {', '.join(missing)}. docs/coalitions.md explains each line.")
    areas, events = _table(written, "areas"), _table(written, "events")
    first_month = written.get("fiscal_year_first_month", 1)
    if first_month not in range(1, 13):
        raise DataFileError(f"{FILE} in {folder}: fiscal_year_first_month is not a month. Write it as 1 to 12.")
    return Coalition(
        folder=folder,
        key=written["key"],
        name=written["name"],
        city=written["city"],
        time_zone=_time_zone(written["time_zone"], folder),
        fiscal_year_first_month=first_month,
        area=areas.get("one", "area"),
        areas=areas.get("many", "areas"),
        example_area=areas.get("example", ""),
        full_of_visitors=areas.get("full_of_visitors", ""),
        event_program=events.get("program", "Public evenings"),
        event_program_about=events.get("about", "Public events from July to September."),
        view=_table(written, "map") or None,
        sources={"victims": "The City's victim file", "residents": "Census counts", **_table(written, "sources")},
        caveats={name: tuple(said) for name, said in _table(written, "caveats").items()},
    )


def _table(written: Mapping[str, Any], name: str) -> dict[str, Any]:
    return dict(written.get(name, {}))


def _time_zone(name: str, folder: Path) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        raise DataFileError(f"{FILE} in {folder}: '{name}' is no time zone. Write it as 'America/New_York'.") from None
