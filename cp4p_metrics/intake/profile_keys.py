"""Every key that a profile's file may have, with its type and meaning: docs/profiles.md is checked against it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    """One key: what is written there, what it means, and whether a section must have it."""

    written: str  # 'text', 'texts' (one or a list), 'yes_or_no', 'texts_by_name', 'section', 'sections'
    meaning: str
    is_needed: bool = False


RECORD_KEYS = {
    "table": Key("text", "The table that the rows belong to, as in docs/templates.md"),
    "columns": Key("section", "How each of our columns is read; one section or line for each"),
    "left_out": Key("sections", "Conditions under which a row is no record of ours; left out and counted"),
    "split": Key("section", "A column whose cells hold several parts; each part makes a record"),
}

KEYS: dict[str, dict[str, Key]] = {
    "": {
        "name": Key("text", "A short name, which no other profile has", is_needed=True),
        "title": Key("text", "What the source is, in words", is_needed=True),
        "recognized_by": Key("texts", "Columns by which a file's header is recognized", is_needed=True),
        **RECORD_KEYS,
        "records": Key("sections", "Instead of the four above, where a row makes records of several kinds"),
        "date_formats": Key("texts", "How dates are written, beside 2026-03-31"),
        "time_zone": Key(
            "text",
            'Whose days count where a time names its own offset, as in America/Chicago; "here" is the coalition\'s own',
        ),
        "never_read": Key("texts", "Columns that are personal or locating; they are never selected"),
        "unused": Key("texts", "Harmless columns that are of no use here"),
        "notes": Key("texts", "Sentences that every report on such a file repeats"),
        "companions": Key("section", "Other files of the same source, which hold no records of their own"),
        "lookups": Key("sections", "Columns that come from a companion"),
        "areas": Key("text_by_name", "Names of several areas, with the one that the source always means"),
        "only": Key(
            "text_by_name", "Columns in which all rows have one value, where another layout has the same header"
        ),
        "is_refresh": Key("yes_or_no", "A file brings again what earlier ones had, and is compared with them"),
        "has_whole_cases": Key(
            "yes_or_no", "For a city's sources: a file has all people of a police case, whose keys may change"
        ),
        "coalition": Key("text", "For a shipped profile of one city: the only coalition in which it is offered"),
        "coverage": Key("texts", "For the City's sources: the subjects for whose days a file speaks"),
        "extracted_by": Key("text", "For the City's sources: the column that says when a row last changed"),
        "numbered_key": Key("text", "For the City's sources: a pattern of keys that number the people of a case"),
    },
    "records": {
        **RECORD_KEYS,
        "table": Key("text", RECORD_KEYS["table"].meaning, is_needed=True),
        "columns": Key("section", RECORD_KEYS["columns"].meaning, is_needed=True),
    },
    "columns": {
        "theirs": Key("texts", "The column's name in the file; of several, the first that the file has"),
        "joined": Key("texts", "Columns whose texts are joined, where the file has none of `theirs`"),
        "with": Key("text", "What stands between joined texts; a hyphen unless told"),
        "always": Key("text", "The value of every row, where the file does not say"),
        "given": Key("text", "The question that the person who imports answers with --set"),
        "from_content": Key("yes_or_no", "Makes a key for rows that have none, from what the row says"),
        "codes": Key("text_by_name", "What their codes mean in ours; upper and lower case do not matter"),
        "otherwise": Key("text_or_yes_or_no", "Our code, or yes or no, for every text that is not listed"),
        "if_blank": Key("text", "Our code for a blank"),
        "true_words": Key("texts", "Words that mean yes"),
        "false_words": Key("texts", "Words that mean no"),
        "first_of": Key("texts", "What stands between several parts of a cell, of which the first is taken"),
        "may_be_missing": Key("yes_or_no", "A file without the column is taken too, and does not report it"),
        "is_age": Key("yes_or_no", "The column holds ages in years, which become bands"),
    },
    "left_out": {
        "when": Key("texts_by_name", "Columns with the texts under which the row is left out"),
        "unless": Key("texts_by_name", "Columns with the texts that a row must have to stay in"),
        "why": Key("text", "The reason, which the report repeats", is_needed=True),
    },
    "split": {
        "column": Key("text", "The column whose cells are split", is_needed=True),
        "at": Key("texts", "What stands between the parts", is_needed=True),
    },
    "companions": {
        "recognized_by": Key("texts", "Columns by which the file is recognized", is_needed=True),
        "why": Key("text", "Why nothing, or what, is read there; the report repeats it", is_needed=True),
    },
    "lookups": {
        "column": Key("text", "The column that names a row of the companion", is_needed=True),
        "companion": Key("text", "The companion's name", is_needed=True),
        "key": Key("text", "The companion's column that is named", is_needed=True),
        "gives": Key("text_by_name", "New columns, with the companion's columns they come from", is_needed=True),
    },
}
