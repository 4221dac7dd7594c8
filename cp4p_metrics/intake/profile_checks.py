"""What a profile's keys must be to one another, and to our tables, so that a file can be read by it."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import duckdb

from cp4p_metrics.records.columns import Kind

from .mapping import Field, Profile, is_needed, is_ours
from .profile_places import Place

TAKES_CODES = (Kind.CODE, Kind.PARTNER, Kind.AREA)


def check_profile(profile: Profile, place: Place) -> None:
    """Raise ProfileError for what can't be read as it is written."""
    _check_dates(profile, place)
    for field in profile.fields:
        _check_field(profile, field, place.inner(f"columns.{field.column.name}"))
    if not any(field.theirs or field.joined for field in profile.fields):
        raise place.error("columns", 'none of our columns is read from the file. Write theirs = "…" for some.')
    private = {name.casefold() for name in profile.never_read}
    for name in profile.sources:
        if name.strip().casefold() in private:
            raise place.error("never_read", f"'{name}' is listed there and read elsewhere. Take it out of one.")
    _check_lookups(profile, place)
    _check_participants(profile, place)


def _check_dates(profile: Profile, place: Place) -> None:
    for written in profile.date_formats:
        try:
            if "%" not in written:
                raise ValueError
            with duckdb.connect() as memory:
                memory.execute("SELECT try_strptime('', ?)::VARCHAR", [written])
        except (duckdb.Error, ValueError):
            what = f"'{written}' is no way to write a date. 03/31/2026 is %m/%d/%Y, 3:05 PM is %I:%M %p."
            raise place.error("date_formats", what) from None
        if profile.time_zone is None and ("%z" in written or "%Z" in written):
            raise place.error("date_formats", "a time with an offset needs 'time_zone', as in \"America/Chicago\".")
    if profile.time_zone is not None:
        try:
            ZoneInfo(profile.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            what = f"'{profile.time_zone}' is not a time zone that is known. Write one as in \"America/Chicago\"."
            raise place.error("time_zone", what) from None


def _check_field(profile: Profile, field: Field, place: Place) -> None:
    column = field.column
    is_told = field.theirs or field.joined or field.is_from_content
    if is_needed(profile.table, column) and not is_told and field.always is None and field.given is None:
        raise place.error(
            None,
            f"every row of '{profile.table.name}' needs {column.name} ({column.meaning}). Say where it stands with "
            'theirs = "…", what it always is with always = "…", or ask for it at import with given = "…".',
        )
    ours = [our for _, our in field.codes]
    if field.codes and column.kind not in TAKES_CODES:
        raise place.error("codes", "only columns with a list of codes, partners and areas take codes.")
    if isinstance(field.otherwise, str) and column.kind is Kind.CODE:
        ours.append(field.otherwise)
    elif field.otherwise is not None and (isinstance(field.otherwise, str) or column.kind is not Kind.BOOLEAN):
        raise place.error("otherwise", "write one of our codes for a column of codes, true or false for yes or no.")
    if column.kind is Kind.CODE:
        ours += [each for each in (field.always, field.if_blank) if each is not None]
        wrong = next((our for our in ours if our not in column.codes), None)
        if wrong is not None:
            raise place.error(None, f"'{wrong}' is not one of our codes for it: {', '.join(column.codes)}.")
    elif field.if_blank is not None:
        raise place.error("if_blank", "only a column with a list of codes takes it.")
    if field.is_age and column.name != "age_band":
        raise place.error("is_age", "only age_band is made of ages.")
    if field.is_from_content and (column.kind is not Kind.TEXT or column.name not in profile.table.key):
        raise place.error("from_content", f"only a key can be made so: {', '.join(profile.table.key)}.")
    constants = {each.column.name for each in profile.fields if each.always is not None or each.given}
    for name in field.joined:
        if is_ours(name) and name[1:-1] not in constants:
            raise place.error("joined", f"{name} is no column of ours whose value is 'always' or 'given' the same.")
    if field.joined and column.kind is Kind.AREA:
        raise place.error("joined", 'an area is the text of one column; write theirs = "…".')


def _check_lookups(profile: Profile, place: Place) -> None:
    known = {companion.name for companion in profile.companions}
    taken = {name.casefold() for name in profile.sources}
    for number, lookup in enumerate(profile.lookups):
        where = place.top
        if lookup.companion not in known:
            raise where.inner("lookups", number).error(
                "companion", f"there is no [companions.{lookup.companion}]. Known: {', '.join(sorted(known))}."
            )
        for new, _ in lookup.gives:
            if new.casefold() in taken:
                raise where.inner("lookups", number).error("gives", f"'{new}' is a column already; take a new name.")
            taken.add(new.casefold())


def _check_participants(profile: Profile, place: Place) -> None:
    """A participant's id is a pseudonym from the moment it is read, so nothing can be asked of its text."""
    people = [field for field in profile.fields if field.column.kind is Kind.PARTICIPANT]
    ids = {name.casefold() for field in people for name in (*field.theirs, *field.joined_columns)}
    looked_up = {new.casefold() for lookup in profile.lookups for new, _ in lookup.gives}
    for field in people:
        if any(name.casefold() in looked_up for name in field.joined_columns):
            raise place.inner(f"columns.{field.column.name}").error(
                "joined", "a participant's id is joined from the file's own columns only."
            )
    for rule in profile.left_out:
        if any(name.casefold() in ids for name, _ in rule.texts):
            raise place.error("left_out", "a participant's id can't be part of a condition.")
    if profile.split and profile.split.column.casefold() in ids:
        raise place.error("split", "a participant's id can't be split.")
    for field in profile.fields:
        if field.column.kind is Kind.PARTICIPANT:
            continue
        shared = [name for name in (*field.theirs, *field.joined_columns) if name.casefold() in ids]
        if shared:
            raise place.inner(f"columns.{field.column.name}").error(
                "theirs", f"'{shared[0]}' is the participant's id, which is stored as a pseudonym only."
            )
