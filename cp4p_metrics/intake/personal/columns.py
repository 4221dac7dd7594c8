"""Whether a column as a whole is personal: by its name, by the form of its cells, and by what they say."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .headers import personal_header
from .names import is_given_or_surname
from .patterns import Personal
from .reading import Role
from .texts import personal_in

# A column of free text is personal though most of its cells are harmless.
SMALLEST_SHARE = 0.02
FEWEST_CELLS = 2
SHARE_OF_LONE_NAMES = 0.5  # given names alone are words too, so only a column full of them tells
FIRST_ROWS = 5
FEWEST_CELLS_TO_REPEAT = 10
COLUMNS_OF = {
    Personal.NAME: "names of people",
    Personal.PHONE: "phone numbers",
    Personal.EMAIL: "e-mail addresses",
    Personal.ADDRESS: "addresses",
    Personal.LOCATION: "exact places",
    Personal.HANDLE: "social media handles",
    Personal.BIRTH_DATE: "birth dates",
    Personal.SSN: "Social Security numbers",
    Personal.GROUP: "names of groups",
    Personal.NARRATIVE: "narratives",
}


@dataclass(frozen=True)
class Suspicion:
    """That a column seems to hold personal data: of what kind, how it shows, and in which rows (1 is the first)."""

    kind: Personal
    by_header: bool
    cell_count: int = 0
    first_rows: tuple[int, ...] = ()

    @property
    def words(self) -> str:
        """As in 'looks like a column of phone numbers (rows 1, 2, 5)'; never a value."""
        rows = ", ".join(f"{row:,}" for row in self.first_rows)
        where = f" (row{'s' if len(self.first_rows) > 1 else ''} {rows})" if rows else ""
        return f"looks like a column of {COLUMNS_OF[self.kind]}{where}"


def looks_personal(header: str, values: Sequence[str | None], role: Role = Role.ANY) -> Suspicion | None:
    """Why a column should never be read; None where neither its name nor its cells look personal.

    `values` are the cells from the top, or some of them; blanks may be among them.
    """
    named = personal_header(header)
    found = _in_cells(values, role)
    if named is Personal.NARRATIVE and found is None and _are_codes(values):
        return None
    if named is not None and (found is None or found.kind is not named):
        return Suspicion(named, by_header=True)
    return found


def _are_codes(values: Sequence[str | None]) -> bool:
    """Whether few values repeat many times: descriptions of a list, not stories."""
    filled = [value for value in values if value]
    return len(filled) >= FEWEST_CELLS_TO_REPEAT and len(set(filled)) <= len(filled) / 3


def _in_cells(values: Sequence[str | None], role: Role) -> Suspicion | None:
    filled = [(row, text) for row, value in enumerate(values, start=1) if value and (text := value.strip())]
    kinds = [(row, kind) for row, text in filled if (kind := personal_in(text, role))]
    if len(kinds) >= min(FEWEST_CELLS, len(filled)) and len(kinds) >= SMALLEST_SHARE * len(filled) and kinds:
        [(kind, _)] = Counter(kind for _, kind in kinds).most_common(1)
        rows = [row for row, each in kinds if each is kind]
        return Suspicion(kind, by_header=False, cell_count=len(rows), first_rows=tuple(rows[:FIRST_ROWS]))
    lone = [row for row, text in filled if is_given_or_surname(text)]
    if len(lone) >= FEWEST_CELLS and len(lone) >= SHARE_OF_LONE_NAMES * len(filled):
        return Suspicion(Personal.NAME, by_header=False, cell_count=len(lone), first_rows=tuple(lone[:FIRST_ROWS]))
    return None
