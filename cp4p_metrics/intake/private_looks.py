"""Which columns of an unknown file look personal: by their names, and by what stands in them.

Made for drafts of profiles, so it errs on the side of not reading: an analyst can move a column back.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from cp4p_metrics.records.tables import TABLES

from .personal.columns import COLUMNS_OF, looks_personal
from .personal.lexicon import public_words, weight
from .personal.texts import personal_in

PRIVATE_WORDS = {
    "a name": "name names first last middle surname forename fullname nickname alias aka initial initials mi maiden "
    "salutation",
    "a person": "mother father parent guardian spouse emergency kin worker staff supervisor owner author host speaker "
    "speakers facilitator alderperson officer entered created modified submitted signature photo image",
    "a way to reach someone": "phone phones telephone tel mobile cell fax email emails mail handle facebook instagram "
    "twitter snapchat tiktok whatsapp username user login",
    "a place where someone can be found": "address addresses addr street apt apartment unit block zip zipcode postal "
    "postcode latitude longitude lat lon lng coordinate coordinates location beat house residence",
    "a birth date or a number of a person": "birth birthdate birthday dob born ssn social passport license plate",
    "a group": "gang gangs faction clique set affiliation",
    "a story": "note notes comment comments narrative description descriptions details detail summary story remark "
    "remarks excerpt title message text",
}
# What a column of dates may still be; 'last service date' is no name.
ALSO_OF_DATES = ("a birth date or a number of a person",)
# A name that is no person's.
PUBLIC_NAMES = {"area", "neighborhood", "community", "park", "program", "partner", "agency", "organization"}
CONTENT = (
    ("e-mail addresses", re.compile(r"\S+@\S+\.\w+")),
    ("phone numbers", re.compile(r"(?<!\d)(\+?1[ .-]?)?\(?\d{3}\)?[ .-]?\d{3}[ .-]\d{4}(?!\d)")),
    ("social security numbers", re.compile(r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)")),
    ("social media handles", re.compile(r"(^|\s)@\w{2,}|https?://")),
    (
        "addresses",
        re.compile(
            r"\b\d+\s+([NSEW]\.?\s+)?\w+.*\b(st|street|ave|avenue|blvd|rd|road|dr|drive|pl|place|ct|court)\b", re.I
        ),
    ),
    ("coordinates", re.compile(r"^\(?-?\d{1,3}\.\d{4,}")),
)
PERSON = re.compile(r"[A-Z][\w'’-]+,?( [A-Z]\.?)?( [A-Z][\w'’-]+)+")
ONE_NAME = re.compile(r"[A-Z][a-z'’-]+")
SMALLEST_PRIVATE_SHARE = 0.02  # of cells: one e-mail address among fifty cells is enough
NARRATIVE_LETTERS, LONGEST_LABEL, WORDS_OF_A_SENTENCE = 40, 120, 8
BIRTH_YEARS_AGO = 15


def words_of(name: str) -> list[str]:
    """The words of a column's name: 'StartDate__c' is start, date, c."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return [word for word in re.split(r"[^a-z0-9]+", spaced.lower()) if word]


def why_private(name: str, texts: Sequence[str], days: Sequence[date], today: date) -> str | None:
    """What a column seems to hold that must not be read; None where nothing speaks against it.

    `texts` are its cells that are not blank, `days` the dates that they stand for, if it holds dates.
    """
    return _by_name(name, is_date=bool(days)) or _by_content(name, texts, days, today)


def _by_name(name: str, *, is_date: bool) -> str | None:
    words = set(words_of(name))
    for what, listed in PRIVATE_WORDS.items():
        found = words & set(listed.split())
        is_public = found <= {"name", "names"} and words & PUBLIC_NAMES
        if found and not is_public and (not is_date or what in ALSO_OF_DATES):
            return what
    return None


def _by_content(name: str, texts: Sequence[str], days: Sequence[date], today: date) -> str | None:
    if days:
        is_long_ago = sum(today.year - day.year >= BIRTH_YEARS_AGO for day in days) * 2 > len(days)
        return "dates long ago, perhaps of birth" if is_long_ago else None
    if suspicion := looks_personal(name, texts):
        return COLUMNS_OF[suspicion.kind]
    for what, pattern in CONTENT:
        if sum(bool(pattern.search(text)) for text in texts) >= max(1, SMALLEST_PRIVATE_SHARE * len(texts)):
            return what
    return "free text" if _is_free_text(texts) else None


def _is_free_text(texts: Sequence[str]) -> bool:
    if not texts:
        return False
    # Several names of organizations in a cell, with '|' between, are no sentence.
    sentences = sum(text.count(" ") >= WORDS_OF_A_SENTENCE - 1 and "|" not in text for text in texts)
    is_long = max(map(len, texts)) > LONGEST_LABEL or sum(map(len, texts)) > NARRATIVE_LETTERS * len(texts)
    return is_long or sentences >= max(1, SMALLEST_PRIVATE_SHARE * len(texts))


def may_name_a_person(text: str) -> bool:
    """Whether a text is somebody's name, or might be one: capitalized words, none of them an ordinary word."""
    if personal_in(text) is not None:
        return True
    looks_so = bool(PERSON.fullmatch(text)) or (text.isupper() and " " in text)
    return looks_so and not any(_is_ordinary(word) for word in words_of(text.title()))


def may_be_names(texts: Sequence[str]) -> bool:
    """Whether a column with these cells might hold names of people: many different capitalized words."""
    different = set(texts)
    if not different:
        return False
    named = sum(may_name_a_person(text) for text in different)
    single = sum(bool(ONE_NAME.fullmatch(text)) and not _is_ordinary(text.lower()) for text in different)
    return named * 4 >= len(different) or (len(different) > 12 and single * 2 > len(different))


def _is_ordinary(word: str) -> bool:
    return weight(word).is_word or word in public_words() or word in _vocabulary()


@cache
def _vocabulary() -> frozenset[str]:
    """The words with which our tables describe what they hold."""
    found = set[str]()
    for table in TABLES.values():
        found.update(words_of(f"{table.name} {table.meaning}"))
        for column in table.columns:
            found.update(words_of(f"{column.name} {column.meaning} {' '.join(column.codes)}"))
    return frozenset(found)
