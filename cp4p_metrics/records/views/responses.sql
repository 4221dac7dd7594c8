-- One row per response to a shooting, a threat or a rumor.
SELECT response_date AS date, area_number, partner_id, kind
FROM records.responses
