"""Which profile a file's header answers to, and where each of our columns stands in it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cp4p_metrics.errors import RefusedFileError

from .profiles import Profile, profiles

WAYS_IN = (
    "'cp4p import' takes tables with the columns of a template (see docs/templates.md) or of one of the City's layouts"
)


@dataclass(frozen=True)
class Layout:
    """A profile fitted to a header: the position of the column that each of our columns is read from."""

    profile: Profile
    positions: dict[str, int]
    notes: tuple[str, ...]
    extracted_position: int | None = None

    def position(self, column_name: str) -> int | None:
        """Where our column stands in the file, or None where the file hasn't got it."""
        return self.positions.get(column_name)


def recognized_layout(header: Sequence[str], named: Profile | None = None) -> Layout:
    """The layout of a file with that header, by the named profile if any; raises RefusedFileError."""
    names = [_plain(name) for name in header]
    nearest = max(_candidates(named), key=lambda profile: (_shared(profile, names), _fits(profile, names)))
    if not _fits(nearest, names):
        raise RefusedFileError(_why_it_does_not_fit(nearest, names, named))
    return _layout(nearest, header, names)


def narrower_layout(header: Sequence[str], layout: Layout) -> Layout | None:
    """The layout of a profile that fits the header too, but where all rows have one value in some column."""
    names = [_plain(name) for name in header]
    others = [profile for profile in profiles().values() if profile.only and profile != layout.profile]
    return next((_layout(profile, header, names) for profile in others if _fits(profile, names)), None)


def column_position(header: Sequence[str], name: str) -> int:
    """Where the column of that name stands, whatever its case."""
    return [_plain(each) for each in header].index(_plain(name))


def is_header(cells: Sequence[str], named: Profile | None) -> bool:
    """Whether the cells are the header of a known layout, or of the named one."""
    names = [_plain(cell) for cell in cells]
    return any(_fits(profile, names) for profile in _candidates(named))


def looks_like_header(cells: Sequence[str], named: Profile | None) -> bool:
    """Whether most of the cells, and at least two, are columns of one known layout."""
    names = [_plain(cell) for cell in cells]
    shared = max(_shared(profile, names) for profile in _candidates(named))
    return shared >= 2 and shared * 2 >= sum(map(bool, names))


def _candidates(named: Profile | None) -> tuple[Profile, ...]:
    return (named,) if named else tuple(profiles().values())


def _plain(name: str) -> str:
    return name.strip().casefold()


def _positions(profile: Profile, names: Sequence[str]) -> dict[str, int]:
    found = {}
    for field in profile.fields:
        position = next((names.index(_plain(their)) for their in field.theirs if _plain(their) in names), None)
        if position is not None:
            found[field.column.name] = position
    return found


def _missing(profile: Profile, names: Sequence[str]) -> list[str]:
    """What the profile needs to be recognized and the header hasn't got, in the file's own words."""
    positions = _positions(profile, names)
    if profile.is_template:
        return [name for name in profile.recognized_by if name not in positions]
    unread = [field.theirs[0] for field in profile.fields if field.theirs and field.column.name not in positions]
    return unread + [name for name in profile.recognized_by if _plain(name) not in names and name not in unread]


def _fits(profile: Profile, names: Sequence[str]) -> bool:
    return not _missing(profile, names)


def _shared(profile: Profile, names: Sequence[str]) -> int:
    return len(_positions(profile, names))


def _why_it_does_not_fit(nearest: Profile, names: Sequence[str], named: Profile | None) -> str:
    if named is None and _shared(nearest, names) * 2 < len(nearest.fields):
        return f"Its first row is not a header that is known here. {WAYS_IN}."
    missing = _missing(nearest, names)
    listed = ", ".join(f"'{name}'" for name in missing)
    return (
        f"Its header is not that of '{nearest.name}': {listed} {'is' if len(missing) == 1 else 'are'} "
        f"missing. Put that in; {WAYS_IN}."
    )


def _layout(profile: Profile, header: Sequence[str], names: Sequence[str]) -> Layout:
    positions = _positions(profile, names)
    read = {names[position] for position in positions.values()}
    repeated = sorted(name for name, count in Counter(names).items() if count > 1 and name in read)
    if repeated:
        raise RefusedFileError(f"{_columns(repeated)} more than once. Take the wrong one out, then import again.")
    extracted = _plain(profile.extracted_by) if profile.extracted_by else None
    known = read | {_plain(name) for name in (*profile.never_read, *profile.unused)} | {extracted}
    unknown = [name.strip() for name, plain in zip(header, names, strict=True) if plain and plain not in known]
    if unknown and profile.is_template:
        raise RefusedFileError(
            f"{_columns(unknown)} that the template '{profile.name}' does not know. It may hold personal "
            "data, so nothing was read. Take it out of the file, then import again."
        )
    notes = []
    if unknown:
        notes.append(f"Columns that are new in this layout and were not read: {', '.join(unknown)}.")
    absent = [field.column.name for field in profile.fields if field.theirs and field.column.name not in positions]
    if absent:
        notes.append(f"Columns that the file hasn't got, taken as not reported: {', '.join(absent)}.")
    extracted_position = names.index(extracted) if extracted in names else None
    return Layout(profile, positions, tuple(notes), extracted_position)


def _columns(names: Iterable[str]) -> str:
    listed = [f"'{name}'" for name in names]
    return f"It has the column{'s' if len(listed) > 1 else ''} {', '.join(listed)}"
