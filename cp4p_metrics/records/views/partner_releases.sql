-- One row per participant, day of coming home from jail or prison, and partner, once 30 days went by, at the
-- partner's first enrollment that names that day.
SELECT
    named.released_date AS date,
    named.area_number,
    named.partner_id,
    CASE WHEN named.enrolled_date <= plus_days(named.released_date, 30) THEN 1 ELSE 0 END
        AS is_enrolled_within_30_days
FROM (
    SELECT
        released_date,
        area_number,
        partner_id,
        enrolled_date,
        row_number() OVER (
            PARTITION BY partner_id, participant_id, released_date ORDER BY enrolled_date, enrollment_id
        ) AS place
    FROM records.enrollments
    WHERE released_date IS NOT NULL
) AS named
JOIN followed
    ON followed.partner_id = named.partner_id
    AND followed.part = 'case_management'
    AND followed.through_date >= plus_days(named.released_date, 30)
WHERE named.place = 1
