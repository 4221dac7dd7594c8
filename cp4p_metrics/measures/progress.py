"""How far partners have come with what their contracts promise, from the cells of what they recorded."""

from dataclasses import dataclass
from datetime import date

import duckdb

from cp4p_metrics.coalition import coalition
from cp4p_metrics.periods import PeriodKind
from cp4p_metrics.records.tables import MEASURES_WITH_TARGETS

from . import MEASURES
from .base import ALL, Measure, PlaceKind, Shape

PROGRESS = "contract_progress"
PROMISED_SHAPES = (Shape.COUNT, Shape.DISTINCT, Shape.SHARE, Shape.STOCK)
# Counts and shares that no contract should ask more of: what went wrong, what is left to do, and what other numbers
# are divided by.
NEVER_PROMISED = frozenset(
    {
        "events_canceled",
        "open_mediations",
        "outreach_staff",
        "participant_weeks",
        "people_at_highest_risk",
        "people_served_at_highest_risk",
        "recurrence_within_90_days",
        "retaliation_share",
        "unmet_need",
    }
)


def can_be_promised(measure: Measure) -> bool:
    """Whether a contract can name a number of it: a count or a share of a partner's own work in a fiscal year."""
    return (
        not measure.is_public
        and measure.shape in PROMISED_SHAPES
        and not measure.always_by
        and PlaceKind.PARTNER in measure.place_kinds
        and PeriodKind.FISCAL_YEAR in measure.period_kinds
        and measure.name not in NEVER_PROMISED
    )


def grows_over_the_year(measure: Measure) -> bool:
    """Whether a target is for all twelve months together: of counts it is, of shares and of what stands it is not."""
    return measure.shape in (Shape.COUNT, Shape.DISTINCT) and not measure.stands_at_end


def promised_measures() -> list[Measure]:
    """The measures that a target may name, in the order of their list."""
    return [MEASURES[name] for name in MEASURES_WITH_TARGETS.split()]


@dataclass(frozen=True)
class _Target:
    """What one partner's contract promises for one fiscal year."""

    partner_id: str
    year_start: date
    measure: str
    number: int


def set_progress(connection: duckdb.DuckDBPyConnection) -> None:
    """Add to memory.cells how far each target is reached, from the cells of the measure that it names.

    Numerator: what was recorded, in the measure's unit (a share in whole percent); denominator: the target of the
    whole year; unknown: months of the year so far that did not come in. The value is in percent of the target, which
    for a count is taken for the known months alone. A target of nothing, or of a year without cells, has no cell.
    """
    targets = _read_targets(connection)
    if not targets:
        return
    by_name = {measure.name: measure for measure in promised_measures()}
    promised = [by_name[target.measure] for target in targets]
    connection.execute(
        INSERT,
        {
            "name": PROGRESS,
            "kind": PeriodKind.FISCAL_YEAR.value,
            "partner_kind": PlaceKind.PARTNER.value,
            "all": ALL,
            "multiplier": MEASURES[PROGRESS].multiplier,
            "partners": [target.partner_id for target in targets],
            "starts": [target.year_start for target in targets],
            "measures": [target.measure for target in targets],
            "numbers": [target.number for target in targets],
            "subjects": [measure.subject for measure in promised],
            "grows": [grows_over_the_year(measure) for measure in promised],
        },
    )


def _read_targets(connection: duckdb.DuckDBPyConnection) -> list[_Target]:
    first_month = coalition().fiscal_year_first_month
    years_back = int(first_month > 1)  # a fiscal year is named after the year in which it ends
    rows = connection.execute(
        "SELECT partner_id, fiscal_year, measure, target FROM records.targets WHERE target > 0 ORDER BY ALL"
    ).fetchall()
    return [
        _Target(partner, date(year - years_back, first_month, 1), name, target) for partner, year, name, target in rows
    ]


INSERT = """
INSERT INTO memory.cells (
    measure, period_kind, period_start, place_kind, place, breakdown, category,
    numerator, denominator, unknown, value, lower, upper, status
)
WITH targets AS (
    SELECT unnest($partners::VARCHAR[]) AS partner_id, unnest($starts::DATE[]) AS period_start,
        unnest($measures::VARCHAR[]) AS measure, unnest($numbers::BIGINT[]) AS target,
        unnest($subjects::VARCHAR[]) AS subject, unnest($grows::BOOLEAN[]) AS grows
), months_so_far AS (
    SELECT known.subject, known.place, periods.period_start,
        count(*) FILTER (known.is_known) AS known_count, count(*) FILTER (NOT known.is_known) AS missing_count
    FROM known JOIN periods USING (month)
    WHERE known.place_kind = $partner_kind AND periods.period_kind = $kind
    GROUP BY ALL
), progress AS (
    SELECT targets.*, cells.status, months_so_far.missing_count,
        CASE WHEN cells.status <> 'not_reported' THEN cells.value END AS actual,
        CASE WHEN grows THEN target * months_so_far.known_count / 12.0 ELSE target END AS target_to_date
    FROM targets
    JOIN cells ON cells.measure = targets.measure AND cells.place = targets.partner_id
        AND cells.period_start = targets.period_start AND cells.period_kind = $kind
        AND cells.place_kind = $partner_kind AND cells.breakdown = $all
    JOIN months_so_far ON months_so_far.subject = targets.subject AND months_so_far.place = targets.partner_id
        AND months_so_far.period_start = targets.period_start
)
SELECT $name, $kind, period_start, $partner_kind, partner_id, 'measure', measure,
    CAST(round(actual) AS BIGINT), CASE WHEN actual IS NOT NULL THEN target END,
    CASE WHEN actual IS NOT NULL THEN missing_count END,
    $multiplier * actual / nullif(target_to_date, 0), NULL, NULL,
    CASE WHEN actual IS NULL THEN 'not_reported' ELSE status END
FROM progress
"""
