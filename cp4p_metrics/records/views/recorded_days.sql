-- One row per record of a partner's work, on its day: from when to when each table speaks of each partner. An event
-- that is still called planned has not happened, as far as the records know.
SELECT
    response_date AS date,
    area_number,
    partner_id,
    'responses' AS table_name,
    1 AS has_happened
FROM records.responses
UNION ALL
SELECT
    started_date AS date,
    area_number,
    partner_id,
    'mediations' AS table_name,
    1 AS has_happened
FROM records.mediations
UNION ALL
SELECT
    agreed_date AS date,
    area_number,
    partner_id,
    'agreements' AS table_name,
    1 AS has_happened
FROM records.agreements
UNION ALL
SELECT
    contact_date AS date,
    area_number,
    partner_id,
    'contacts' AS table_name,
    1 AS has_happened
FROM records.contacts
UNION ALL
SELECT
    shift_date AS date,
    area_number,
    partner_id,
    'shifts' AS table_name,
    1 AS has_happened
FROM records.shifts
UNION ALL
SELECT
    coordination_date AS date,
    CAST(NULL AS INTEGER) AS area_number,
    partner_id,
    'coordination' AS table_name,
    1 AS has_happened
FROM records.coordination
UNION ALL
SELECT
    enrolled_date AS date,
    area_number,
    partner_id,
    'enrollments' AS table_name,
    1 AS has_happened
FROM records.enrollments
UNION ALL
SELECT
    identified_date AS date,
    area_number,
    partner_id,
    'needs' AS table_name,
    1 AS has_happened
FROM records.needs
UNION ALL
SELECT
    referred_date AS date,
    area_number,
    partner_id,
    'referrals' AS table_name,
    1 AS has_happened
FROM records.referrals
UNION ALL
SELECT
    set_date AS date,
    area_number,
    partner_id,
    'goals' AS table_name,
    1 AS has_happened
FROM records.goals
UNION ALL
SELECT
    quarter AS date,
    area_number,
    partner_id,
    'supports' AS table_name,
    1 AS has_happened
FROM records.supports
UNION ALL
SELECT
    event_date AS date,
    area_number,
    partner_id,
    'events' AS table_name,
    CASE WHEN status <> 'planned' THEN 1 ELSE 0 END AS has_happened
FROM records.events
