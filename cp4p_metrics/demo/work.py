"""How much work each pair of partner and area does in each month, cut into chunks that fit in memory."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from cp4p_metrics import places

from .coalition import PARTS, Coalition
from .draws import Days, first_days, happens, stream, texts
from .roster import PARTNERS, local_areas, written_areas
from .settings import Settings

CHUNK_ROWS = 500_000

Chunk = tuple[int, int, pa.Table]  # part from 1, number of parts, rows


@dataclass(frozen=True)
class Work:
    """Pieces of one kind of work, each in a pair and on a day, in order of the months."""

    numbers: np.ndarray  # from 1, over all chunks
    pairs: np.ndarray
    days: Days


def counts_by_cell(
    settings: Settings,
    coalition: Coalition,
    name: str,
    monthly: float | np.ndarray,
    part: str,
    *,
    is_scaled: bool = True,
) -> np.ndarray:
    """How many pieces each cell has: about `monthly` for a pair of size 1; none if the month is missing."""
    mean = coalition.cell_weights * monthly * (settings.scale if is_scaled else 1.0)
    counts = stream(settings.seed, f"counts of {name}").poisson(np.round(mean, 9))
    return counts * coalition.has_part[:, PARTS.index(part)]


def chunks_of(
    coalition: Coalition, name: str, counts: np.ndarray, settings: Settings
) -> Iterator[tuple[int, int, Work]]:
    """The pieces in chunks of at most CHUNK_ROWS; at least one chunk, even if empty."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    chunk_count = max(1, -(-total // CHUNK_ROWS))
    for chunk in range(chunk_count):
        numbers = np.arange(chunk * CHUNK_ROWS, min(total, (chunk + 1) * CHUNK_ROWS))
        cells = np.searchsorted(ends, numbers, side="right")
        days = random_days(stream(settings.seed, f"days of {name}", chunk), coalition.cell_months[cells])
        yield chunk + 1, chunk_count, Work(numbers + 1, coalition.cell_pairs[cells], days)


def random_days(draw: np.random.Generator, months: np.ndarray) -> Days:
    """A day in each month, any as likely as another."""
    starts = first_days(months)
    return starts + np.floor(draw.random(len(months)) * (first_days(months + 1) - starts)).astype(np.int64)


def season(months: np.ndarray, height: float) -> np.ndarray:
    """A factor per month, highest in July and lowest in January, 1 on average."""
    shape = np.array([-1.0, -0.9, -0.5, 0.0, 0.5, 0.9, 1.0, 0.9, 0.5, 0.0, -0.5, -0.9])
    return 1 + height * shape[np.asarray(months) % 12]


def partner_column(coalition: Coalition, pairs: np.ndarray) -> pa.Array:
    """The partners' ids."""
    return texts([partner_id for partner_id, _ in PARTNERS], coalition.pair_partners[pairs])


def area_column(coalition: Coalition, pairs: np.ndarray, draw: np.random.Generator, settings: Settings) -> pa.Array:
    """The areas as each partner writes them: by number, by official name or, at three, by local name."""
    width = len(places.areas()) + 1
    positions = coalition.pair_partners[pairs] * width + coalition.pair_areas[pairs]
    names = [*written_areas(), *local_areas()]
    return texts(names, positions + happens(draw, settings.local_name_share, len(pairs)) * (len(names) // 2))


def in_order_of(days: Days, rows: pa.Table) -> pa.Table:
    """The rows by day; rows of one day stay in their order."""
    return rows.take(pa.array(np.argsort(days, kind="stable")))


Builder = Callable[[Work, np.random.Generator], pa.Table]


def chunks_by_cell(
    settings: Settings, coalition: Coalition, name: str, counts: np.ndarray, build: Builder
) -> Iterator[Chunk]:
    """The rows that `build` makes of each chunk of work, each chunk by day."""
    for part, part_count, work in chunks_of(coalition, name, counts, settings):
        rows = build(work, stream(settings.seed, name, part))
        yield part, part_count, in_order_of(work.days, rows)
