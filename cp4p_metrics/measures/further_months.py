"""What can be known of numbers that rest on two sources, or on a list that is no monthly submission."""

import duckdb

from .reporting import Subject

SHOOTING_RESPONSES, STAFFING, RISK_ESTIMATES = "shooting_responses", "staffing", "risk_estimates"
PLANNED_EVENTS = "planned_events"


def know_further_months(connection: duckdb.DuckDBPyConnection, subjects: dict[str, Subject]) -> None:
    """Add the months of these subjects to memory.known, from those of the sources that they rest on."""
    if SHOOTING_RESPONSES in subjects:
        connection.execute(BOTH_KNOWN, [SHOOTING_RESPONSES, "outreach", "gunshots"])
    if STAFFING in subjects:
        connection.execute(STAFFED, [STAFFING, subjects[STAFFING].first_date, subjects[STAFFING].through_date])
    for name in (RISK_ESTIMATES, PLANNED_EVENTS):
        if name in subjects:
            connection.execute(EVERYWHERE, [name, subjects[name].first_date, subjects[name].through_date])


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
