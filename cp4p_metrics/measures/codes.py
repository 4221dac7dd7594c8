"""The categories of every breakdown, in the order in which they are read."""

from cp4p_metrics.records.columns import UNKNOWN
from cp4p_metrics.records.tables import TABLES

from .base import Measure

# Breakdowns by what no record table has as a column, by view and name.
CODES: dict[tuple[str, str], tuple[str, ...]] = {
    ("follow_ups", "follow_up"): ("day_7", "day_30"),
}


def categories(measure: Measure, breakdown: str) -> tuple[str, ...]:
    """Every category of a breakdown, in the order of its code list, those without rows included."""
    if measure.at_days and breakdown == measure.always_by:
        return tuple(str(day) for day in measure.at_days)
    if (measure.view, breakdown) in CODES:
        return CODES[measure.view, breakdown]
    table = TABLES[measure.table or measure.view]
    column = next(column for column in table.columns if column.name == breakdown)
    return column.codes if column.is_required or UNKNOWN in column.codes else (*column.codes, UNKNOWN)
