-- One row per enrollment of a participant at highest risk and month in which it was open on some day.
SELECT date, area_number, partner_id, participant_id
FROM counted.open_months
WHERE risk_level = 'highest'
