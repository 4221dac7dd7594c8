"""Whether a short text names a person: given names and surnames side by side, initials, nicknames, titles.

Rules over a lexicon of names, not a model: what is a name here is whatever the census and the birth records
have as one, minus ordinary words, and minus places and organizations, many of which are named after people.
"""

import re
from collections.abc import Iterator, Sequence

from .lexicon import UNHEARD, weight
from .reading import Role, Word, masked, words_of
from .words import BEFORE_SOMEONE, BETWEEN, HOUSEHOLDS, NICKNAMES, PARTICLES, PLACES, TITLES

SPACE = re.compile(r"[.'’]?\s+")
IN_A_ROW = re.compile(r"[.)]?\s+[(]?|-")
COMMA = re.compile(r"\.?\s*[,;(/]\s*")
FURTHEST_PLACE_WORD = 4


def names_a_person(text: str, role: Role) -> bool:
    """Whether the text seems to name a person."""
    words = masked(words_of(text, role))
    if role in (Role.PARTICIPANT, Role.KEY) and any(letter.isdigit() for letter in text):
        words = [word for word in words if len(word.text) > 2]  # the others are letters of a code
    if any(_is_name_at(words, index, role) for index in range(len(words))):
        return True
    if role is Role.KEY and (any(letter.isdigit() for letter in text) or any(word.plain in PLACES for word in words)):
        return False
    if role in (Role.PARTICIPANT, Role.KEY):
        shortest = 4 if any(letter.isdigit() for letter in text) else 3
        apart = [word for word in words if len(word.text) >= shortest and not word.is_public]
        return any(_is_lone_name(word) or _is_glued_name(word) for word in apart)
    return False


def is_given_or_surname(text: str) -> bool:
    """Whether the whole text is one word that is a common name; said of a column only when most cells are."""
    words = words_of(text, Role.ANY)
    return len(words) == 1 and _is_lone_name(words[0])


def _is_name_at(words: Sequence[Word], index: int, role: Role) -> bool:
    """Whether a name begins with the word at that position."""
    first = words[index]
    if first.is_masked:
        return False
    previous = words[index - 1] if index else None
    if previous and _is_introduced(previous, first, words, index):
        return True
    for other, is_turned in _partners(words, index, role):
        second = words[other]
        given, surname = (second, first) if is_turned else (first, second)
        if _is_pair(given, surname, words, role) and not _is_place(words, other, role):
            return True
    return False


def _partners(words: Sequence[Word], index: int, role: Role) -> Iterator[tuple[int, bool]]:
    """The positions of words that may complete a name, and whether the surname stands first."""
    position = index + 1
    if position < len(words) and not words[position].is_masked:
        gap = words[position].gap
        if (COMMA.fullmatch(gap) and not (role in (Role.PLACE, Role.LABEL) and "(" in gap)) or SPACE.fullmatch(gap):
            yield position, True
    # Up to two words may stand between: a middle initial or name, 'de la'.
    for position in range(index + 1, min(index + 4, len(words))):
        word = words[position]
        if word.is_masked or not SPACE.fullmatch(word.gap):
            return
        is_last = position == len(words) - 1 or not words[position + 1].gap.isspace()
        if not (word.is_initial or word.plain in PARTICLES) or (word.is_initial and is_last):
            yield position, False
            if weight(word.text).given == 0:
                return


def _is_pair(given: Word, surname: Word, words: Sequence[Word], role: Role) -> bool:  # noqa: PLR0911
    if given.is_initial or surname.is_initial:
        return _is_initialed(given, surname, words, role)
    one, other = weight(given.text), weight(surname.text)
    is_capital = given.is_capital and surname.is_capital
    if UNHEARD in (one, other):
        return (is_capital or min(len(given.text), len(surname.text)) > 4) and _has_strong_half(given, surname)
    if not other.surname or not (one.given or one.surname) or given.plain in PARTICLES:
        return False
    if not one.given:  # a name of another country, which few children were given here
        is_plain = not (one.is_word or other.is_word or given.is_public or surname.is_public)
        return is_capital and is_plain and min(len(given.text), len(surname.text)) > 3
    together = one.given + other.surname
    if not one.is_word and not other.is_word:
        if given.is_public or surname.is_public:
            return together >= (5 if given.is_public and surname.is_public else 4)
        return together >= (2 if min(len(given.text), len(surname.text)) > (2 if is_capital else 3) else 3)
    if not (one.is_word and other.is_word):
        name, word = (other.surname, one.given) if one.is_word else (one.given, other.surname)
        return name >= 2 and word >= 2 and together >= (4 if is_capital else 5)
    if given.is_public and surname.is_public:
        return False
    return together == 6 and is_capital and role is not Role.PLACE and _stand_alone(given, surname, words)


def _stand_alone(given: Word, surname: Word, words: Sequence[Word]) -> bool:
    """Whether two words that may mean anything stand by themselves, as a name does in a list."""
    first, last = sorted((words.index(given), words.index(surname)))
    before_first = first == 0 or not SPACE.fullmatch(words[first].gap)
    after_last = last + 1 == len(words) or not SPACE.fullmatch(words[last + 1].gap)
    return last - first <= 2 and before_first and after_last


def _has_strong_half(given: Word, surname: Word) -> bool:
    """Whether one is surely a name, and the other a word that nobody has heard."""
    if min(len(given.text), len(surname.text)) < 3 or given.is_public or surname.is_public:
        return False
    one, other = weight(given.text), weight(surname.text)
    enough = 1 if min(len(given.text), len(surname.text)) > 3 else 2
    return (one.given >= enough and not one.is_word and other == UNHEARD) or (
        other.surname >= enough and not other.is_word and one == UNHEARD
    )


def _is_initialed(given: Word, surname: Word, words: Sequence[Word], role: Role) -> bool:
    """'M. Johnson', 'Johnson, M.' and 'Marcus J.'."""
    name, initial = (surname, given) if given.is_initial else (given, surname)
    if name.is_initial or len(name.text) < 3 or not (name.is_capital and initial.is_capital):
        return False
    known = weight(name.text)
    is_plain = not known.is_word and not name.is_public
    if given.is_initial:
        has_point = surname.gap.startswith(".") or words.index(given) > words.index(surname)
        if initial.text in "NSEW" or not has_point:  # 'N Sheridan' is a street
            return is_plain and role is not Role.PLACE and known.surname >= (1 if has_point else 3)
        return known.surname >= (1 if is_plain else 3) or known == UNHEARD
    after = words.index(surname) + 1
    return is_plain and known.given >= 1 and (after == len(words) or not words[after].gap.isspace())


def _is_introduced(previous: Word, word: Word, words: Sequence[Word], index: int) -> bool:  # noqa: PLR0911
    """'Mr. Johnson', 'Lil Ray', 'Johnson household', 'vigil for Tyrone'."""
    if not SPACE.fullmatch(word.gap):
        return False
    known, before = weight(word.text), weight(previous.text)
    if word.plain in HOUSEHOLDS and not previous.is_masked:
        if word.plain == "household":
            return before.surname >= 1
        is_last = word is words[-1] or not SPACE.fullmatch(words[index + 1].gap)
        return is_last and before.surname >= 2 and not (before.is_word or previous.is_public)
    if _is_place(words, index, Role.ANY):
        return False
    if previous.plain in TITLES:
        return word.is_capital and (known == UNHEARD or known.surname + known.given >= 2) and not known.is_word
    if previous.plain in NICKNAMES:
        return previous.plain.startswith("lil") or (known.given >= 2 and not known.is_word)
    if previous.plain in BEFORE_SOMEONE:
        return known.given >= 2 and not known.is_word and not word.is_public
    return False


def _is_place(words: Sequence[Word], last: int, role: Role) -> bool:
    """Whether the name that ends there is the beginning of a place's or an organization's name."""
    if role is Role.PARTICIPANT:
        return False
    if words[last].plain in PLACES and role in (Role.PLACE, Role.LABEL):
        return True
    for word in words[last + 1 : last + FURTHEST_PLACE_WORD + 1]:
        if not IN_A_ROW.fullmatch(word.gap) or word.plain in BETWEEN:
            return False
        if word.plain in PLACES:
            return True
    return False


def _is_lone_name(word: Word) -> bool:
    known = weight(word.text)
    is_word = known.is_word or known.is_rare_word
    return len(word.text) >= 3 and not is_word and max(known.given, known.surname) >= 2


def _is_glued_name(word: Word) -> bool:
    """'marcusjohnson', 'mjohnson' and 'johnsonm'."""
    text = word.plain
    if weight(text) != UNHEARD or len(text) < 6:
        return False
    for rest in (text[1:], text[:-1]):
        known = weight(rest)
        if known.surname == 3 and not known.is_word:
            return True
    for split in range(3, len(text) - 2):
        given, surname = weight(text[:split]), weight(text[split:])
        if given.given >= 2 and surname.surname >= 2 and len(text) >= 8 and not (given.is_word and surname.is_word):
            return True
    return False
