"""The words of GLOSSARY.md: one source for readers of the code and of the pages."""

import re
from dataclasses import dataclass
from datetime import date

from cp4p_metrics.coalition import coalition, per_coalition
from cp4p_metrics.home import PROJECT
from cp4p_metrics.periods import PeriodKind, period_of
from cp4p_metrics.places import areas

FILE = PROJECT / "GLOSSARY.md"
HEADING = re.compile(r"## (?P<group>.+)")
ENTRY = re.compile(r"- \*\*(?P<word>[^*]+)\*\*: (?P<meaning>.+)")


@dataclass(frozen=True)
class Term:
    """A word, what it means, and the group that it stands in."""

    word: str
    meaning: str
    group: str


@per_coalition()
def terms() -> tuple[Term, ...]:
    """Every term in the order of the file, as this coalition says it; none where the file was not installed."""
    if not FILE.exists():
        return ()
    group, found = "", []
    own = own_words()
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if heading := HEADING.fullmatch(line):
            group = heading["group"]
        elif entry := ENTRY.fullmatch(line):
            found.append(Term(_said(entry["word"], own), _said(entry["meaning"], own), group))
    return tuple(found)


def own_words() -> dict[str, str]:
    """What the file says of Chicago's coalition, and what it is called in this one."""
    here = coalition()
    year = period_of(PeriodKind.FISCAL_YEAR, date(2000, 1, 1))
    months = "the calendar year" if year.start.month == 1 else f"{year.start:%B} to {year.end:%B}"
    known = [area.number for area in areas()]
    numbered = f"numbered {known[0]} to {known[-1]}"
    return {
        "the City of Chicago": f"the City of {here.city}",
        "Light in the Night": here.event_program,
        "Community area": here.area.capitalize(),
        "the community areas": f"the {here.areas}",
        "the 77 areas into which Chicago is divided, numbered 1 to 77": (
            f"the {len(known)} areas into which {here.city} is divided, {numbered}"
        ),
        "July to June, named": f"{months}, named",
    }


def _said(text: str, own: dict[str, str]) -> str:
    for chicagos, ours in own.items():
        text = text.replace(chicagos, ours)
    return text


def terms_with(text: str) -> list[Term]:
    """The terms whose word or meaning holds the text, in any case; all for an empty text."""
    wanted = text.strip().casefold()
    return [term for term in terms() if wanted in f"{term.word} {term.meaning}".casefold()]
