-- One row per participant's time with one partner, on its first day. It is due to have been assessed once 30 days
-- went by; where only a risk level tells that there was an assessment, its day is not known.
SELECT
    enrollments.enrolled_date AS date,
    enrollments.area_number,
    enrollments.partner_id,
    enrollments.risk_level,
    enrollments.age_band,
    enrollments.gender,
    enrollments.race_ethnicity,
    CASE WHEN enrollments.risk_level = 'highest' THEN 1 ELSE 0 END AS is_at_highest_risk,
    CASE WHEN enrollments.risk_level <> 'unknown' THEN 1 ELSE 0 END AS has_risk_level,
    CASE WHEN enrollments.risk_level = 'unknown' THEN 1 ELSE 0 END AS has_no_risk_level,
    CASE
        WHEN plus_days(enrollments.enrolled_date, 30) <= followed.through_date
            AND (enrollments.assessed_date IS NOT NULL OR enrollments.risk_level = 'unknown') THEN 1
        ELSE 0
    END AS is_due_for_assessment,
    CASE
        WHEN plus_days(enrollments.enrolled_date, 30) <= followed.through_date
            AND enrollments.assessed_date <= plus_days(enrollments.enrolled_date, 30) THEN 1
        ELSE 0
    END AS is_assessed_within_30_days,
    CASE
        WHEN plus_days(enrollments.enrolled_date, 30) <= followed.through_date
            AND enrollments.assessed_date IS NULL
            AND enrollments.risk_level <> 'unknown' THEN 1
        ELSE 0
    END AS is_assessed_on_unknown_day
FROM records.enrollments AS enrollments
LEFT JOIN followed
    ON followed.partner_id = enrollments.partner_id
    AND followed.part = 'case_management'
