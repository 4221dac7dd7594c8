-- One row per public event whose day has come. One that is still called planned does not say what became of it.
SELECT
    events.event_date AS date,
    events.area_number,
    events.partner_id,
    events.program,
    events.activity,
    CASE WHEN events.status = 'held' THEN 1 ELSE 0 END AS is_held,
    CASE WHEN events.status = 'planned' THEN 0 ELSE 1 END AS is_held_or_canceled,
    CASE WHEN events.status = 'planned' THEN 1 ELSE 0 END AS is_still_called_planned
FROM records.events AS events
CROSS JOIN reporting
WHERE events.status <> 'planned' OR events.event_date <= reporting.through_date
