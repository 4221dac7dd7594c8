"""What the name of a column says about what is in it."""

import re

from .patterns import Personal
from .words import NOT_A_PERSON

SPLIT = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+|(?<=[a-z])(?=\d)")
OWNERS = (
    "first|last|middle|given|family|sur|full|maiden|nick|preferred|legal|client|participant|victim|contact|youth|"
    "member|person|parent|guardian|mother|father|child|student|patient|staff|worker|manager|mentor|supervisor|"
    "offender|witness|emergency contact|street|display"
)
# The first that fits says what a column holds; a rule may stand anywhere in the header, as whole words.
WORDS: dict[Personal, tuple[str, ...]] = {
    Personal.EMAIL: (r"e ?mails?( address(es)?)?",),
    Personal.HANDLE: (
        r"(instagram|facebook|snap ?chat|tik ?tok|twitter|youtube|ig|fb|social media|handle)s?",
        r"(screen|user) ?name",
    ),
    Personal.PHONE: (
        r"(phones?|tele?phone|tel|mobile|cell|cellphone|fax|whatsapp)",
        r"(contact (number|no)|text number)",
    ),
    Personal.SSN: (r"(ssn|social security|soc sec|itin|passport|driver s? ?licen[sc]e|state id|ir (number|no)|idoc)",),
    Personal.BIRTH_DATE: (r"(dob|d o b|birth ?date|birth ?day|date of birth|born|bday|birth)",),
    Personal.NARRATIVE: (
        r"(notes?|comments?|narratives?|descriptions?|story|stories|remarks?|summary|details|what happened|memo)",
        r"observations?",
    ),
    Personal.GROUP: (r"(gangs?|cliques?|factions?|group name|set name|affiliations?|group affiliation|crew)",),
    Personal.ADDRESS: (
        r"(address(es)?|street|zip( ?code)?|postal( ?code)?|apt|apartment|block|residence|home|mailing)",
    ),
    Personal.LOCATION: (
        r"(latitude|longitude|lat|lon|lng|long|coordinates?|geo(code|point|m)?|location)",
        r"([xy] coordinate|point [xy])",
    ),
    Personal.NAME: (
        rf"({OWNERS}) ?names?",
        r"([flm] ?name|surname|nickname|forename|alias|aka|initials|mi|salutation|name of .+|names)",
    ),
}
RULES = tuple((kind, re.compile(rf"(^|.* )({'|'.join(rules)})( .*)?$")) for kind, rules in WORDS.items())
SAYS_NOTHING = (" date", " at", " count", " id", " status", " type", " code", " flag")


def personal_header(header: str) -> Personal | None:
    """What kind of personal data a column of that name seems to hold; None where its name tells nothing.

    'name' alone is not enough: it may be a program's; `looks_personal` looks at the cells.
    """
    words = [word for word in SPLIT.split(header) if word]
    # Salesforce ends its own columns in __c.
    plain = " ".join(word.lower() for word in words if word != "c")
    if plain.endswith(SAYS_NOTHING) and not re.search(r"\b(birth|zip|postal|ssn)\b", plain):
        return None
    for kind, pattern in RULES:
        if pattern.fullmatch(plain) and not _is_of_something_else(plain, kind):
            return kind
    return None


def _is_of_something_else(plain: str, kind: Personal) -> bool:
    words = plain.split()
    if kind is Personal.NAME:
        return any(word in NOT_A_PERSON for word in words)
    if kind is Personal.GROUP:
        return "age" in words or "partner" in words
    return kind is Personal.ADDRESS and "outreach" in words
