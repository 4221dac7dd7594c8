"""The words of a short text, as names are looked for in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .lexicon import WORD, plain, public_phrases, public_words


class Role(StrEnum):
    """What a text is for; the same word says more in one place than in another."""

    PARTICIPANT = "participant"  # an id of a person: a lone name in it is one too many
    KEY = "key"  # of a row
    PLACE = "place"  # a park or a public place, which may be named after someone
    LABEL = "label"  # an organization or a measure
    ANY = "any"  # a column that nobody knows yet


CAMEL = re.compile(r"(?<=[a-z]{3})(?=[A-Z])")
JOINED = re.compile(r"(?<=[^\W_])[_.](?=[^\W\d_])|(?<=[^\W\d_])[_.](?=[^\W_])")


@dataclass(frozen=True)
class Word:
    """A word of a text, with what stands before it; a masked one is of a public name."""

    text: str
    gap: str
    is_masked: bool = False

    @property
    def plain(self) -> str:
        return plain(self.text)

    @property
    def is_capital(self) -> bool:
        return any(part[:1].isupper() for part in self.text.split("-"))

    @property
    def is_initial(self) -> bool:
        return len(self.text) == 1 and self.text.isalpha()

    @property
    def is_public(self) -> bool:
        return self.is_masked or self.plain in public_words()


def words_of(text: str, role: Role) -> list[Word]:
    """The words in order; in a key also those that points, hyphens or capital letters join."""
    spread = JOINED.sub(" ", text) if role in (Role.PARTICIPANT, Role.KEY) else text.replace("_", " ")
    if role in (Role.PARTICIPANT, Role.KEY):
        spread = spread.replace("-", " ")
        spread = spread if " " in spread.strip() else CAMEL.sub(" ", spread)
    found, end = [], 0
    for match in WORD.finditer(spread):
        found.append(Word(match[0], spread[end : match.start()]))
        end = match.end()
    return found


def masked(words: Sequence[Word]) -> list[Word]:
    """The words, those of public names marked."""
    texts, found, index = [word.plain for word in words], list(words), 0
    while index < len(words):
        longest = next(
            (
                each
                for each in public_phrases().get(texts[index], ())
                if tuple(texts[index : index + len(each)]) == each
            ),
            (),
        )
        for position in range(index, index + len(longest)):
            found[position] = Word(words[position].text, words[position].gap, is_masked=True)
        index += max(len(longest), 1)
    return found
