"""How common a word is as a given name and as a surname in the United States, from data/reference/names.txt."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from cp4p_metrics.coalition import per_coalition, rows_of, text_of
from cp4p_metrics.places import REFERENCE, areas, listed_partner_areas

WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
# Letters that no accent can be taken from.
PLAIN_LETTERS = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "ı": "i", "ð": "d", "þ": "th"})
ARABIC_ARTICLES = ("al", "el", "abu", "abd", "bin", "ibn")
# Public memory, not people whom a program serves: they may stand in the name of an event or a place.
COMMEMORATED = """
martin luther king, harold washington, jane addams, rosa parks, fred hampton, emmett till, ida b wells,
mahalia jackson, malcolm x, barack obama, michelle obama, carter g woodson, marcus garvey, cesar chavez,
dolores huerta, frederick douglass, abraham lincoln, george washington, john f kennedy, robert f kennedy,
eugene williams, gwendolyn brooks, arthur ashe, muhammad ali, oscar micheaux, a philip randolph, paul robeson,
benito juarez, roberto clemente, simon bolivar, christopher columbus, casimir pulaski, thaddeus kosciuszko,
frederic chopin, st patrick, juneteenth
"""


@dataclass(frozen=True)
class Weight:
    """From 0 (never) to 3 (very often), and whether it is an ordinary word too, or a rare one."""

    given: int
    surname: int
    is_word: bool
    is_rare_word: bool = False


UNHEARD = Weight(0, 0, is_word=False)
ARABIC = Weight(0, 2, is_word=False)


def plain(word: str) -> str:
    """Lower case without accents, apostrophes and hyphens: 'O’Neill' and 'Oneill' are one."""
    letters = unicodedata.normalize("NFKD", word.lower().translate(PLAIN_LETTERS))
    return "".join(letter for letter in letters if letter.isalpha() and not unicodedata.combining(letter))


def weight(word: str) -> Weight:
    """How common the word is as a name; of a word with hyphens, how common its rarest part is."""
    known = _names().get(plain(word))
    if known is not None:
        return known
    parts = [plain(part) for part in word.replace("'", "-").replace("’", "-").split("-")]
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return UNHEARD
    if parts[0] in ARABIC_ARTICLES:
        return _names().get(parts[-1], ARABIC) if _names().get(parts[-1], ARABIC).surname else ARABIC
    found = [_names().get(part, UNHEARD) for part in parts]
    given, surname = min(each.given for each in found), min(each.surname for each in found)
    if not (given or surname) and not all(each.is_word for each in found):
        return UNHEARD
    return Weight(given, surname, is_word=any(each.is_word for each in found))


def is_unheard(word: str) -> bool:
    """Whether the word is neither a name nor an ordinary word, as far as is known."""
    return weight(word) == UNHEARD


@cache
def _names() -> dict[str, Weight]:
    found: dict[str, Weight] = {}
    for line in (REFERENCE / "names.txt").read_text(encoding="utf-8").splitlines():
        code, *names = line.split()
        found.update(
            dict.fromkeys(
                names, Weight(int(code[0]), int(code[1]), is_word=code[2] == "w", is_rare_word=code[2] == "r")
            )
        )
    return found


@per_coalition()
def public_phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    """By first word, what areas, partners, parks and people of public memory are called in two words and more."""
    phrases = {area.name for area in areas()} | set(local_names()) | {each.strip() for each in COMMEMORATED.split(",")}
    phrases |= {pair.partner_name for pair in listed_partner_areas()} | set(parks())
    found: dict[str, list[tuple[str, ...]]] = {}
    phrases |= {phrase.replace("-", " ") for phrase in phrases}
    for words in sorted({tuple(_words(phrase)) for phrase in phrases}, key=len, reverse=True):
        if len(words) > 1:
            found.setdefault(words[0], []).append(words)
    return {first: tuple(longest_first) for first, longest_first in found.items()}


@per_coalition()
def public_words() -> frozenset[str]:
    """The words of areas, partners and parks, which alone say nothing of a person."""
    names = [area.name for area in areas()] + list(local_names()) + list(parks())
    names += [text for pair in listed_partner_areas() for text in (pair.partner_name, pair.partner_id)]
    return frozenset(word for name in names for word in _words(name))


@per_coalition()
def local_names() -> tuple[str, ...]:
    """What areas are called besides their official names."""
    return tuple(row["local_name"] for row in rows_of("local_names.csv"))


@per_coalition()
def parks() -> tuple[str, ...]:
    """The labels of the city's parks, where its coalition lists them; most are named after someone."""
    return tuple((text_of("parks.txt") or "").splitlines())


def _words(name: str) -> list[str]:
    return [plain(word) for word in WORD.findall(name.replace("_", " "))]
