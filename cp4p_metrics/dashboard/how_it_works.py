"""How figures are protected, placed in time and space, marked and bounded: the prose of the Methods page."""

from datetime import date

import pandas as pd

from cp4p_metrics.coalition import coalition
from cp4p_metrics.figures import words
from cp4p_metrics.periods import PeriodKind, period_of
from cp4p_metrics.places import census_years, residents_vintage

from .answers import Answers

PROTECTION = """
**What never comes in.** No record has room for a person's name, an address, a phone number, a block, a
coordinate or a note. Such columns of the City's files are not read. A partner's file with a column that
its template does not have is refused. Keys, ids and the parks of events are searched for names, phone
numbers, addresses and the like: a row that has one is set aside. No search finds every name, so partners
are asked to use numbers. A participant's id is replaced by a pseudonym, made with a key that
is kept apart from the records. Ages are bands. Support for a family is known by its quarter and its area.

**What these pages can read.** One file, the release: totals by measure, period and place, the calendar of
public events, the dates of partners' submissions, and counts of what was set aside. It holds no record of
a person: no name, no pseudonym, no block, no coordinate. The pages open it for reading only.

**What leadership sees.** This release is made for the coalition's leadership. Its figures are exact, small
ones too. A small count can point to a person, so partners' figures can't be downloaded here. Please don't
pass them on.

**What partners and funders see.** Each can have a file of its own, made by `cp4p publish --share`. A
partner's director sees the own organization's figures exactly, and of the others what everybody in the
coalition may see. Funders see less again. Counts of 1 to 10 people are hidden. So is a count that would be
1 to 10 once a partner takes its own rows away, and a share of 0 or 100 percent. Zeros are shown. Nothing
is rounded or changed: a number is exact, or it is hidden.

**Why some larger counts are hidden, too.** Totals give small counts away: whoever knows the total and all
parts but one can subtract. So for every hidden count there must be another table, with whole numbers, that
agrees with all that is shown and differs in that count. Where there is none, other counts are hidden until
there is. The page never says which were hidden for which reason.
"""

PROOF = """
**How it was tried.** Before a release is written, the program checks each of these other tables in whole
numbers, with a small piece of code that knows nothing of how they were found. It also tries to work out
each hidden count from all that is shown. If one of these fails, nothing is published and the last
release stays.

**What the proof does not cover.** It is about these releases. It can't know what a reader has heard
elsewhere. Medians and shares over time are shown where at least 11 cases stand behind them; they are not
part of the equations. There is no sign-in yet: the app answers on its own computer alone, and shows
leadership's release.
"""

NO_PROOF = """
With this release none was made for partners or funders, so there is nothing to prove. What they were
given earlier was proved when it was made.
"""

PERIODS = """
**Periods.** Months, quarters, calendar years, fiscal years and the last 12 months. A fiscal year
{fiscal}. The last 12 months end with the last
whole month. A month that has not ended is left out or drawn lighter.

**Three years before.** A change is measured from the same period of the three years before: from the
mean of a count, and from the share over all three together.

**Coalition areas.** Where partners' areas are compared over time, the areas that partners serve today
are taken for all years alike. Otherwise a coalition that grows would look like violence that grows. Only
figures named "coalition", as cp4p ask gives them, follow the areas as they were served at the time.

**A partner's areas.** Each assignment of a partner to an area has a first and a last day. Several
partners may serve one area, so the figures of partners don't add up to those of areas, and people are
never added up across partners.
{assignments}

**When a number is known.** The City's files say by their own dates from when to when they speak. A
partner's month is known by its submission. Without it the month is not reported, even if it was quiet.

**Residents.** {residents}
"""

INTERVALS = """
**Rates.** The plausible range of a rate is an exact 95% interval for a count that varies by chance
(Garwood, 1936), divided by the residents.

**Changes.** The range of a change is an exact 95% interval of the ratio of two rates. It takes the sum
of both counts as given and bounds the share of the first (Clopper and Pearson, 1934). Fewer than 20
people shot in the three years before: the change is withheld.

**Both** treat each person shot as independent of the others. Several are often shot together, so the
true range is somewhat wider.
"""

LIMITS = """
- **Work is not prevention.** A conflict mediated is work done. It is not a shooting prevented, and no
number here turns one into the other.
- **Before and after misleads.** The whole city rises and falls. Look at the city and the three years
before beside every area.
- **Counts show what was recorded.** More may mean more work, more need, or better records.
- **Small areas swing.** One evening can double the figure of an area with few residents. Look at its
range.
- **Time has to pass.** A referral made last week had no chance to lead to a service yet; it is left out
of shares until it is 60 days old.
- **Residents are not everyone there.** Rates of {visited} read too high.
"""


def proof_table(answers: Answers) -> pd.DataFrame:
    """One column an audience: what is shown, what is hidden, and what was worked out of it. Empty without a proof."""
    audit = answers.audit()
    if audit.empty:
        return audit
    names = {"partner": "Partners' directors", "funder": "Funders"}
    rows = []
    for audience, name in names.items():
        own = audit[audit["audience"] == audience]
        worked_out = own["recovered_by_public_count"].sum() + own["recovered_by_partner_count"].sum()
        certified = own["faulty_witness_count"].sum() + own["uncertified_count"].sum() == 0
        rows.append(
            {
                "Who sees it": name,
                "Counts shown": f"{own['shown_count'].sum():,}",
                "Counts hidden": f"{own['hidden_count'].sum():,}",
                "Hidden counts worked out": f"{worked_out:,}",
                "Each could be another number": "all checked" if certified else "not all",
                "At least so far from the truth": f"{own['width'].min():,}",
            }
        )
    return pd.DataFrame(rows).set_index("Who sees it").T.rename_axis(None, axis=1).reset_index(names="Seen by")


def periods_text(answers: Answers) -> str:
    """How periods and places work, as this release has them."""
    dated = answers.about["has_dated_assignments"]
    assignments = "" if dated else "This release has no dated assignments: the public list is taken as always in force."
    first = min(start for start, _ in answers.sources.values()).year
    last = max(end for _, end in answers.sources.values()).year
    residents = _residents(first, last)
    return PERIODS.format(assignments=assignments, residents=residents, fiscal=_fiscal_year())


def limits_text() -> str:
    """What the figures can't tell."""
    full = coalition().full_of_visitors
    return LIMITS.format(visited=f"{full}, full of visitors," if full else "areas that are full of visitors")


def _fiscal_year() -> str:
    year = period_of(PeriodKind.FISCAL_YEAR, date(2000, 1, 1))
    if year.start.month == 1:
        return "is the calendar year"
    return f"runs\nfrom {year.start:%B} to {year.end:%B} and is named after the year in which it ends"


def _residents(first: int, last: int) -> str:
    if not census_years():
        return f"Who lives in the {coalition().areas} is not known here, so there are no rates per resident."
    first = max(first, census_years()[0])
    years = dict.fromkeys([residents_vintage(first), residents_vintage(last)])
    residents = f"Rates use U.S. census counts of where people live. For {first}: {next(iter(years))}."
    if len(years) > 1:
        residents += f" For {last}: {list(years)[-1]}."
    return residents


def marks() -> pd.DataFrame:
    """What stands in place of a number or beside it, on maps and in words, and what it means."""
    rows = (
        ("0", "the lightest color", "A source spoke, and there was nothing to count."),
        (words.NOT_REPORTED, "gray, hatched", "No source spoke. It may be zero or many."),
        (words.HIDDEN, "gray, hatched", "A small number, kept back. Leadership's release hides none."),
        (
            words.UNSTABLE,
            "its color, hatched",
            "Rests on fewer than 20 records, so chance alone may move it much.",
        ),
        (words.NOTHING_TO_COUNT, "gray, hatched", "A share of nothing: no record could count yet."),
        (
            words.value_words("change", None),
            "not drawn",
            "Fewer than 20 people were shot in the three years before.",
        ),
    )
    return pd.DataFrame(rows, columns=["In words", "On the map", "What it means"])
