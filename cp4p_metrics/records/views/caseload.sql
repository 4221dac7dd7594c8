-- One row per enrollment and month on whose last day it was open: enrolled on or before, not yet exited.
SELECT
    months.last_day AS date,
    enrollments.area_number,
    enrollments.partner_id,
    enrollments.participant_id,
    enrollments.risk_level,
    enrollments.age_band,
    enrollments.gender,
    enrollments.race_ethnicity
FROM records.enrollments AS enrollments
JOIN months
    ON enrollments.enrolled_date <= months.last_day
    AND (enrollments.exited_date IS NULL OR enrollments.exited_date > months.last_day)
