"""The reference of a profile's keys, in Markdown: docs/profiles.md ends with it."""

from pathlib import Path

from .profile_keys import KEYS, Key

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "profiles.md"
BEGINNING = "## Every key\n"
SECTIONS = {
    "": "At the top",
    "records": "In each `[[records]]`",
    "columns": "For each of our columns, in `[columns]`",
    "left_out": "In each `[[left_out]]`",
    "split": "In `split`",
    "companions": "In each `[companions.NAME]`",
    "lookups": "In each `[[lookups]]`",
}
WRITTEN = {
    "text": "text",
    "texts": "text, or a list of texts",
    "yes_or_no": "true or false",
    "text_or_yes_or_no": "text, or true or false",
    "text_by_name": "pairs of texts",
    "texts_by_name": "pairs of a name and texts",
    "section": "a section",
    "sections": "sections in double brackets",
}


def reference_text() -> str:
    """One table for each section of a profile's file."""
    return "\n".join([BEGINNING, *(_section(title, KEYS[kind]) for kind, title in SECTIONS.items())])


def guide_text(written: str) -> str:
    """The guide as written by hand, with the reference at its end as the code has it."""
    return written.partition(BEGINNING)[0] + reference_text()


def _section(title: str, keys: dict[str, Key]) -> str:
    rows = "\n".join(
        f"| `{name}` | {key.meaning} | {WRITTEN[key.written]} | {'yes' if key.is_needed else ''} |"
        for name, key in keys.items()
    )
    return f"### {title}\n\n| key | meaning | written as | needed |\n|---|---|---|---|\n{rows}\n"


if __name__ == "__main__":
    GUIDE.write_text(guide_text(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
