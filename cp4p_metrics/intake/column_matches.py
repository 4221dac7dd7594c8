"""Which of our tables an unknown file comes nearest to, and which of its columns could be which of ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from cp4p_metrics.records.columns import Column, Kind
from cp4p_metrics.records.tables import TABLES, Table

from .column_looks import ColumnLook
from .mapping import is_needed
from .private_looks import words_of

# Other words for ours, by the column's name or else by its kind.
OTHER_WORDS = {
    "participant_id": "participant client person member youth contact pseudonym who individual",
    "partner_id": "partner agency organization org provider grantee organizer organizers sponsor",
    "area_number": "area community neighborhood where",
    "minutes": "minutes min mins duration length",
    "hours": "hours hrs",
    "attendance": "attendance attended attendees present headcount turnout people",
    "meals_count": "meals meal food",
    "purpose": "purpose reason type what topic kind",
    "kind": "kind type category what activity",
    "activity": "activity type kind category what",
    "domain": "domain need service area type goal category issue",
    "status": "status stage state outcome",
    "outcome": "outcome result status resolution",
    "site": "site venue park place location",
    "conflict_type": "conflict type kind",
    "case_number": "rd case number",
    "event_date": "start begins date day when",
    "enrolled_date": "enrolled enrollment start intake admission joined",
    "exited_date": "exit exited end discharge closed",
    "exit_reason": "exit reason discharge stage",
    "referred_date": "referred referral date",
    "connected_date": "connected linked first",
    "completed_date": "completed finished",
    "gender": "gender sex",
    "race_ethnicity": "race ethnicity",
    "age_band": "age band",
    "program": "program series",
    "occurred_date": "occurred incident date day",
    "is_homicide": "homicide fatal died death",
    "is_gunshot": "gunshot shot gunfire",
    "sex": "sex gender",
    "families_count": "families",
    "people_count": "people persons",
}
OTHER_WORDS_OF_KIND = {Kind.DATE: "date day when on", Kind.AREA: "area community neighborhood"}
FILE_WORDS = {
    "contacts": "contact contacts visit visits outreach meeting met",
    "responses": "response responses scene",
    "victimizations": "victim victims victimization shooting shootings homicide homicides",
    "crimes": "crime crimes offense offenses",
    "mediations": "mediation mediations conflict conflicts dispute",
    "enrollments": "enrollment enrollments caseload intake roster",
    "needs": "need needs assessment",
    "referrals": "referral referrals referred",
    "goals": "goal goals",
    "supports": "support supports families funeral victim",
    "events": "event events calendar night attendance",
    "shifts": "shift shifts canvassing canvass schedule",
    "agreements": "agreement agreements peace",
}
SMALLEST_SCORE = 0.45
SMALLEST_FILLED_SHARE = 0.5  # of a column that every row needs
KEY_WORDS = {"id", "no", "number", "key", "uid", "ref", "record"}


@dataclass(frozen=True)
class Match:
    """One of our columns with the look of the one it could be read from."""

    column: Column
    look: ColumnLook


@dataclass(frozen=True)
class NearTable:
    """A table, with the columns that a file seems to have of it, and how well it fits."""

    table: Table
    matches: tuple[Match, ...]
    score: float

    def match(self, column: Column) -> Match | None:
        """What the column could be read from."""
        return next((each for each in self.matches if each.column is column), None)


def nearest_tables(file_name: str, looks: Sequence[ColumnLook]) -> list[NearTable]:
    """Every table, the nearest first."""
    found = [_near(table, file_name, looks) for table in TABLES.values()]
    return sorted(found, key=lambda near: -near.score)


def _near(table: Table, file_name: str, looks: Sequence[ColumnLook]) -> NearTable:
    readable = [look for look in looks if look.why_private is None]
    scored = sorted(
        (
            (score, place, number, column, look)
            for place, column in enumerate(table.columns)
            for number, look in enumerate(readable)
            if (score := _score(table, column, look)) >= SMALLEST_SCORE
        ),
        key=lambda each: (-each[0], each[1], each[2]),
    )
    taken: dict[str, Match] = {}
    total = 0.0
    for score, _, _, column, look in scored:
        if column.name not in taken and look.name not in {match.look.name for match in taken.values()}:
            taken[column.name] = Match(column, look)
            # Every table has partners and areas: they tell little.
            total += score * (0.5 if column.kind in (Kind.PARTNER, Kind.AREA) else 1.0)
    asked = (Kind.PARTNER, Kind.AREA)
    missing = sum(
        is_needed(table, each) and each.name not in taken and each.kind not in asked for each in table.columns
    )
    words = {*words_of(file_name), *(word for look in looks for word in words_of(look.name))}
    hint = 1.0 if words & set(FILE_WORDS.get(table.name, table.name).split()) else 0.0
    return NearTable(table, tuple(taken.values()), total + hint - 0.8 * missing)


def _score(table: Table, column: Column, look: ColumnLook) -> float:
    """How well a column fits one of ours, from 0 to 1: its name, where its content allows it."""
    if not _may_be(column, look):
        return 0.0
    name = _name_score(table, column, look)
    if column.kind is Kind.AREA:
        return max(name, 0.9 if look.is_area else 0.0)
    if column.kind is Kind.CODE and look.codes:
        near = sum(nearest_code(text, column) is not None for text, _ in look.codes) / len(look.codes)
        return max(name, near if near > 0.5 else 0.0)
    return name


def _may_be(column: Column, look: ColumnLook) -> bool:
    """Whether what stands in a column can be read as one of ours."""
    is_key_like = not look.is_date and not look.is_yes_or_no and (look.is_whole_number or not look.is_number)
    is_word = is_key_like and not look.is_whole_number
    if look.filled_share == 0 or (column.is_required and look.filled_share < SMALLEST_FILLED_SHARE):
        return False
    return {
        Kind.DATE: look.is_date,
        Kind.MONTH: look.is_date,
        Kind.QUARTER: look.is_date,
        Kind.INTEGER: look.is_whole_number and not look.is_area,
        Kind.DECIMAL: look.is_number and not look.is_area,
        Kind.BOOLEAN: look.is_yes_or_no,
        Kind.CODE: bool(look.codes) or (column.name == "age_band" and look.is_whole_number),
        Kind.AREA: look.is_area,
        Kind.PARTNER: is_word and not look.is_area,
        Kind.PARTICIPANT: is_key_like and not look.is_area,
        Kind.TEXT: not look.is_date,
    }[column.kind]


def _name_score(table: Table, column: Column, look: ColumnLook) -> float:
    theirs, ours = words_of(look.name), words_of(column.name)
    if theirs == ours:
        return 1.0
    others = OTHER_WORDS.get(column.name, OTHER_WORDS_OF_KIND.get(column.kind, "")).split()
    shared = set(theirs) & {*ours, *others} - {"c", "id"}
    is_own_key = column.kind is Kind.TEXT and column.name in table.key
    if is_own_key and look.different_share > 0.95 and look.filled_share > 0.95:
        rest = set(theirs) - KEY_WORDS - set(ours) - set(FILE_WORDS.get(table.name, "").split())
        return 0.95 if set(theirs) & KEY_WORDS and not rest else 0.0
    if is_own_key:
        return 0.0
    spelled = SequenceMatcher(None, "".join(theirs), "".join(ours)).ratio()
    if not shared:
        return spelled if spelled > 0.8 else 0.0
    own = len(set(theirs) & set(ours)) / len(ours)
    return min(0.98, 0.5 + 0.3 * own + 0.15 * len(shared) / len(theirs))


def nearest_code(text: str, column: Column) -> str | None:
    """Our code that a text plainly means; None where none is near enough."""
    plain = "_".join(words_of(text))
    if plain in column.codes:
        return plain
    near = [code for code in column.codes if SequenceMatcher(None, plain, code).ratio() >= 0.85]
    return near[0] if len(near) == 1 else None
