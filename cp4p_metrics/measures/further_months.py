"""What can be known of numbers that rest on two sources, or on a list that is no monthly submission."""

import duckdb

from cp4p_metrics.periods import month_start
from cp4p_metrics.records.tables import SUBMISSION_PARTS

from .reporting import Subject

SHOOTING_RESPONSES, STAFFING, RISK_ESTIMATES = "shooting_responses", "staffing", "risk_estimates"
PLANNED_EVENTS, RECORDS = "planned_events", "records"


def know_further_months(connection: duckdb.DuckDBPyConnection, subjects: dict[str, Subject]) -> None:
    """Add the months of these subjects to memory.known, from those of the sources that they rest on."""
    if SHOOTING_RESPONSES in subjects:
        connection.execute(BOTH_KNOWN, [SHOOTING_RESPONSES, "outreach", "gunshots"])
    if STAFFING in subjects:
        connection.execute(STAFFED, [STAFFING, subjects[STAFFING].first_date, subjects[STAFFING].through_date])
    if RECORDS in subjects:
        connection.execute(ANY_KNOWN, [RECORDS, SUBMISSION_PARTS.split()])
    if PLANNED_EVENTS in subjects:
        span = subjects[PLANNED_EVENTS]
        connection.execute(EVERYWHERE, [PLANNED_EVENTS, month_start(span.first_date), span.through_date])
    if RISK_ESTIMATES in subjects:
        span = subjects[RISK_ESTIMATES]
        connection.execute(ESTIMATED, [RISK_ESTIMATES, span.first_date, span.through_date])


# A shooting that nobody responded to is told from one that nobody wrote down only where both sources speak.
BOTH_KNOWN = """
INSERT INTO memory.known
SELECT $1, one.place_kind, one.place, one.month, one.is_known AND other.is_known, one.is_complete AND other.is_complete
FROM known AS one JOIN known AS other
    ON other.place_kind = one.place_kind AND other.place = one.place AND other.month = one.month
WHERE one.subject = $2 AND other.subject = $3
"""

# A partner's positions of a month are known where the list has that month; the coalition's where any is.
STAFFED = """
INSERT INTO memory.known
WITH listed AS (
    SELECT DISTINCT partner_id, month FROM records.staffing WHERE month BETWEEN $2 AND $3 AND filled_fte IS NOT NULL
), began AS (SELECT partner_id, min(month) AS first_month FROM listed GROUP BY partner_id)
SELECT $1, 'partner', began.partner_id, months.month, listed.month IS NOT NULL, listed.month IS NOT NULL
FROM began JOIN months ON months.month >= began.first_month AND months.month <= $3
LEFT JOIN listed ON listed.partner_id = began.partner_id AND listed.month = months.month
UNION ALL
SELECT $1, 'coalition', 'coalition', months.month, bool_or(listed.month IS NOT NULL),
    bool_and(listed.month IS NOT NULL)
FROM began JOIN months ON months.month >= began.first_month AND months.month <= $3
LEFT JOIN listed ON listed.partner_id = began.partner_id AND listed.month = months.month
GROUP BY months.month
"""

# Any part of a partner's records says something about how well they are kept.
ANY_KNOWN = """
INSERT INTO memory.known
SELECT $1, place_kind, place, month, bool_or(is_known), bool_and(is_known)
FROM known WHERE list_contains($2, subject) GROUP BY place_kind, place, month
"""

# An area has the latest estimate of that year or before. A partner's or the coalition's sum is known only where
# each area served on that day has one: else it would be too small, and what is reached of it too much.
ESTIMATED = """
INSERT INTO memory.known
WITH estimated AS (
    SELECT numbers.area_number, months.month, months.last_day, bool_or(year(months.month) >= estimates.year) AS is_known
    FROM (SELECT DISTINCT area_number FROM resident_months) AS numbers CROSS JOIN months
    LEFT JOIN records.risk_estimates AS estimates
        ON estimates.area_number = numbers.area_number AND estimates.people_count IS NOT NULL
    WHERE months.month BETWEEN $2 AND $3
    GROUP BY ALL
)
SELECT $1, 'area', CAST(area_number AS VARCHAR), month, coalesce(is_known, FALSE), coalesce(is_known, FALSE)
FROM estimated
UNION ALL
SELECT $1, 'partner', partner_id, month, bool_and(coalesce(is_known, FALSE)), bool_and(coalesce(is_known, FALSE))
FROM estimated JOIN assignments ON assignments.area_number = estimated.area_number
    AND estimated.last_day BETWEEN assignments.from_date AND assignments.until_date
GROUP BY partner_id, month
UNION ALL
SELECT $1, 'coalition', 'coalition', month, bool_and(coalesce(is_known, FALSE)), bool_and(coalesce(is_known, FALSE))
FROM estimated JOIN served_areas ON served_areas.area_number = estimated.area_number
    AND estimated.last_day BETWEEN served_areas.from_date AND served_areas.until_date
GROUP BY month
"""

# A list that speaks for every place at once.
EVERYWHERE = """
INSERT INTO memory.known
SELECT $1, place_kind, place, months.month, TRUE, TRUE
FROM months CROSS JOIN (
    SELECT 'area' AS place_kind, CAST(area_number AS VARCHAR) AS place FROM resident_months GROUP BY area_number
    UNION ALL SELECT 'partner', partner_id FROM assignments GROUP BY partner_id
    UNION ALL SELECT 'coalition', 'coalition'
) AS places
WHERE months.month BETWEEN $2 AND $3
"""
