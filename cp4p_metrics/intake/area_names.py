"""Which area a file means: names as written, shortened directions, and small slips where only one area is near.

A slip is mended only where nothing else could be meant: the first letter, every digit and every direction word
(north, near, west …) stand as in the name, few letters differ, and every other area is at least two edits
farther away. So two slips in one area's name never make another area of it.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from cp4p_metrics.coalition import per_coalition
from cp4p_metrics.places import areas_named, letters_of, names_of_several_areas, written_names

COMPASS = ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest")
DIRECTIONS = frozenset((*COMPASS, "near", "far", "lower", "upper"))
SHORTENED = {"n": "north", "no": "north", "s": "south", "so": "south", "e": "east", "w": "west"}
SHORTEST_MENDED, SHORTEST_MENDED_TWICE = 6, 12  # letters: 'Loop' is too near to other words
CLEAR_MARGIN = 2  # edits


@dataclass(frozen=True)
class WrittenArea:
    """What a text stands for: an area, one of several (the place of their shared name), or nothing known here."""

    number: int | None = None
    shared_name: int | None = None
    is_mended: bool = False


@dataclass(frozen=True)
class _Name:
    """A name as it is compared: its letters, and what must stand in the text just so."""

    key: str
    letters: str
    fixed: tuple[tuple[str, ...], str]
    letter_set: frozenset[str]
    numbers: frozenset[int]


def written_area(text: str, settled: Mapping[str, int] | None = None) -> WrittenArea:
    """What the text stands for. `settled` gives the number for names (their letters alone) that a source means so."""
    # A spreadsheet program writes the number 25 as 25.0 where the column also has blanks.
    plain = text.removesuffix(".0")
    if settled and letters_of(plain) in settled:
        return WrittenArea(settled[letters_of(plain)])
    numbers = areas_named(plain)
    if len(numbers) > 1:
        return WrittenArea(shared_name=_place_of(letters_of(plain)))
    return WrittenArea(numbers[0]) if numbers else _nearest(_words(plain))


def plain_words(text: str) -> str:
    """The words of a text without marks between them, so that it can be printed in one line."""
    return " ".join(re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text))


def _nearest(words: list[str]) -> WrittenArea:
    text = _name("", words, frozenset())
    within = _edits_mended(len(text.letters))
    farthest = within + CLEAR_MARGIN - 1  # what is farther away is no rival
    near = [
        (edits(name.letters, text.letters, farthest), name)
        for name in _names()
        # An edit changes the length by one at most, and the set of letters by two.
        if name.fixed == text.fixed
        and abs(len(name.letters) - len(text.letters)) <= farthest
        and len(name.letter_set ^ text.letter_set) <= 2 * farthest
    ]
    near.sort(key=lambda each: each[0])
    if not near:
        return WrittenArea()
    distance, nearest = near[0]
    has_rival = any(other < distance + CLEAR_MARGIN and name.numbers != nearest.numbers for other, name in near[1:])
    allowed = min(within, _edits_mended(len(nearest.letters)))
    if distance > allowed or has_rival or nearest.letters[0] != text.letters[:1]:
        return WrittenArea()
    if len(nearest.numbers) > 1:
        return WrittenArea(shared_name=_place_of(nearest.key))
    return WrittenArea(min(nearest.numbers), is_mended=True)


def _edits_mended(length: int) -> int:
    return (length >= SHORTEST_MENDED) + (length >= SHORTEST_MENDED_TWICE)


def _place_of(key: str) -> int:
    return [letters_of(name) for name, _ in names_of_several_areas()].index(key)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("'", "").replace("’", "")
    return [SHORTENED.get(word, word) for word in re.findall(r"[^\W_]+", plain)]


def _name(key: str, words: list[str], numbers: frozenset[int]) -> _Name:
    letters = "".join(words)
    directions = tuple(sorted(word for word in words if word in DIRECTIONS))
    digits = "".join(mark for mark in letters if mark.isdigit())
    return _Name(key, letters, (directions, digits), frozenset(letters), numbers)


@per_coalition()
def _names() -> tuple[_Name, ...]:
    numbers: dict[str, tuple[list[str], set[int]]] = {}
    for name, number in written_names():
        numbers.setdefault(letters_of(name), (_words(name), set()))[1].add(number)
    return tuple(_name(key, words, frozenset(found)) for key, (words, found) in numbers.items())


def edits(one: str, other: str, most: int) -> int:
    """How many letters to put in, take out, change, or swap with the next (optimal string alignment); capped."""
    one, other = _beyond_shared_start(one, other)
    one, other = _beyond_shared_start(one[::-1], other[::-1])
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, mark in enumerate(other, start=1):
            cost = above[column - 1] if letter == mark else 1 + min(above[column], line[-1], above[column - 1])
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == mark:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > most:  # lines change by one at most, so a swap that looks two back comes no nearer
            return most + 1
        before, above = above, line
    return min(above[-1], most + 1)


def _beyond_shared_start(one: str, other: str) -> tuple[str, str]:
    shared = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    if shared is None:
        shared = min(len(one), len(other))
    return one[shared:], other[shared:]
