-- One row per public event held; planned and canceled ones are in the release's calendar. A blank attendance
-- is not reported, never zero, and so is the sum over events that all left it blank.
SELECT
    event_date AS date,
    area_number,
    partner_id,
    program,
    activity,
    coalesce(age_group, 'unknown') AS age_group,
    coalesce(attendance_method, 'unknown') AS attendance_method,
    1 AS is_held,
    CASE WHEN attendance IS NOT NULL THEN 1 ELSE 0 END AS has_attendance,
    attendance AS attendance_reported
FROM records.events
WHERE status = 'held'
