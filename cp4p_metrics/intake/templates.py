"""Writes the files that partners fill in, and the guide to their columns, from the tables themselves."""

import csv
import json
from pathlib import Path

from cp4p_metrics.coalition import coalition
from cp4p_metrics.places import numbers_words
from cp4p_metrics.records.columns import Column, Kind

from .own_records import SENT_BY_PARTNERS
from .profiles import Profile, is_needed, template_profiles

INTRODUCTION = """\
# Templates

One file for each kind of record. Keep the header as it is: a file with a column that is not listed here is
refused, since it may hold personal data. A column that is not needed may be left out or left blank.

- **Never** put in a name, a birth date, a phone number, an address, a social media handle, a group's name or
  a story. Keys, ids and sites are searched for them: a row that has one is set aside, and a file where a fifth
  of a column does is refused. A site may be named after someone; write the park or the place alone.
- Save as an Excel workbook (.xlsx) or as "CSV UTF-8". Write dates as 2026-03-31, months as 2026-03, quarters
  as 2026-Q1, yes or no as yes or no.
- A key is any short text that stays the same when a row is sent again. A row that is sent again with the same
  key and other content replaces the earlier one.
- A participant's id must be the same at every partner of the coalition: it is how a person who meets two
  partners is counted once. It is replaced by a pseudonym before anything is stored. Where each partner
  numbers participants on its own, put the partner's short key before the number, as in `also-1017`.
- {An area} is {numbers}, or a name; the column may be called `area_number` too.
- An age in years is taken where `age_band` is asked for, and becomes its band; a birth date is never taken.
- A blank is "not known" or "not reported", never zero and never no. A `*` in place of a number is a count that
  is withheld, and is taken as a blank. Thousands may be written with commas, as in 1,234.

This page is made from the tables by `cp4p_metrics/intake/templates.py`.
"""


def write_templates(folder: Path) -> tuple[Path, ...]:
    """The files written: a CSV with only a header for each table, and the guide as README.md."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for profile in template_profiles():
        path = folder / f"{profile.table.name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerow(field.theirs[0] for field in profile.fields)
        written.append(path)
    guide = folder / "README.md"
    guide.write_text(templates_guide(), encoding="utf-8")
    return (*written, guide)


def templates_guide() -> str:
    """The guide in Markdown: what each file and column means, and what may stand in it."""
    introduction = INTRODUCTION.replace("{An area}", coalition().an_area.capitalize()).replace(
        "{numbers}", numbers_words()
    )
    return "\n".join([introduction, *(_section(profile) for profile in template_profiles())])


def sent_templates() -> str:
    """The templates that a partner may send by itself, as JSON for the page where it does: the web process has
    no way to the tables.
    """
    templates = [
        {
            "name": profile.name,
            "meaning": profile.table.meaning,
            "part": profile.table.part,
            "columns": [field.theirs[0] for field in profile.fields],
        }
        for profile in template_profiles()
        if profile.table in SENT_BY_PARTNERS
    ]
    return json.dumps(templates, indent=1) + "\n"


def _section(profile: Profile) -> str:
    rows = "\n".join(
        f"| `{field.theirs[0]}` | {_meaning(field.column)} | {_what_to_write(field.column)} "
        f"| {'yes' if is_needed(profile.table, field.column) else ''} |"
        for field in profile.fields
    )
    key = " and ".join(f"`{field.theirs[0]}`" for field in profile.fields if field.column.name in profile.table.key)
    return (
        f"## {profile.name}\n\n{profile.table.meaning}. Key: {key}.\n\n"
        f"| column | meaning | what to write | needed |\n|---|---|---|---|\n{rows}\n"
    )


def _meaning(column: Column) -> str:
    if column.kind is Kind.AREA:
        return f"{coalition().area.capitalize()}, {numbers_words().removeprefix('a number from ')}"
    return column.meaning.replace("Light in the Night", coalition().event_program)


def _what_to_write(column: Column) -> str:
    listed = ", ".join(f"`{code}`" for code in column.codes)
    between = f"from {column.minimum:,} to {column.maximum:,}" if column.minimum is not None else ""
    return {
        Kind.TEXT: "a short text",
        Kind.CODE: f"one of {listed}",
        Kind.INTEGER: f"a whole number {between}",
        Kind.DECIMAL: f"a number {between}",
        Kind.BOOLEAN: "yes or no",
        Kind.DATE: "a date" + (f", not before `{column.not_before}`" if column.not_before else ""),
        Kind.MONTH: "a month",
        Kind.QUARTER: "a quarter",
        Kind.AREA: f"{numbers_words()}, or a name",
        Kind.PARTNER: "the partner's short key",
        Kind.PARTICIPANT: "the participant's id in the coalition",
    }[column.kind]


if __name__ == "__main__":
    package = Path(__file__).resolve().parents[1]
    (package.parent / "docs" / "templates.md").write_text(templates_guide(), encoding="utf-8")
    (package / "inbox" / "templates.json").write_text(sent_templates(), encoding="utf-8")
