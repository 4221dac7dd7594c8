-- One row per recorded meeting.
SELECT contact_date AS date, area_number, partner_id, purpose
FROM records.contacts
