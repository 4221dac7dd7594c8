"""Meetings with participants, within their enrollments."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from .coalition import Coalition
from .draws import dates, happens, keys, pick, stream, texts, weekdays, whole_numbers
from .participants import Enrollments, participant_column, releases
from .settings import Settings
from .work import Chunk, area_column, partner_column

CONTACTS_WEEKLY = 0.54
FIRST_CONTACTS = 1.3
PURPOSES = (
    "check_in", "conflict", "service_connection", "court_or_legal", "crisis_support", "pre_release",
    "other", "unknown",
)  # fmt: skip
PURPOSE_WEIGHTS = (0.43, 0.10, 0.25, 0.08, 0.06, 0.0, 0.06)
SUNDAY = 6
PARTNER_WITH_OTHER = 8  # the ninth partner calls most of its contacts 'other'
UNTIMED_SHARE = 0.09


def contacts(settings: Settings, coalition: Coalition, made: Enrollments) -> Iterator[Chunk]:
    """Contacts, a chunk for each chunk of enrollments; none in months that did not come in."""
    first_number = 1
    for part, part_count, _, here in made.chunks():
        draw = stream(settings.seed, "contacts", part)
        length = here.until - here.enrolled
        pace = draw.gamma(3.0, 1 / 3.0, len(here))
        counts = draw.poisson(np.round((FIRST_CONTACTS + CONTACTS_WEEKLY * length / 7) * pace, 6))
        index = np.repeat(np.arange(len(here)), counts)
        luck = draw.random(len(index))
        day = here.enrolled[index] + np.floor(luck * (0.8 + 0.2 * luck) * (length[index] + 1)).astype(np.int64)
        is_moved = (weekdays(day) == SUNDAY) & happens(draw, 0.75, len(index)) & (day > here.enrolled[index])
        day = day - is_moved
        came_in = coalition.came_in(here.pair[index], day, "outreach")
        index, day = index[came_in], day[came_in]
        count, pairs = len(index), here.pair[index]

        purpose = pick(draw, PURPOSE_WEIGHTS, count)
        released, is_returning = releases(settings, part, here)
        is_before = is_returning[index] & (day < released[index]) & happens(draw, 0.8, count)
        purpose = np.where(is_before, PURPOSES.index("pre_release"), purpose)
        is_other = (coalition.pair_partners[pairs] == PARTNER_WITH_OTHER) & happens(
            draw, settings.other_purpose_share, count
        )
        purpose = np.where(is_other, PURPOSES.index("other"), purpose)
        purpose = np.where(happens(draw, settings.unknown_share, count), PURPOSES.index("unknown"), purpose)
        minutes = 5 * (1 + np.floor(draw.gamma(1.6, 3.4, count)).astype(np.int64))
        order = np.argsort(day, kind="stable")
        index, day, pairs = index[order], day[order], pairs[order]
        rows = pa.table(
            {
                "contact_id": keys("C", np.arange(first_number, first_number + count)),
                "partner_id": partner_column(coalition, pairs),
                "area": area_column(coalition, pairs, draw, settings),
                "participant_id": participant_column(here.participant[index]),
                "contact_date": dates(day),
                "purpose": texts(PURPOSES, purpose[order], happens(draw, settings.blank_share, count)),
                "minutes": whole_numbers(np.minimum(minutes, 235), happens(draw, UNTIMED_SHARE, count)),
            }
        )
        first_number += count
        yield part, part_count, rows
