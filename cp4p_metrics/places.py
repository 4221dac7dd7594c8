"""The coalition's areas: names, residents, boundaries, neighbors, and the partners listed there.

Read from the coalition's folder, once a process, with the standard library alone: the web process imports this.
"""

import json
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import pairwise
from typing import Any

from .coalition import CHICAGO, coalition, coalition_folder, per_coalition, rows_of, text_of
from .errors import AmbiguousNameError, CannotAnswerError, Cp4pError, DataFileError, UnknownNameError

REFERENCE, POPULATION = CHICAGO, "population_"  # as the columns of census counts begin: population_2020
KEPT_SPELLINGS = 4096  # files repeat few spellings many times


class UnknownAreaError(UnknownNameError):
    """A name or number that no area has, with the nearest names."""

    def __init__(self, text: str, suggestions: tuple[str, ...] = ()) -> None:
        meant = " or ".join(f"'{name}'" for name in suggestions)
        example = f", as in '{coalition().example_area}'" if coalition().example_area else ""
        hint = f"Did you mean {meant}?" if meant else f"Write an official name{example}, or {numbers_words()}."
        Cp4pError.__init__(self, f"There is no {coalition().area} '{text}'. {hint}")
        self.suggestions = suggestions


@dataclass(frozen=True)
class Area:
    """One of the coalition's areas, with its residents at each census; none where they are not known."""

    number: int
    name: str
    census_counts: tuple[tuple[int, int], ...]

    @property
    def population(self) -> dict[int, int]:
        """Residents by census year."""
        return dict(self.census_counts)


@dataclass(frozen=True)
class PartnerArea:
    """That a partner serves an area, or did. A date that is not known is None."""

    partner_id: str
    partner_name: str
    area_number: int
    area_name: str
    from_date: date | None
    until_date: date | None
    status: str  # 'listed' or 'past'
    source: str


@per_coalition()
def areas() -> tuple[Area, ...]:
    """All areas, by number. Raises DataFileError for a file that can't be used."""
    rows = rows_of("areas.csv")
    years = sorted(int(name.removeprefix(POPULATION)) for name in (rows or [{}])[0] if name.startswith(POPULATION))
    try:
        found = [
            Area(
                number=int(row["area_number"]),
                name=row["area_name"],
                census_counts=tuple((year, int(row[f"{POPULATION}{year}"])) for year in years),
            )
            for row in rows
        ]
    except (KeyError, TypeError, ValueError):
        raise DataFileError(
            f"areas.csv in {coalition_folder()} can't be used: every row needs a whole number as its area_number, an "
            f"area_name, and a count in each column that begins with {POPULATION}."
        ) from None
    if not found or len({known.number for known in found}) < len(found):
        raise DataFileError(f"areas.csv in {coalition_folder()} has no rows, or an area_number twice.")
    return tuple(sorted(found, key=lambda known: known.number))


def area(number: int) -> Area:
    """The area of that number; raises UnknownAreaError."""
    try:
        return _areas_by_number()[number]
    except KeyError:
        raise UnknownAreaError(str(number)) from None


def area_name(number: int) -> str:
    """The official name of the area of that number; raises UnknownAreaError."""
    return area(number).name


@per_coalition()
def numbers_words() -> str:
    """'a number from 1 to 77', or 'one of the 22 numbers (1, 2, 3, 5 …)' where some between are missing."""
    numbers = [known.number for known in areas()]
    if numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"a number from {numbers[0]} to {numbers[-1]}"
    shown = ", ".join(map(str, numbers[:4]))
    return f"one of the {len(numbers)} numbers ({shown}{' …' if len(numbers) > 4 else ''})"


def census_years() -> tuple[int, ...]:
    """The years in which residents were counted; none where they are not known."""
    return tuple(year for year, _ in areas()[0].census_counts)


def residents(area_number: int, year: int) -> int:
    """Residents of an area in a year, in whole persons.

    The count itself in a census year, on a straight line between two censuses (a half rounds up), the last count
    afterwards. Raises CannotAnswerError before the first, UnknownAreaError for a number that no area has.
    """
    counts = area(area_number).census_counts
    _check_census(year)
    for (earlier_year, earlier), (later_year, later) in pairwise(counts):
        if year < later_year:
            span, passed = later_year - earlier_year, year - earlier_year
            return (2 * (earlier * (span - passed) + later * passed) + span) // (2 * span)
    return counts[-1][1]


def residents_vintage(year: int) -> str:
    """In words, what the number of residents in that year rests on."""
    _check_census(year)
    years = census_years()
    if year in years:
        return f"{year} census"
    for earlier_year, later_year in pairwise(years):
        if earlier_year < year < later_year:
            return f"on a straight line between the {earlier_year} and {later_year} censuses"
    return f"{years[-1]} census, held since"


def _check_census(year: int) -> None:
    if not census_years():
        raise CannotAnswerError(f"Who lives in the {coalition().areas} is not known here, so there are no rates.")
    if year < census_years()[0]:
        raise CannotAnswerError(f"There are no residents for {year}. Ask for {census_years()[0]} or a later year.")


@per_coalition(KEPT_SPELLINGS)
def resolve_area(text: str) -> int:
    """The number of the area that a text names: an official name, a local one, or a number.

    Case, blanks and punctuation do not matter. Raises UnknownAreaError with the nearest names, and
    AmbiguousNameError for a name of several areas ('Garfield Park').
    """
    written, numbers = text.strip(), areas_named(text)
    if len(numbers) > 1:
        raise AmbiguousNameError(coalition().area, written, [area_name(number) for number in numbers])
    if not numbers:
        raise UnknownAreaError(written, () if _is_number(written) else _nearest_names(written))
    return numbers[0]


def areas_named(text: str) -> tuple[int, ...]:
    """The numbers of the areas that a text names as it stands: none, one, or those that share the name."""
    written = text.strip()
    if _is_number(written):
        digits = written.lstrip("0")
        # Compared as text: a cell with thousands of digits is no number worth reading.
        return tuple(number for number in _areas_by_number() if str(number) == digits)
    return _numbers_by_letters().get(letters_of(written), ())


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdigit()


@per_coalition()
def written_names() -> tuple[tuple[str, int], ...]:
    """Each official and local name with its area's number. A name that several areas share stands for each."""
    official = tuple((known.name, known.number) for known in areas())
    return official + tuple((row["local_name"], int(row["area_number"])) for row in rows_of("local_names.csv"))


@per_coalition()
def names_of_several_areas() -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The names that more than one area answers to, with the areas' numbers."""
    shared = {letters: numbers for letters, numbers in _numbers_by_letters().items() if len(numbers) > 1}
    written = {letters_of(name): name for name, _ in reversed(written_names())}
    return tuple((written[letters], numbers) for letters, numbers in shared.items())


def letters_of(name: str) -> str:
    """A name without case, blanks and punctuation; digits and other marks stay, so that 'Austin 2' is no area."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(mark for mark in plain if mark.isalnum())


@per_coalition()
def boundaries() -> dict[str, Any]:
    """A GeoJSON collection of the areas, empty where no boundary is known. One object for all: do not change it."""
    text = text_of("boundaries.geojson")
    return json.loads(text) if text else {"type": "FeatureCollection", "features": []}


@per_coalition()
def neighbors() -> dict[int, frozenset[int]]:
    """The areas that touch each one, along a border or at a corner. One object for all: do not change it."""
    touching: dict[int, set[int]] = {known.number: set() for known in areas()}
    for row in rows_of("neighbors.csv"):
        one, other = int(row["area_number"]), int(row["neighbor_number"])
        touching[one].add(other)
        touching[other].add(one)
    return {number: frozenset(others) for number, others in touching.items()}


@per_coalition()
def partner_areas() -> tuple[PartnerArea, ...]:
    """Every known pair of a partner and an area, listed or past."""
    return tuple(
        PartnerArea(
            partner_id=row["partner_id"],
            partner_name=row["partner_name"],
            area_number=int(row["area_number"]),
            area_name=row["area_name"],
            from_date=_date_or_none(row["from_date"]),
            until_date=_date_or_none(row["until_date"]),
            status=row["status"],
            source=row["source"],
        )
        for row in rows_of("partner_areas.csv")
    )


def listed_partner_areas() -> tuple[PartnerArea, ...]:
    """The pairs that the coalition's public list holds now."""
    return tuple(pair for pair in partner_areas() if pair.status == "listed")


def _date_or_none(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@per_coalition()
def _areas_by_number() -> dict[int, Area]:
    return {known.number: known for known in areas()}


@per_coalition()
def _numbers_by_letters() -> dict[str, tuple[int, ...]]:
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for name, number in written_names():
        if number not in numbers[letters_of(name)]:
            numbers[letters_of(name)].append(number)
    return {letters: tuple(found) for letters, found in numbers.items()}


@per_coalition(KEPT_SPELLINGS)
def _nearest_names(text: str) -> tuple[str, ...]:
    """Up to three names that look like the text, nearest first."""
    names = {letters_of(name): name for name, _ in reversed(written_names())}
    return tuple(names[letters] for letters in get_close_matches(letters_of(text), names, n=3, cutoff=0.7))
