-- One row per mediation and follow-up, on the first day of the work. A follow-up is due once its day has passed; done
-- means on that day or before. The records know no "not done": a blank day is one.
SELECT
    planned.date,
    planned.area_number,
    planned.partner_id,
    planned.follow_up,
    CASE WHEN planned.due_date <= followed.through_date THEN 1 ELSE 0 END AS is_due,
    CASE WHEN planned.due_date <= followed.through_date AND planned.done_date <= planned.due_date THEN 1 ELSE 0 END
        AS is_done_and_due
FROM (
    SELECT
        started_date AS date,
        area_number,
        partner_id,
        'day_7' AS follow_up,
        plus_days(started_date, 7) AS due_date,
        follow_up_7_date AS done_date
    FROM records.mediations
    UNION ALL
    SELECT
        started_date AS date,
        area_number,
        partner_id,
        'day_30' AS follow_up,
        plus_days(started_date, 30) AS due_date,
        follow_up_30_date AS done_date
    FROM records.mediations
) AS planned
JOIN followed
    ON followed.partner_id = planned.partner_id
    AND followed.part = 'outreach'
