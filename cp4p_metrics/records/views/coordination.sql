-- One row per meeting with the police, or notification received from them. It names no person, group or place.
SELECT coordination_date AS date, CAST(NULL AS INTEGER) AS area_number, partner_id, kind
FROM records.coordination
