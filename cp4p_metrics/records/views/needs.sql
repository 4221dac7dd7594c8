-- One row per need named.
SELECT identified_date AS date, area_number, partner_id, domain
FROM records.needs
