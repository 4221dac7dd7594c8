-- One row per public event still to come: planned, and dated after the day through which anything is reported.
SELECT events.event_date AS date, events.area_number, events.partner_id, events.program
FROM records.events AS events
CROSS JOIN reporting
WHERE events.status = 'planned' AND events.event_date > reporting.through_date
