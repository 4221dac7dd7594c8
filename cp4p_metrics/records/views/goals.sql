-- One row per goal, on the day on which it was set.
SELECT
    goals.set_date AS date,
    goals.area_number,
    goals.partner_id,
    goals.domain,
    CASE WHEN goals.met_date <= followed.through_date THEN 1 ELSE 0 END AS is_met
FROM records.goals AS goals
LEFT JOIN followed
    ON followed.partner_id = goals.partner_id
    AND followed.part = 'case_management'
