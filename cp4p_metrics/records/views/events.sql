-- One row per public event held; what became of the others is in event_outcomes. A blank attendance is not
-- reported, never zero, and so is the sum over events that all left it blank. Meals are the same.
SELECT
    event_date AS date,
    area_number,
    partner_id,
    program,
    activity,
    coalesce(age_group, 'unknown') AS age_group,
    program || '_for_' || coalesce(age_group, 'unknown') AS program_and_age_group,
    activity || '_for_' || coalesce(age_group, 'unknown') AS activity_and_age_group,
    coalesce(attendance_method, 'unknown') AS attendance_method,
    1 AS is_held,
    CASE WHEN attendance IS NOT NULL THEN 1 ELSE 0 END AS has_attendance,
    CASE WHEN attendance IS NULL THEN 1 ELSE 0 END AS lacks_attendance,
    attendance AS attendance_reported,
    CASE WHEN meals_count IS NULL THEN 1 ELSE 0 END AS lacks_meals,
    meals_count AS meals_reported
FROM records.events
WHERE status = 'held'
