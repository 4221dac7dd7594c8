-- One row per enrollment that ended, on the day of leaving.
SELECT
    exited_date AS date,
    area_number,
    partner_id,
    COALESCE(exit_reason, 'unknown') AS exit_reason
FROM records.enrollments
WHERE exited_date IS NOT NULL
