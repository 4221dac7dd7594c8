-- One row per shooting and partner that serves its area on that day: did this partner respond?
SELECT
    incidents.date,
    incidents.area_number,
    assignments.partner_id,
    CASE WHEN responded.case_number IS NULL THEN 0 ELSE 1 END AS has_response
FROM counted.incidents AS incidents
JOIN assignments
    ON assignments.area_number = incidents.area_number
    AND incidents.date >= assignments.from_date
    AND incidents.date <= assignments.until_date
LEFT JOIN (
    SELECT partner_id, case_number
    FROM records.responses
    WHERE case_number IS NOT NULL
    GROUP BY partner_id, case_number
) AS responded
    ON responded.partner_id = assignments.partner_id
    AND responded.case_number = incidents.case_number
WHERE incidents.has_gunshot = 1
