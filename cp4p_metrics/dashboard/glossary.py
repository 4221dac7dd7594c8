"""The words of GLOSSARY.md: one source for readers of the code and of the pages."""

import re
from dataclasses import dataclass
from functools import cache

from cp4p_metrics.home import PROJECT

FILE = PROJECT / "GLOSSARY.md"
HEADING = re.compile(r"## (?P<group>.+)")
ENTRY = re.compile(r"- \*\*(?P<word>[^*]+)\*\*: (?P<meaning>.+)")


@dataclass(frozen=True)
class Term:
    """A word, what it means, and the group that it stands in."""

    word: str
    meaning: str
    group: str


@cache
def terms() -> tuple[Term, ...]:
    """Every term in the order of the file; none where the file was not installed."""
    if not FILE.exists():
        return ()
    group, found = "", []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if heading := HEADING.fullmatch(line):
            group = heading["group"]
        elif entry := ENTRY.fullmatch(line):
            found.append(Term(entry["word"], entry["meaning"], group))
    return tuple(found)


def terms_with(text: str) -> list[Term]:
    """The terms whose word or meaning holds the text, in any case; all for an empty text."""
    wanted = text.strip().casefold()
    return [term for term in terms() if wanted in f"{term.word} {term.meaning}".casefold()]
