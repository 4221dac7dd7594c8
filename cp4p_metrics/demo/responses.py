"""Responses to shootings in the areas served, and to rumors."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .coalition import Coalition
from .draws import codes, dates, happens, keys, pick, stream, texts, whole_numbers
from .portal import case_number
from .settings import Settings
from .victims import Victims
from .work import Chunk, area_column, chunks_of, counts_by_cell, in_order_of, partner_column

RESPONSE_SHARE = 0.58  # of the shootings in an area, by one partner that serves it
SECOND_RESPONSE_SHARE = 0.22
KINDS_AFTER_SHOOTING = {
    "on_scene": 0.46, "hospital": 0.22, "family_visit": 0.14, "de_escalation": 0.11,
    "community_gathering": 0.05, "other": 0.02,
}  # fmt: skip
KINDS_WITHOUT_CASE = {"rumor_control": 0.70, "de_escalation": 0.24, "other": 0.06}
WITHOUT_CASE_MONTHLY = 0.45
UNTIMED_SHARE = 0.14


def responses(settings: Settings, coalition: Coalition, victims: Victims) -> Iterator[Chunk]:
    """Responses to the victims' cases, and others to rumors; neither grows with the scale."""
    draw = stream(settings.seed, "responses")
    pairs, heard, cases = _after_shootings(draw, coalition, victims)
    counts = counts_by_cell(
        settings, coalition, "responses without a case", WITHOUT_CASE_MONTHLY, "outreach", is_scaled=False
    )
    for _, _, rumors in chunks_of(coalition, "responses without a case", counts, settings):
        pairs, heard = np.concatenate((pairs, rumors.pairs)), np.concatenate((heard, rumors.days))
        cases = np.concatenate((cases, np.zeros(len(rumors.days), dtype=np.int64)))

    count = len(pairs)
    hours = np.floor(draw.gamma(0.45, 30, count)).astype(np.int64)
    days = heard + (hours + draw.integers(0, 24, count)) // 24
    came_in = coalition.came_in(pairs, days, "outreach")
    pairs, heard, cases, hours, days = (column[came_in] for column in (pairs, heard, cases, hours, days))
    count = len(pairs)
    order = np.lexsort((pairs, cases, days))
    pairs, heard, cases, hours, days = (column[order] for column in (pairs, heard, cases, hours, days))
    kinds = pc.if_else(
        pa.array(cases > 0), codes(draw, KINDS_AFTER_SHOOTING, count), codes(draw, KINDS_WITHOUT_CASE, count)
    )
    known = np.unique(cases)
    rows = pa.table(
        {
            "response_id": keys("R", np.arange(1, count + 1)),
            "partner_id": partner_column(coalition, pairs),
            "area": area_column(coalition, pairs, draw, settings),
            "notified_date": dates(heard, happens(draw, settings.blank_share, count)),
            "response_date": dates(days),
            "kind": kinds,
            "hours_to_response": whole_numbers(hours, happens(draw, UNTIMED_SHARE, count)),
            "case_number": texts(
                [case_number(case) for case in known.tolist()],
                np.searchsorted(known, cases),
                (cases == 0) | happens(draw, 0.06, count),
            ),
        }
    )
    yield 1, 1, in_order_of(days, rows)


def _after_shootings(
    draw: np.random.Generator, coalition: Coalition, victims: Victims
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pair, day on which it heard, and case, of the responses to shootings."""
    is_shooting = (victims.position == 1) & victims.is_gunshot
    area, day, case = victims.area[is_shooting], victims.day[is_shooting], victims.case[is_shooting]
    found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for pair, served in enumerate(coalition.pair_areas):
        near = (area == served) & (day >= coalition.pair_from[pair]) & (day <= coalition.pair_until[pair])
        times = pick(
            draw,
            (1 - RESPONSE_SHARE, RESPONSE_SHARE - SECOND_RESPONSE_SHARE, SECOND_RESPONSE_SHARE),
            near.sum(),
        )
        heard = day[near] + happens(draw, 0.12, int(near.sum()))
        found.append((np.full(times.sum(), pair), np.repeat(heard, times), np.repeat(case[near], times)))
    pairs, days, cases = (np.concatenate(columns).astype(np.int64) for columns in zip(*found, strict=True))
    return pairs, days, cases
