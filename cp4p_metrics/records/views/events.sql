-- One row per public event. Attendance counts only for events held; blank is not reported, never zero,
-- and the sum over events that all left it blank is not reported either.
SELECT
    event_date AS date,
    area_number,
    partner_id,
    program,
    activity,
    coalesce(age_group, 'unknown') AS age_group,
    coalesce(attendance_method, 'unknown') AS attendance_method,
    CASE WHEN status = 'held' THEN 1 ELSE 0 END AS is_held,
    CASE WHEN status = 'held' AND attendance IS NOT NULL THEN 1 ELSE 0 END AS has_attendance,
    CASE WHEN status = 'held' THEN attendance ELSE 0 END AS attendance_reported
FROM records.events
