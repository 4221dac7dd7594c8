"""Every profile there is: those shipped, those of the home folder, and a template for each table of partners."""

from pathlib import Path

from cp4p_metrics.coalition import coalition, coalition_folder, per_coalition
from cp4p_metrics.errors import ProfileError, UnknownNameError
from cp4p_metrics.home import Home
from cp4p_metrics.records.columns import Column, Kind
from cp4p_metrics.records.tables import PUBLIC_TABLES, TABLES, Table

from .mapping import Field, Profile, is_needed
from .profile_files import read_profile

__all__ = [
    "Field",
    "Profile",
    "get_profile",
    "is_needed",
    "known_profiles",
    "named_profile",
    "profiles",
    "template_profiles",
]

FOLDER = Path(__file__).parent / "profiles"
# A spreadsheet program turns 2026-03-05 into 3/5/2026 when a partner saves a template again.
TEMPLATE_DATE_FORMATS = ("%m/%d/%Y", "%m/%d/%Y %H:%M", "%m/%d/%Y %I:%M:%S %p")


@per_coalition()
def profiles() -> dict[str, Profile]:
    """Every profile that is part of the program or of the coalition's folder, then the templates.

    A shipped profile of another city is left out: area 25 is another place there.
    """
    shipped = [read_profile(path, is_shipped=True) for path in sorted(FOLDER.glob("*.toml"))]
    fitting = [profile for profile in shipped if profile.coalition in (None, coalition().key)]
    own = [read_profile(path) for path in sorted((coalition_folder() / "profiles").glob("*.toml"))]
    templates = [_template(table) for table in TABLES.values() if table.name not in PUBLIC_TABLES]
    return {profile.name: profile for profile in (*fitting, *own, *templates)}


def known_profiles(home: Home) -> dict[str, Profile]:
    """Every profile by name; those of the home folder first, since an analyst put them there. Raises ProfileError."""
    own: dict[str, Profile] = {}
    for path in sorted(home.profiles.glob("*.toml")):
        profile = read_profile(path)
        if profile.name in own or profile.name in profiles():
            raise ProfileError(f"{path.name}: there is a profile '{profile.name}' already. Give this one another name.")
        own[profile.name] = profile
    return {**own, **profiles()}


def named_profile(home: Home, name: str) -> Profile:
    """The profile of that name, or in the file of that name. Raises UnknownNameError and ProfileError."""
    if name.endswith(".toml"):
        return read_profile(Path(name))
    return get_profile(name, home)


def template_profiles() -> tuple[Profile, ...]:
    """The templates that partners and the coalition fill in."""
    return tuple(profile for profile in profiles().values() if profile.is_template)


def get_profile(name: str, home: Home | None = None) -> Profile:
    """The profile of that name; raises UnknownNameError."""
    known = known_profiles(home) if home else profiles()
    try:
        return known[name]
    except KeyError:
        raise UnknownNameError("profile", name, known) from None


def _template(table: Table) -> Profile:
    return Profile(
        name=table.name,
        title=f"Template: {table.name}",
        table=table,
        fields=tuple(Field(column, theirs=_template_names(column)) for column in table.columns),
        recognized_by=tuple(column.name for column in table.columns if is_needed(table, column)),
        is_template=True,
        date_formats=TEMPLATE_DATE_FORMATS,
    )


def _template_names(column: Column) -> tuple[str, ...]:
    """A template's area may be a name, so its column is `area`; `area_number` is taken too, and `age` for a band."""
    if column.kind is Kind.AREA:
        return ("area", column.name)
    return (column.name, "age") if column.name == "age_band" else (column.name,)
