-- One row per shooting in an area that some partner serves on that day, whichever partner responded to it.
-- A response belongs to a shooting by the number of the police case; one without it can't be linked.
SELECT
    incidents.date,
    incidents.area_number,
    CAST(NULL AS VARCHAR) AS partner_id,
    CASE WHEN responded.case_number IS NULL THEN 0 ELSE 1 END AS has_response
FROM counted.incidents AS incidents
JOIN served_areas
    ON served_areas.area_number = incidents.area_number
    AND incidents.date >= served_areas.from_date
    AND incidents.date <= served_areas.until_date
LEFT JOIN (
    SELECT case_number
    FROM records.responses
    WHERE case_number IS NOT NULL
    GROUP BY case_number
) AS responded
    ON responded.case_number = incidents.case_number
WHERE incidents.has_gunshot = 1
