"""The categories of every breakdown, in the order in which they are read."""

from cp4p_metrics.records.columns import UNKNOWN
from cp4p_metrics.records.tables import MEASURES_WITH_TARGETS, TABLES

from .base import Measure


def _for_each_age_group(column: str) -> tuple[str, ...]:
    """'movie_for_youth' and so on: every code of a column of events with every age group."""
    codes = {each.name: each.codes for each in TABLES["events"].columns}
    return tuple(f"{code}_for_{group}" for code in codes[column] for group in (*codes["age_group"], UNKNOWN))


# Breakdowns by what no record table has as a column, by view and name.
CODES: dict[tuple[str, str], tuple[str, ...]] = {
    ("follow_ups", "follow_up"): ("day_7", "day_30"),
    ("canceled_events", "reason"): ("weather", "safety", "other"),
    ("events", "program_and_age_group"): _for_each_age_group("program"),
    ("events", "activity_and_age_group"): _for_each_age_group("activity"),
    ("unknown_fields", "field"): (
        "contacts.purpose",
        "contacts.minutes",
        "mediations.outcome",
        "mediations.catalyst",
        "mediations.shooting_likelihood",
        "responses.hours_to_response",
        "enrollments.risk_level",
        "enrollments.age_band",
        "enrollments.gender",
        "enrollments.race_ethnicity",
        "referrals.status",
        "events.attendance",
        "events.attendance_method",
    ),
    ("unknown_public_fields", "field"): (
        "victimizations.is_gunshot",
        "victimizations.area_number",
        "victimizations.race_ethnicity",
        "victimizations.sex",
        "victimizations.age_band",
    ),
    ("", "measure"): tuple(MEASURES_WITH_TARGETS.split()),  # of contract_progress, which has no view
    ("retention", "day"): ("30", "90", "180", "365"),
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
