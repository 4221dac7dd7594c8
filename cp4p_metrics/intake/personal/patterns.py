"""Personal data that has a form of its own: phone numbers, e-mail addresses, addresses, handles, dates, stories."""

import re
from datetime import date
from enum import StrEnum

from .words import STORY_WORDS


class Personal(StrEnum):
    """What a text looks like that must not come in."""

    NAME = "a person's name"
    PHONE = "a phone number"
    EMAIL = "an e-mail address"
    ADDRESS = "an address"
    LOCATION = "a place that is too exact"
    HANDLE = "a social media handle"
    BIRTH_DATE = "a birth date"
    SSN = "a Social Security number"
    GROUP = "the name of a group"
    NARRATIVE = "a narrative"


YOUNGEST_AGE = 8  # dates in ids are mostly of intake; a birth date lies further back
LONGEST_LABEL_WORDS = 14
FEWEST_STORY_WORDS = 5

EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(\.[\w-]+)+")
# Digits alone are common ids, so a phone number needs its signs: (312) 555-0142, 312-555-0142, +1 312 555 0142.
PHONE = re.compile(
    r"(?<![\w-])(\+?1[ .-]?)?(\([2-9]\d{2}\) ?|[2-9]\d{2}[ .-])\d{3}[ .-]\d{4}(?![\w-])|(?<!\w)\+1?\d{10}(?!\d)"
    r"|\b(cell|phone|tel|mobile|call|text)\b\W{0,3}\d{3}\D?\d{4}",
    re.IGNORECASE,
)
SSN = re.compile(r"(?<![\w-])(?!000|666|9)\d{3}[- ](?!00)\d{2}[- ](?!0000)\d{4}(?![\w-])|\bssn\b", re.IGNORECASE)
STREET = r"(st|street|ave|avenue|av|blvd|boulevard|rd|road|dr|drive|ln|lane|ct|court|pl|place|pkwy|ter|terrace|way)"
NOT_A_PLACE = r"(?! (center|centre|community|school|church|park|beach|field))"  # '127th Street Community Center'
ADDRESS = re.compile(
    rf"\b\d{{1,5}}(x{{1,2}})?( block( of)?)? ([nsew]\.?|north|south|east|west) \w+|"
    rf"\b\d{{1,5}}(x{{1,2}})?( block( of)?)?( \w+){{1,3}} {STREET}\b\.?{NOT_A_PLACE}|"
    r"\b\d+xx\b|\bblock of\b|\bapt\.? ?#?\d|\bapartment \d|\bunit #?\d+\w?\b|\bp\.? ?o\.? box\b",
    re.IGNORECASE,
)
LOCATION = re.compile(r"-?\d{1,3}\.\d{4,}\s*[,; ]\s*-?\d{1,3}\.\d{4,}")
HANDLE = re.compile(
    r"(?<![\w.@])@[A-Za-z_][\w.]{2,}|\b(instagram|facebook|snapchat|tiktok|twitter|insta|fb|ig|snap|youtube)\b\s*"
    r"([:=@/]|\.com|is\b|handle)",
    re.IGNORECASE,
)
MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
BORN = re.compile(
    rf"\b(dob|d\.o\.b|born|birth ?da(y|te)|bday|b-day)\b\W{{0,3}}(on )?(\d|{MONTH})|\bdob\b", re.IGNORECASE
)
# Initials and a day: MJ19990412, M.J. 4/12/1999, mj-041299.
INITIALS_AND_DATE = re.compile(
    r"[A-Za-z][. ]?[A-Za-z]{1,2}[.]?[-_ ]?(?:(?P<year>19\d\d|20[01]\d)[-/.]?(?P<month>\d\d)[-/.]?(?P<day>\d\d)"
    r"|(?P<month_first>\d{1,2})[-/.]?(?P<then_day>\d{1,2})[-/.]?(?P<last_year>19\d\d|20[01]\d))"
)
DATE_ALONE = re.compile(
    r"(?P<year>19\d\d|20[01]\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    r"|(?P<month_first>\d{1,2})[-/.](?P<then_day>\d{1,2})[-/.](?P<last_year>19\d\d|20[01]\d)"
)
# Groups of Chicago, and the words for any. Public names of organizations have none of them.
GROUPS = re.compile(
    r"\b(gangster disciples?|black disciples?|vice ?lords?|latin kings?|black p\.? ?stones?|p ?stones|"
    r"four corner hustlers?|4ch|mickey cobras?|spanish cobras?|satan('s)? disciples?|maniac latin|"
    r"latin (counts?|saints?|eagles?|dragons?|jivers?|disciples?|lovers?|queens?)|"
    r"two[- ]six(es|ers)?|new breeds?|black souls?|insane (deuces?|dragons?|unknowns?)|"
    r"la raza nation|gaylords?|simon city royals?|imperial gangsters?|conservative vice|travell?ing vice|"
    r"[gb]ds?\b(?= (set|faction|gang|block))|gang|clique|faction|street org(anization)?)\b",
    re.IGNORECASE,
)


def pattern_in(text: str, today: date | None = None, *, is_key: bool = False) -> Personal | None:
    """The first kind of personal data whose form the text has; None where it has none.

    Dates alone are looked at in the id of a person only.
    """
    for kind, pattern in (
        (Personal.EMAIL, EMAIL),
        (Personal.SSN, SSN),
        (Personal.PHONE, PHONE),
        (Personal.LOCATION, LOCATION),
        (Personal.HANDLE, HANDLE),
        (Personal.BIRTH_DATE, BORN),
        (Personal.ADDRESS, ADDRESS),
        (Personal.GROUP, GROUPS),
    ):
        if pattern.search(text):
            return kind
    if is_key and is_birth_date(text, today):
        return Personal.BIRTH_DATE
    return Personal.NARRATIVE if _is_narrative(text) else None


def is_birth_date(text: str, today: date | None = None) -> bool:
    """Whether the text is a day of at least some years ago, alone or after initials."""
    found = INITIALS_AND_DATE.fullmatch(text) or DATE_ALONE.fullmatch(text)
    if found is None:
        return False
    try:
        day = date(
            int(found["year"] or found["last_year"]),
            int(found["month"] or found["month_first"]),
            int(found["day"] or found["then_day"]),
        )
    except ValueError:
        return False
    return day.year <= (today or date.today()).year - YOUNGEST_AGE  # noqa: DTZ011  (years apart: any clock will do)


def _is_narrative(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.lower())
    if len(words) > LONGEST_LABEL_WORDS:
        return True
    return len(words) >= FEWEST_STORY_WORDS and sum(word in STORY_WORDS for word in words) >= 2
