"""Which profile a file's header answers to, and where each column that it reads stands in it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from cp4p_metrics.errors import RefusedFileError

from .mapping import Companion, Field, Profile, is_ours
from .personal.columns import COLUMNS_OF
from .personal.headers import personal_header
from .personal.texts import personal_in
from .readers import SourceFile

WAYS_IN = (
    "'cp4p import' takes tables with the columns of a template (see docs/templates.md), of one of the City's "
    "layouts, or of a profile (see docs/profiles.md)"
)


@dataclass(frozen=True)
class Layout:
    """A profile fitted to a header: the position of the column that each of our columns is read from.

    `columns` are the positions of all columns that are read, by their plain names. A file that is only looked
    into by others is a `companion`; `looked_into` are the companions of this file, once the batch is known.
    """

    profile: Profile
    positions: dict[str, int]
    notes: tuple[str, ...]
    extracted_position: int | None = None
    columns: dict[str, int] = field(default_factory=dict)
    companion: Companion | None = None
    looked_into: tuple[SourceFile, ...] = ()

    def position(self, column_name: str) -> int | None:
        """Where our column stands in the file, or None where the file hasn't got it."""
        return self.positions.get(column_name)

    @property
    def identity(self) -> str:
        """What a batch is known by, beside the file: the profile, and the files that are looked into."""
        return " ".join([self.profile.identity, *(file.file_hash for file in self.looked_into)])


def recognized_layouts(file: SourceFile, among: Sequence[Profile]) -> list[tuple[SourceFile, Layout]]:
    """The file with its layout by the profile that fits; once for each kind of record that its rows make.

    The further ones have names and hashes of their own, as the sheets of a workbook do. Raises RefusedFileError.
    """
    names = [plain(name) for name in file.header]
    profile = _fitting(names, among)
    if profile is None:
        return [(file, _companion_layout(names, among))]
    found = [(file, _layout(profile, file.header, names))]
    for number, each in enumerate(profile.further, start=2):
        digest = sha256(f"{file.file_hash} records {number}".encode()).hexdigest()
        apart = replace(file, name=f"{file.name}, records of {each.table.name} ({number})", file_hash=digest)
        found.append((apart, replace(_layout(each, file.header, names), notes=())))
    return found


def narrower_layout(header: Sequence[str], layout: Layout, among: Sequence[Profile]) -> Layout | None:
    """The layout of a profile that fits the header too, but where all rows have one value in some column."""
    names = [plain(name) for name in header]
    others = [profile for profile in among if profile.only and profile != layout.profile]
    return next((_layout(profile, header, names) for profile in others if _fits(profile, names)), None)


def column_position(header: Sequence[str], name: str) -> int:
    """Where the column of that name stands, whatever its case."""
    return [plain(each) for each in header].index(plain(name))


def is_header(cells: Sequence[str], among: Sequence[Profile]) -> bool:
    """Whether the cells are the header of one of the profiles, or of a companion's file."""
    names = [plain(cell) for cell in cells]
    return any(_fits(profile, names) for profile in among) or _companion(names, among) is not None


def looks_like_header(cells: Sequence[str], among: Sequence[Profile]) -> bool:
    """Whether most of the cells, and at least two, are columns of one known layout."""
    names = [plain(cell) for cell in cells]
    shared = max(_shared(profile, names) for profile in among)
    return shared >= 2 and shared * 2 >= sum(map(bool, names))


def plain(name: str) -> str:
    """A column's name as it is compared: case and blanks around it do not matter."""
    return name.strip().casefold()


def is_companion(header: Sequence[str], companion: Companion) -> bool:
    """Whether a file with that header is the companion."""
    return {plain(name) for name in companion.recognized_by} <= {plain(name) for name in header}


def _fitting(names: Sequence[str], among: Sequence[Profile]) -> Profile | None:
    """The profile that fits, an analyst's own before the others; None for a companion's file."""
    own = [profile for profile in among if profile.digest and _fits(profile, names)]
    if own:
        most = max(_shared(profile, names) for profile in own)
        nearest, *others = [profile for profile in own if _shared(profile, names) == most]
        if others:
            listed = ", ".join(f"'{profile.name}'" for profile in (nearest, *others))
            raise RefusedFileError(f"Its header fits several profiles: {listed}. Say which one with --as NAME.")
        return nearest
    nearest = max(among, key=lambda profile: (_shared(profile, names), _fits(profile, names)))
    if _fits(nearest, names):
        return nearest
    if _companion(names, among) is not None:
        return None
    raise RefusedFileError(_why_it_does_not_fit(nearest, names, is_named=len(among) == 1))


def _companion(names: Sequence[str], among: Sequence[Profile]) -> tuple[Profile, Companion] | None:
    """The companion with most columns of those that the header answers to, and the profile that it is one of."""
    found = [(profile, each) for profile in among for each in profile.companions if is_companion(names, each)]
    return max(found, key=lambda pair: len(pair[1].recognized_by), default=None)


def _companion_layout(names: Sequence[str], among: Sequence[Profile]) -> Layout:
    found = _companion(names, among)
    if found is None:
        raise ValueError("Only for the header of a companion.")
    profile, companion = found
    note = f"Part of '{profile.name}': {companion.why}"
    return Layout(profile, {}, (note,), companion=companion)


def _positions(profile: Profile, names: Sequence[str]) -> dict[str, int]:
    found = {}
    for each in profile.fields:
        position = next((names.index(plain(their)) for their in each.theirs if plain(their) in names), None)
        if position is not None:
            found[each.column.name] = position
    return found


def _missing(profile: Profile, names: Sequence[str]) -> list[str]:
    """What the profile needs to be recognized and the header hasn't got, in the file's own words."""
    if profile.is_template:
        positions = _positions(profile, names)
        return [name for name in profile.recognized_by if name not in positions]
    missing = [name for each in (profile, *profile.further) for name in _unread(each, names)]
    missing += [name for name in profile.recognized_by if plain(name) not in names]
    return list(dict.fromkeys(missing))


def _unread(profile: Profile, names: Sequence[str]) -> list[str]:
    """The columns that a profile reads, must have, and does not find."""
    given = {plain(new) for lookup in profile.lookups for new, _ in lookup.gives}
    there = {*names, *given}
    unread = []
    for each in profile.fields:
        told = any(plain(name) in there for name in each.theirs)
        joined = bool(each.joined) and all(plain(name) in there for name in each.joined_columns)
        has_other = each.always is not None or each.given or each.is_from_content or each.may_be_missing
        if not (told or joined or has_other):
            unread += [*each.theirs[:1], *(name for name in each.joined_columns if plain(name) not in there)]
    needed = [name for rule in profile.left_out for name, _ in rule.texts]
    needed += [lookup.column for lookup in profile.lookups]
    needed += [profile.split.column] if profile.split else []
    return unread + [name for name in needed if plain(name) not in there]


def _fits(profile: Profile, names: Sequence[str]) -> bool:
    return not _missing(profile, names)


def _shared(profile: Profile, names: Sequence[str]) -> int:
    return sum(len(_positions(each, names)) for each in (profile, *profile.further))


def _why_it_does_not_fit(nearest: Profile, names: Sequence[str], *, is_named: bool) -> str:
    if not is_named and _shared(nearest, names) * 2 < len(nearest.fields):
        return f"Its first row is not a header that is known here. {WAYS_IN}."
    missing = _missing(nearest, names)
    listed = ", ".join(f"'{name}'" for name in missing)
    return (
        f"Its header is not that of '{nearest.name}': {listed} {'is' if len(missing) == 1 else 'are'} "
        f"missing. Put that in; {WAYS_IN}."
    )


def _layout(profile: Profile, header: Sequence[str], names: Sequence[str]) -> Layout:
    positions = _positions(profile, names)
    columns = {name: names.index(name) for name in _read(profile, names)}
    repeated = sorted(name for name, count in Counter(names).items() if count > 1 and name in columns)
    if repeated:
        raise RefusedFileError(f"{_columns(repeated)} more than once. Take the wrong one out, then import again.")
    known = {name for each in profile.further for name in _read(each, names)}
    known |= {*columns, *(plain(name) for name in (*profile.never_read, *profile.unused))}
    unknown = [
        _shown(name, position)
        for position, (name, name_plain) in enumerate(zip(header, names, strict=True), start=1)
        if name_plain not in {*known, ""}
    ]
    if unknown and profile.is_template:
        raise RefusedFileError(
            f"{_columns(unknown)} that the template '{profile.name}' does not know.{_looks(unknown)} It may hold "
            "personal data, so nothing was read. Take it out of the file, then import again."
        )
    notes = list(profile.notes)
    if unknown:
        notes.append(f"Columns that are new in this layout and were not read: {', '.join(unknown)}.")
    absent = [each.column.name for each in profile.fields if _is_absent(profile, each, columns)]
    if absent:
        notes.append(f"Columns that the file hasn't got, taken as not reported: {', '.join(absent)}.")
    extracted = plain(profile.extracted_by) if profile.extracted_by else None
    return Layout(profile, positions, tuple(notes), columns.get(extracted) if extracted else None, columns)


def _read(profile: Profile, names: Sequence[str]) -> list[str]:
    """The plain names of the columns that are read of a file, each once."""
    positions = _positions(profile, names)
    read = [profile.extracted_by] if profile.extracted_by else []
    for each in profile.fields:
        position = positions.get(each.column.name)
        read += each.joined_columns if position is None else [names[position]]
    read += [name for rule in profile.left_out for name, _ in rule.texts]
    read += [lookup.column for lookup in profile.lookups]
    read += [profile.split.column] if profile.split else []
    return [name for name in dict.fromkeys(map(plain, read)) if name in names]


def _is_absent(profile: Profile, each: Field, columns: dict[str, int]) -> bool:
    given = {plain(new) for lookup in profile.lookups for new, _ in lookup.gives}
    told = any(plain(name) in columns or plain(name) in given for name in each.theirs)
    joined = bool(each.joined) and all(plain(name) in columns for name in each.joined if not is_ours(name))
    return bool(each.theirs) and not told and not joined and each.always is None and each.given is None


def _shown(name: str, position: int) -> str:
    """The name of a column as it may be told: what stands there may be somebody's."""
    return f"in place {position}" if personal_in(name.strip()) else name.strip()


def _looks(names: Sequence[str]) -> str:
    """As in " 'cell' looks like a column of phone numbers."; nothing where no name tells."""
    found = [f"'{name}' looks like a column of {COLUMNS_OF[kind]}" for name in names if (kind := personal_header(name))]
    return f" {', '.join(found)}." if found else ""


def _columns(names: Iterable[str]) -> str:
    listed = [f"'{name}'" for name in names]
    return f"It has the column{'s' if len(listed) > 1 else ''} {', '.join(listed)}"
