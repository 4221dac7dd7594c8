-- One row per recorded meeting.
SELECT contact_date AS date, area_number, partner_id, participant_id, purpose
FROM records.contacts
