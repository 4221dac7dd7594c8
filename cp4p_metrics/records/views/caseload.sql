-- One row per enrollment and month on whose last day it was open: enrolled on or before, not yet exited. Months
-- after the last one that its partner sent are left out: who left in them is not known yet.
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
JOIN followed
    ON followed.partner_id = enrollments.partner_id
    AND followed.part = 'case_management'
JOIN months
    ON months.last_day >= enrollments.enrolled_date
    AND months.month <= followed.through_date
    AND (enrollments.exited_date IS NULL OR enrollments.exited_date > months.last_day)
