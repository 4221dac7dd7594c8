-- One row per enrollment and month, with the days of that month on which it was open: the day of enrollment counts,
-- the day of exit does not. Nobody knows whether it went on after the partner's last month that came in.
SELECT
    months.month AS date,
    enrollments.area_number,
    enrollments.partner_id,
    days_between(
        CASE WHEN enrollments.enrolled_date > months.month THEN enrollments.enrolled_date ELSE months.month END,
        CASE
            WHEN enrollments.exited_date <= months.last_day THEN enrollments.exited_date
            ELSE plus_days(months.last_day, 1)
        END
    ) AS days
FROM records.enrollments AS enrollments
JOIN followed
    ON followed.partner_id = enrollments.partner_id
    AND followed.part = 'case_management'
JOIN months
    ON months.month <= followed.through_date
    AND enrollments.enrolled_date <= months.last_day
    AND (enrollments.exited_date IS NULL OR enrollments.exited_date > months.month)
