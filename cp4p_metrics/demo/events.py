"""Light in the Night, other events, and who held them together."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cp4p_metrics import places

from .coalition import Coalition
from .draws import (
    blank_where,
    codes,
    dates,
    epoch_day,
    happens,
    keys,
    month_numbers,
    pick,
    stream,
    texts,
    whole_numbers,
)
from .settings import Settings
from .work import area_column, chunks_of, counts_by_cell, in_order_of, partner_column

LIGHT_MONTHLY = 1.36  # for a pair of size 1, from July to September
OTHER_MONTHLY = 0.15
PLANNED_DAYS = 56  # how far ahead partners announce
LIGHT_MONTHS = (6, 7, 8)  # July to September, counted from 0
THURSDAY = 3
LIGHT_ACTIVITIES = {
    "basketball": 0.24, "dance": 0.10, "open_mic": 0.10, "family_games": 0.24, "arts": 0.08,
    "movie": 0.10, "cookout": 0.12, "other": 0.02,
}  # fmt: skip
OTHER_ACTIVITIES = {
    "resource_fair": 0.30, "vigil": 0.20, "cookout": 0.10, "family_games": 0.12, "arts": 0.08,
    "basketball": 0.12, "open_mic": 0.04, "other": 0.04,
}  # fmt: skip
AGE_GROUPS = {"all_ages": 0.58, "children": 0.06, "youth": 0.26, "adults": 0.08, "seniors": 0.02}
SITES = (
    "field house lawn",
    "park basketball court",
    "playground",
    "library plaza",
    "park soccer field",
    "school yard",
)
STATUSES = ("held", "canceled_weather", "canceled_safety", "canceled_other", "planned")


def events(settings: Settings, coalition: Coalition) -> Iterator[tuple[int, int, pa.Table, pa.Table]]:
    """Events, and the partners that held each, in chunks; planned ones lie in the weeks to come."""
    monthly = OTHER_MONTHLY + LIGHT_MONTHLY * np.isin(coalition.cell_months % 12, LIGHT_MONTHS)
    counts = counts_by_cell(settings, coalition, "events", monthly, "events")
    first_number = 1
    for part, part_count, work in chunks_of(coalition, "events", counts, settings):
        draw = stream(settings.seed, "events", part)
        in_season = np.isin(month_numbers(work.days) % 12, LIGHT_MONTHS)
        is_light = in_season & happens(draw, LIGHT_MONTHLY / (LIGHT_MONTHLY + OTHER_MONTHLY), len(work.days))
        pairs, days = work.pairs, np.where(is_light, _evening(draw, work.days), work.days)
        if part == part_count:
            coming_pairs, coming_days, coming_light = _coming(settings, coalition)
            pairs, days = np.concatenate((pairs, coming_pairs)), np.concatenate((days, coming_days))
            is_light = np.concatenate((is_light, coming_light))
        order = np.argsort(days, kind="stable")
        pairs, days, is_light = pairs[order], days[order], is_light[order]
        rows = _rows(settings, coalition, draw, first_number, pairs, days, is_light)
        together = _together(coalition, draw, first_number, pairs, days)
        first_number += len(pairs)
        yield part, part_count, rows, together


def _evening(draw: np.random.Generator, days: np.ndarray) -> np.ndarray:
    """The Thursday, Friday or Saturday of each day's week, in the same month."""
    wanted = THURSDAY + draw.integers(0, 3, len(days))
    moved = days + wanted - (days + 3) % 7
    change = month_numbers(moved) - month_numbers(days)
    return moved - 7 * np.sign(change)


def _coming(settings: Settings, coalition: Coalition) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pair, day and whether it is Light in the Night, of the events planned for the weeks to come."""
    draw = stream(settings.seed, "planned events")
    active = np.flatnonzero(coalition.pair_until > coalition.last_day)
    first = epoch_day(settings.through.isoformat()) + 1
    weeks = np.arange(PLANNED_DAYS // 7)
    in_season = np.isin(month_numbers(first + 7 * weeks + 6) % 12, LIGHT_MONTHS)
    weekly = (OTHER_MONTHLY + LIGHT_MONTHLY * in_season) * 12 / 52 * settings.scale
    counts = draw.poisson(np.broadcast_to(weekly, (len(active), len(weeks))))
    pair, week = (np.repeat(axis.ravel(), counts.ravel()) for axis in np.indices(counts.shape))
    days = first + 7 * week + draw.integers(0, 7, len(week))
    evening = _evening(draw, days)
    is_light = np.isin(month_numbers(days) % 12, LIGHT_MONTHS) & (evening >= first)
    return active[pair], np.where(is_light, evening, days), is_light


def _rows(
    settings: Settings,
    coalition: Coalition,
    draw: np.random.Generator,
    first_number: int,
    pairs: np.ndarray,
    days: np.ndarray,
    is_light: np.ndarray,
) -> pa.Table:
    count = len(pairs)
    status = np.where(
        days > coalition.last_day, STATUSES.index("planned"), pick(draw, (0.90, 0.055, 0.03, 0.015), count)
    )
    is_held = status == STATUSES.index("held")
    size = np.where(is_light, 110, 55)
    present = np.maximum(6, np.floor(draw.gamma(2.4, 1 / 2.4, count) * size)).astype(np.int64)
    is_estimated = happens(draw, 0.45, count)
    present = np.where(is_estimated, np.maximum(10, (present + 12) // 25 * 25), present)
    is_blank = ~is_held | happens(draw, settings.attendance_blank_share, count)
    method = np.where(happens(draw, settings.unknown_share, count), 2, is_estimated)
    names = [area.name for area in places.areas()]
    site = draw.integers(0, len(SITES), count)
    meals = np.floor(present * (0.4 + 0.5 * draw.random(count))).astype(np.int64)
    return pa.table(
        {
            "event_id": keys("V", first_number + np.arange(count)),
            "partner_id": partner_column(coalition, pairs),
            "area": area_column(coalition, pairs, draw, settings),
            "event_date": dates(days),
            "program": texts(("other", "light_in_the_night"), is_light.astype(np.int32)),
            "activity": pc.if_else(
                pa.array(is_light), codes(draw, LIGHT_ACTIVITIES, count), codes(draw, OTHER_ACTIVITIES, count)
            ),
            "age_group": blank_where(codes(draw, AGE_GROUPS, count), happens(draw, settings.blank_share, count)),
            "site": pc.binary_join_element_wise(texts(names, coalition.pair_areas[pairs] - 1), texts(SITES, site), " "),
            "status": texts(STATUSES, status),
            "attendance": whole_numbers(present, is_blank),
            "attendance_method": texts(("counted", "estimated", "unknown"), method, is_blank),
            "meals_count": whole_numbers(meals, ~is_held | happens(draw, 0.35, count)),
        }
    )


def _together(
    coalition: Coalition, draw: np.random.Generator, first_number: int, pairs: np.ndarray, days: np.ndarray
) -> pa.Table:
    """The host of each event, and for about one in seven a second partner that was active then."""
    guest = draw.integers(0, len(coalition.pair_areas), len(pairs))
    is_joint = happens(draw, 0.15, len(pairs)) & (coalition.pair_partners[guest] != coalition.pair_partners[pairs])
    is_joint &= (coalition.pair_from[guest] <= days) & (coalition.pair_until[guest] >= days)
    numbers = first_number + np.arange(len(pairs))
    event = np.concatenate((numbers, numbers[is_joint]))
    rows = pa.table(
        {
            "event_id": keys("V", event),
            "partner_id": partner_column(coalition, np.concatenate((pairs, guest[is_joint]))),
        }
    )
    return in_order_of(event, rows)
