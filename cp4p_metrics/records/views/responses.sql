-- One row per response to a shooting, a threat or a rumor. Hours are whole hours from notification to response.
SELECT
    response_date AS date,
    area_number,
    partner_id,
    kind,
    hours_to_response,
    CASE WHEN kind = 'rumor_control' THEN 1 ELSE 0 END AS is_rumor_control,
    CASE WHEN hours_to_response <= 24 THEN 1 ELSE 0 END AS is_within_24_hours,
    CASE WHEN hours_to_response <= 72 THEN 1 ELSE 0 END AS is_within_72_hours,
    CASE WHEN hours_to_response IS NOT NULL THEN 1 ELSE 0 END AS is_timed,
    CASE WHEN hours_to_response IS NULL THEN 1 ELSE 0 END AS is_not_timed
FROM records.responses
