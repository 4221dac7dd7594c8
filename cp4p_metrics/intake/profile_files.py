"""Reads a profile's file: TOML whose every key is known, and what it says as a Profile."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Any

from cp4p_metrics.coalition import coalition
from cp4p_metrics.errors import AmbiguousNameError, ProfileError, UnknownNameError
from cp4p_metrics.places import letters_of, resolve_area
from cp4p_metrics.records.columns import Column
from cp4p_metrics.records.tables import get_table

from .mapping import FALSE_WORDS, TRUE_WORDS, Companion, Field, LeftOut, Lookup, Profile, Split
from .profile_checks import check_profile
from .profile_keys import KEYS
from .profile_places import Place

LARGEST_PROFILE_BYTES = 1 << 20
TO_DO = '"TODO"'  # what a draft leaves to decide
Written = Mapping[str, Any]

IS_WRITTEN: dict[str, tuple[Callable[[Any], bool], str]] = {
    "text": (lambda value: isinstance(value, str), 'text in quotation marks, as in "Start Date"'),
    "texts": (
        lambda value: isinstance(value, str) or _is_list_of(value, str),
        'text or a list of texts, as in ["Start Date", "Date"]',
    ),
    "yes_or_no": (lambda value: isinstance(value, bool), "true or false"),
    "text_or_yes_or_no": (lambda value: isinstance(value, (bool, str)), "text in quotation marks, true or false"),
    "text_by_name": (
        lambda value: isinstance(value, dict) and all(isinstance(each, str) for each in value.values()),
        'pairs, as in { area = "Area__c" }',
    ),
    "texts_by_name": (
        lambda value: (
            isinstance(value, dict) and all(isinstance(each, str) or _is_list_of(each, str) for each in value.values())
        ),
        'pairs, as in { Status = "Closed" } or { Status = ["Closed", "Withdrawn"] }',
    ),
    "section": (lambda value: isinstance(value, dict), "a section, as in [columns]"),
    "sections": (lambda value: _is_list_of(value, dict), "a section in double brackets, as in [[left_out]]"),
}


def _is_list_of(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(each, kind) for each in value)


def read_profile(path: Path, *, is_shipped: bool = False) -> Profile:
    """The profile in that file. Raises ProfileError, which says where it is wrong and what to write instead."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_PROFILE_BYTES + 1)
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ProfileError(f"{path.name} is not text in UTF-8. Save it as UTF-8, then try again.") from None
    except OSError:
        raise ProfileError(f"The profile {path.name} is missing or can't be read. Check its name.") from None
    if len(content) > LARGEST_PROFILE_BYTES:
        raise ProfileError(f"{path.name} is too large to be a profile. Name the profile, not the data.")
    return parsed_profile(text, path.name, is_shipped=is_shipped)


def parsed_profile(text: str, file_name: str, *, is_shipped: bool = False) -> Profile:
    """The profile that the text writes down. Raises ProfileError."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(
            f"{file_name} is not sound TOML: {error}. Put texts in quotation marks, lists in [brackets], and a "
            "name with blanks in quotation marks too."
        ) from None
    place = Place(file_name, text)
    for number, line in enumerate(text.splitlines(), start=1):
        if TO_DO in line.partition("#")[0]:
            raise ProfileError(f"{file_name}, line {number}: it still says TODO. Decide, and write what is meant.")
    _check_keys(written, place, "")
    if ("records" in written) == any(key in written for key in ("table", "columns", "left_out", "split")):
        raise place.error(None, "write either 'table' and [columns], or [[records]] with those inside; not both.")
    if "records" in written:
        blocks = [(block, place.inner("records", number)) for number, block in enumerate(written["records"])]
    else:
        blocks = [(written, place)]
    if not blocks:
        raise place.error("records", "it is empty; write at least one [[records]] section.")
    profiles = [_profile(written, block, where) for block, where in blocks]
    for profile, (_, where) in zip(profiles, blocks, strict=True):
        check_profile(profile, where)
    main, *others = profiles
    further = tuple(
        replace(
            each,
            name=f"{main.name}, {number}: {each.table.name}",
            coverage=(),
            is_refresh=False,
            numbered_key=None,
            notes=(),
        )
        for number, each in enumerate(others, start=2)
    )
    return replace(main, further=further, digest=None if is_shipped else sha256(text.encode()).hexdigest())


def _check_keys(written: Written, place: Place, kind: str) -> None:
    """Raise ProfileError for a key that is not known, is missing, or is written in another way than it should."""
    known = KEYS[kind]
    for key, value in written.items():
        if key not in known:
            guesses = get_close_matches(key, known, n=1)
            hint = f"Did you mean '{guesses[0]}'?" if guesses else f"Known here: {', '.join(known)}."
            raise place.error(key, f"there is no such key. {hint}")
        is_written, how = IS_WRITTEN[known[key].written]
        if not is_written(value):
            raise place.error(key, f"write {how}.")
        if key in ("columns", "companions"):
            for name, inner in value.items():
                if not isinstance(inner, dict):
                    raise place.inner(key).error(name, 'write a section, as in { theirs = "Start Date" }.')
                _check_keys(inner, place.inner(f"{key}.{name}"), key)
        elif known[key].written == "sections":
            for number, inner in enumerate(value):
                _check_keys(inner, place.inner(key, number), key)
        elif known[key].written == "section":
            _check_keys(value, place.inner(key), key)
    missing = [key for key, each in known.items() if each.is_needed and key not in written]
    if missing:
        raise place.error(None, f"'{missing[0]}' is missing. It says: {known[missing[0]].meaning.lower()}.")


def _profile(written: Written, block: Written, place: Place) -> Profile:
    for key in ("table", "columns"):
        if key not in block:
            raise place.error(None, f"'{key}' is missing. It says: {KEYS['records'][key].meaning.lower()}.")
    try:
        table = get_table(block["table"])
    except UnknownNameError as error:
        raise place.error("table", str(error)) from None
    columns: Mapping[str, Written] = block["columns"]
    for name in columns:
        if name not in table.column_names:
            raise place.inner("columns").error(name, str(UnknownNameError("column", name, table.column_names)))
    split = block.get("split")
    return Profile(
        name=written["name"],
        title=written["title"],
        table=table,
        fields=tuple(_field(column, columns.get(column.name, {})) for column in table.columns),
        recognized_by=_texts(written["recognized_by"]),
        is_template=False,
        date_formats=_texts(written.get("date_formats", [])),
        coverage=_texts(written.get("coverage", [])),
        never_read=_texts(written.get("never_read", [])),
        unused=_texts(written.get("unused", [])),
        extracted_by=written.get("extracted_by"),
        numbered_key=written.get("numbered_key"),
        coalition=written.get("coalition"),
        has_whole_cases=written.get("has_whole_cases", False),
        settled_areas=_settled_areas(written, place),
        is_refresh=written.get("is_refresh", bool(written.get("coverage"))),
        only=tuple(written.get("only", {}).items()),
        time_zone=coalition().time_zone.key if written.get("time_zone") == "here" else written.get("time_zone"),
        notes=_texts(written.get("notes", [])),
        left_out=tuple(_rule(each, place, number) for number, each in enumerate(block.get("left_out", []))),
        split=Split(split["column"], _texts(split["at"])) if split else None,
        companions=tuple(
            Companion(name, _texts(each["recognized_by"]), each["why"])
            for name, each in written.get("companions", {}).items()
        ),
        lookups=tuple(
            Lookup(each["column"], each["companion"], each["key"], tuple(each["gives"].items()))
            for each in written.get("lookups", [])
        ),
    )


def _field(column: Column, written: Written) -> Field:
    return Field(
        column,
        theirs=_texts(written.get("theirs", [])),
        always=written.get("always"),
        codes=tuple(written.get("codes", {}).items()),
        true_words=tuple(word.lower() for word in _texts(written.get("true_words", TRUE_WORDS))),
        false_words=tuple(word.lower() for word in _texts(written.get("false_words", FALSE_WORDS))),
        otherwise=written.get("otherwise"),
        is_age=written.get("is_age", False),
        joined=_texts(written.get("joined", [])),
        joined_with=written.get("with", "-"),
        given=written.get("given"),
        is_from_content=written.get("from_content", False),
        if_blank=written.get("if_blank"),
        first_of=_texts(written.get("first_of", [])),
        may_be_missing=written.get("may_be_missing", False),
    )


def _settled_areas(written: Written, place: Place) -> tuple[tuple[str, int], ...]:
    try:
        return tuple((letters_of(name), resolve_area(meant)) for name, meant in written.get("areas", {}).items())
    except (AmbiguousNameError, UnknownNameError) as error:
        raise place.top.error("areas", str(error)) from None


def _rule(written: Written, place: Place, number: int) -> LeftOut:
    if ("when" in written) == ("unless" in written):
        raise place.inner("left_out", number).error(None, "write either 'when' or 'unless', and not both.")
    texts = written.get("when", written.get("unless", {}))
    if not texts:
        raise place.inner("left_out", number).error("when", "name at least one column, with the texts that count.")
    return LeftOut(written["why"], tuple((name, _texts(each)) for name, each in texts.items()), "unless" in written)


def _texts(written: Any) -> tuple[str, ...]:
    return (written,) if isinstance(written, str) else tuple(written)
