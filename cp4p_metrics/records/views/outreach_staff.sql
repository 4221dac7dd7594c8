-- One row per partner and month with its filled outreach positions, in hundredths of a full-time equivalent,
-- on the month's last day.
SELECT
    months.last_day AS date,
    CAST(NULL AS INTEGER) AS area_number,
    staffing.partner_id,
    CAST(staffing.filled_fte * 100 AS BIGINT) AS hundredths_of_positions,
    CASE WHEN staffing.filled_fte IS NULL THEN 1 ELSE 0 END AS is_not_told
FROM records.staffing AS staffing
JOIN months
    ON months.month = staffing.month
WHERE staffing.role = 'outreach'
