"""What a short text looks like: a person's name or other personal data, or nothing of the kind."""

from datetime import date
from functools import lru_cache

from .names import names_a_person
from .patterns import Personal, pattern_in
from .reading import Role

LONGEST_LOOKED_AT = 2_000  # letters; a longer text is a narrative, whatever it says


@lru_cache(maxsize=1 << 16)  # files repeat few texts many times; of ids a part
def personal_in(text: str, role: Role = Role.ANY, today: date | None = None) -> Personal | None:
    """What the text looks like that must not come in; None where it looks harmless."""
    if len(text) > LONGEST_LOOKED_AT:
        return Personal.NARRATIVE
    found = pattern_in(text, today, is_key=role is Role.PARTICIPANT)
    if found is None and names_a_person(text, role):
        return Personal.NAME
    return found
