-- One row per key field and record of partners, or month of contacts: how many records, and how many don't say.
-- Contacts are by far the most, so they are read once and added up before their fields are told apart.
WITH contact_months AS (
    SELECT
        CAST(date_trunc('month', contact_date) AS DATE) AS date,
        area_number,
        partner_id,
        count(*) AS row_count,
        sum(CASE WHEN coalesce(purpose, 'unknown') = 'unknown' THEN 1 ELSE 0 END) AS without_purpose,
        sum(CASE WHEN minutes IS NULL THEN 1 ELSE 0 END) AS without_minutes
    FROM records.contacts
    GROUP BY CAST(date_trunc('month', contact_date) AS DATE), area_number, partner_id
)
SELECT
    date,
    area_number,
    partner_id,
    field,
    row_count,
    CASE field WHEN 'contacts.purpose' THEN without_purpose ELSE without_minutes END AS unknown_count
FROM contact_months
CROSS JOIN (VALUES ('contacts.purpose'), ('contacts.minutes')) AS fields (field)
UNION ALL
SELECT
    started_date,
    area_number,
    partner_id,
    field,
    1,
    CASE WHEN coalesce(
        CASE field
            WHEN 'mediations.outcome' THEN outcome
            WHEN 'mediations.catalyst' THEN catalyst
            ELSE shooting_likelihood
        END, 'unknown') = 'unknown' THEN 1 ELSE 0 END
FROM records.mediations
CROSS JOIN (
    VALUES ('mediations.outcome'), ('mediations.catalyst'), ('mediations.shooting_likelihood')
) AS fields (field)
UNION ALL
SELECT
    response_date,
    area_number,
    partner_id,
    'responses.hours_to_response',
    1,
    CASE WHEN hours_to_response IS NULL THEN 1 ELSE 0 END
FROM records.responses
UNION ALL
SELECT
    enrolled_date,
    area_number,
    partner_id,
    field,
    1,
    CASE WHEN coalesce(
        CASE field
            WHEN 'enrollments.risk_level' THEN risk_level
            WHEN 'enrollments.age_band' THEN age_band
            WHEN 'enrollments.gender' THEN gender
            ELSE race_ethnicity
        END, 'unknown') = 'unknown' THEN 1 ELSE 0 END
FROM records.enrollments
CROSS JOIN (
    VALUES
        ('enrollments.risk_level'),
        ('enrollments.age_band'),
        ('enrollments.gender'),
        ('enrollments.race_ethnicity')
) AS fields (field)
UNION ALL
SELECT
    referred_date,
    area_number,
    partner_id,
    'referrals.status',
    1,
    CASE WHEN coalesce(status, 'unknown') = 'unknown' THEN 1 ELSE 0 END
FROM records.referrals
UNION ALL
SELECT
    event_date,
    area_number,
    partner_id,
    field,
    1,
    CASE
        WHEN field = 'events.attendance' AND attendance IS NOT NULL THEN 0
        WHEN field = 'events.attendance_method' AND attendance_method <> 'unknown' THEN 0
        ELSE 1
    END
FROM records.events
CROSS JOIN (VALUES ('events.attendance'), ('events.attendance_method')) AS fields (field)
WHERE status = 'held'
