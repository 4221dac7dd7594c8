-- One row per enrollment and landmark, once the landmark has passed while its partner's records are known: the day
-- that lies 30, 90, 180 or 365 days after the first one. Whoever left on that very day is no longer active. Where a
-- reason for leaving stands without a day, how long the participant stayed is not known.
SELECT
    enrollments.enrolled_date AS date,
    enrollments.area_number,
    enrollments.partner_id,
    CAST(landmarks.days AS VARCHAR) AS day,
    CASE WHEN enrollments.exited_date IS NULL AND enrollments.exit_reason <> 'unknown' THEN 0 ELSE 1 END
        AS has_known_stay,
    CASE WHEN enrollments.exited_date IS NULL AND enrollments.exit_reason <> 'unknown' THEN 1 ELSE 0 END
        AS has_unknown_stay,
    CASE
        WHEN enrollments.exited_date > plus_days(enrollments.enrolled_date, landmarks.days) THEN 1
        WHEN enrollments.exited_date IS NULL AND COALESCE(enrollments.exit_reason, 'unknown') = 'unknown' THEN 1
        ELSE 0
    END AS is_active,
    CASE
        WHEN enrollments.exited_date <= plus_days(enrollments.enrolled_date, landmarks.days)
            AND enrollments.exit_reason IN ('incarcerated', 'deceased') THEN 1
        ELSE 0
    END AS is_incarcerated_or_deceased,
    CASE
        WHEN enrollments.exited_date IS NULL AND enrollments.exit_reason <> 'unknown' THEN 1
        WHEN enrollments.exited_date <= plus_days(enrollments.enrolled_date, landmarks.days)
            AND COALESCE(enrollments.exit_reason, 'unknown') = 'unknown' THEN 1
        ELSE 0
    END AS has_unknown_exit
FROM records.enrollments AS enrollments
CROSS JOIN (VALUES (30), (90), (180), (365)) AS landmarks(days)
JOIN followed
    ON followed.partner_id = enrollments.partner_id
    AND followed.part = 'case_management'
    AND followed.through_date >= plus_days(enrollments.enrolled_date, landmarks.days)
