-- One row per public event that was planned and did not take place, on the day for which it was planned.
SELECT
    event_date AS date,
    area_number,
    partner_id,
    program,
    CASE status WHEN 'canceled_weather' THEN 'weather' WHEN 'canceled_safety' THEN 'safety' ELSE 'other' END AS reason
FROM records.events
WHERE status IN ('canceled_weather', 'canceled_safety', 'canceled_other')
