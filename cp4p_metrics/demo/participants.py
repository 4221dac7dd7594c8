"""Participants and their enrollments with partners."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from .coalition import NEVER, Coalition
from .draws import Days, blank_where, codes, dates, happens, keys, pick, stream, texts, uncertain
from .settings import Settings
from .work import Chunk, area_column, chunks_of, counts_by_cell, partner_column

ENROLLMENTS_MONTHLY = 3.0  # for a pair of size 1
ELSEWHERE_SHARE = 0.05  # also enroll with another partner
AGAIN_SHARE = 0.06  # come back to the same one
RETURNING_SHARE = 0.15  # returning residents
LONGEST_MET_BEFORE_RELEASE = 40  # days
DAYS_ENROLLED, DAYS_SHAPE = 360, 0.9  # Weibull: many leave early
CHUNK_ENROLLMENTS = 40_000  # about a million contacts

EXIT_REASONS = {
    "completed": 0.36, "moved": 0.10, "disengaged": 0.30, "incarcerated": 0.09, "deceased": 0.012,
    "other": 0.05, "unknown": 0.088,
}  # fmt: skip
REASONS = tuple(EXIT_REASONS)
RISK_LEVELS = {"highest": 0.44, "high": 0.33, "moderate": 0.17, "low": 0.06}
AGE_BANDS = {"under_18": 0.14, "18_24": 0.38, "25_34": 0.29, "35_44": 0.12, "45_and_over": 0.07}
GENDERS = {"man": 0.83, "woman": 0.155, "another_gender": 0.015}
RACES_AND_ETHNICITIES = {
    "black": 0.72, "hispanic": 0.21, "white": 0.03, "asian_or_pacific_islander": 0.005,
    "american_indian": 0.003, "other": 0.032,
}  # fmt: skip


@dataclass(frozen=True)
class Enrollments:
    """One element an enrollment, by day; `until` is the last day seen: the exit, or the last day covered."""

    participant: np.ndarray
    pair: np.ndarray
    enrolled: Days
    exited: Days  # NEVER while active
    until: Days

    def __len__(self) -> int:
        return len(self.participant)

    def part(self, start: int, stop: int) -> "Enrollments":
        """Those from `start` up to, without, `stop`."""
        return Enrollments(*(getattr(self, name)[start:stop] for name in self.__dataclass_fields__))

    def chunks(self) -> Iterator[tuple[int, int, int, "Enrollments"]]:
        """Part from 1, number of parts, position of the first, and the enrollments of each chunk."""
        count = max(1, -(-len(self) // CHUNK_ENROLLMENTS))
        for chunk in range(count):
            start = chunk * CHUNK_ENROLLMENTS
            yield chunk + 1, count, start, self.part(start, start + CHUNK_ENROLLMENTS)


def make_enrollments(settings: Settings, coalition: Coalition) -> Enrollments:
    """Everyone's enrollments. A month whose case records did not come in has none."""
    counts = counts_by_cell(settings, coalition, "enrollments", ENROLLMENTS_MONTHLY, "case_management")
    pieces = [
        (work.numbers, work.pairs, work.days) for _, _, work in chunks_of(coalition, "enrollments", counts, settings)
    ]
    participant, pair, enrolled = (np.concatenate(columns) for columns in zip(*pieces, strict=True))
    draw = stream(settings.seed, "stays")
    exited = _exits(draw, coalition, pair, enrolled)
    first = (participant, pair, enrolled, exited)
    more = _more_enrollments(draw, coalition, first)
    participant, pair, enrolled, exited = (np.concatenate(columns) for columns in zip(first, more, strict=True))
    order = np.lexsort((pair, participant, enrolled))
    participant, pair, enrolled, exited = (column[order] for column in (participant, pair, enrolled, exited))
    return Enrollments(participant, pair, enrolled, exited, np.minimum(exited, coalition.last_day))


def _exits(draw: np.random.Generator, coalition: Coalition, pair: np.ndarray, enrolled: Days) -> Days:
    """The day of leaving, at the latest when the partner leaves the area; NEVER if that is still to come."""
    stay = 3 + np.floor(DAYS_ENROLLED * draw.weibull(DAYS_SHAPE, len(pair))).astype(np.int64)
    exited = np.minimum(enrolled + stay, coalition.pair_until[pair])
    return np.where(exited > coalition.last_day, NEVER, np.maximum(exited, enrolled))


def _more_enrollments(
    draw: np.random.Generator, coalition: Coalition, first: tuple[np.ndarray, np.ndarray, Days, Days]
) -> tuple[np.ndarray, np.ndarray, Days, Days]:
    """Second enrollments: at another partner during the first one, or at the same after it."""
    participant, pair, enrolled, exited = first
    count = len(participant)
    luck, gap = draw.random(count), draw.integers(14, 240, count)
    other = draw.integers(0, max(1, len(coalition.pair_areas)), count)
    # Twice as many try, for about half of them draw a partner that is not there or their own.
    goes_elsewhere = luck < 2 * ELSEWHERE_SHARE
    comes_again = (luck > 1 - 1.6 * AGAIN_SHARE) & (exited < NEVER)
    next_pair = np.where(goes_elsewhere, other, pair)
    next_day = np.where(goes_elsewhere, enrolled, np.minimum(exited, coalition.last_day)) + gap
    is_another = ~goes_elsewhere | (coalition.pair_partners[next_pair] != coalition.pair_partners[pair])
    is_served = (next_day >= coalition.pair_from[next_pair]) & (next_day <= coalition.pair_until[next_pair])
    keep = (goes_elsewhere | comes_again) & is_another & is_served
    keep &= coalition.came_in(next_pair, next_day, "case_management")
    return (
        participant[keep],
        next_pair[keep],
        next_day[keep],
        _exits(draw, coalition, next_pair[keep], next_day[keep]),
    )


def participant_column(participant: np.ndarray) -> pa.Array:
    """The partners' ids of the participants; someone with two partners has one id at both."""
    return keys("P", participant)


def traits(settings: Settings, participants: np.ndarray) -> list[np.ndarray]:
    """Luck that stays with a person: the same for each of their enrollments."""
    size = int(participants.max(initial=0)) + 1
    draw = stream(settings.seed, "traits")
    return [draw.random(size, dtype=np.float32)[participants] for _ in range(3)]


def releases(settings: Settings, part: int, here: Enrollments) -> tuple[Days, np.ndarray]:
    """Day of release, and who is a returning resident; some are met before their release."""
    draw = stream(settings.seed, "releases", part)
    released = here.enrolled + LONGEST_MET_BEFORE_RELEASE - np.floor(draw.gamma(1.2, 40, len(here))).astype(np.int64)
    return released, happens(draw, RETURNING_SHARE, len(here)) & (released <= here.until)


def _by_luck(weights: dict[str, float], luck: np.ndarray) -> pa.Array:
    bounds = np.cumsum(list(weights.values()))
    return texts(list(weights), np.minimum(np.searchsorted(bounds / bounds[-1], luck, side="right"), len(bounds) - 1))


def enrollments(settings: Settings, coalition: Coalition, made: Enrollments) -> Iterator[Chunk]:
    """The rows of the enrollments."""
    luck_of = traits(settings, made.participant)
    is_only_one = np.bincount(made.participant, minlength=1)[made.participant] == 1
    doubt = (settings.unknown_share, settings.blank_share)
    for part, part_count, start, here in made.chunks():
        draw = stream(settings.seed, "enrollments", part)
        count = len(here)
        age, gender, race = (
            uncertain(draw, _by_luck(weights, luck[start : start + count]), *doubt)
            for weights, luck in zip((AGE_BANDS, GENDERS, RACES_AND_ETHNICITIES), luck_of, strict=True)
        )
        assessed = here.enrolled + np.floor(draw.exponential(17, count)).astype(np.int64)
        is_assessed = happens(draw, 0.88, count) & (assessed <= here.until)
        released, is_returning = releases(settings, part, here)
        reason_position = pick(draw, list(EXIT_REASONS.values()), count)
        came_back = (reason_position == REASONS.index("deceased")) & ~is_only_one[start : start + count]
        reason = texts(REASONS, np.where(came_back, REASONS.index("moved"), reason_position))
        risk = uncertain(draw, codes(draw, RISK_LEVELS, count), *doubt)
        rows = pa.table(
            {
                "enrollment_id": keys("E", np.arange(start + 1, start + count + 1)),
                "partner_id": partner_column(coalition, here.pair),
                "area": area_column(coalition, here.pair, draw, settings),
                "participant_id": participant_column(here.participant),
                "enrolled_date": dates(here.enrolled),
                "exited_date": dates(here.exited, here.exited >= NEVER),
                "exit_reason": blank_where(reason, here.exited >= NEVER),
                "assessed_date": dates(assessed, ~is_assessed),
                "risk_level": blank_where(risk, ~is_assessed),
                "age_band": age,
                "gender": gender,
                "race_ethnicity": race,
                "released_date": dates(released, ~is_returning),
            }
        )
        yield part, part_count, rows
