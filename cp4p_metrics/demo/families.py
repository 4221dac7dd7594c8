"""Support for families after harm."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from .coalition import Coalition
from .draws import codes, happens, keys, month_numbers, texts, whole_numbers
from .settings import Settings
from .work import Chunk, Work, area_column, chunks_by_cell, counts_by_cell, partner_column

SUPPORTS_MONTHLY = 0.6  # for a pair of size 1
SUPPORT_KINDS = {
    "funeral": 0.22, "relocation": 0.13, "counseling": 0.26, "court_support": 0.14, "basic_needs": 0.20,
    "other": 0.05,
}  # fmt: skip


def supports(settings: Settings, coalition: Coalition) -> Iterator[Chunk]:
    """Support for families after harm, by quarter."""
    counts = counts_by_cell(settings, coalition, "supports", SUPPORTS_MONTHLY, "case_management")

    def build(work: Work, draw: np.random.Generator) -> pa.Table:
        count = len(work.days)
        quarter = month_numbers(work.days) // 3
        named, position = np.unique(quarter, return_inverse=True)
        families = 1 + draw.poisson(1.2, count)
        return pa.table(
            {
                "support_id": keys("U", work.numbers),
                "partner_id": partner_column(coalition, work.pairs),
                "area": area_column(coalition, work.pairs, draw, settings),
                "quarter": texts([f"{1970 + one // 4}-Q{one % 4 + 1}" for one in named.tolist()], position),
                "kind": codes(draw, SUPPORT_KINDS, count),
                "families_of": codes(draw, {"person_harmed": 0.74, "person_who_harmed": 0.2, "unknown": 0.06}, count),
                "families_count": whole_numbers(families),
                "people_count": whole_numbers(
                    families + draw.poisson(2.1 * families), happens(draw, settings.blank_share, count)
                ),
            }
        )

    yield from chunks_by_cell(settings, coalition, "supports", counts, build)
