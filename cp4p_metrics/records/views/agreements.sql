-- One row per non-aggression agreement, on its first day, with the days for which it held or, while it holds, was
-- followed. One that another agreement replaced was not broken: it was followed until then. Where a reason for the
-- end is known and the day is not, nobody knows how long it held.
SELECT
    agreements.agreed_date AS date,
    agreements.area_number,
    agreements.partner_id,
    CASE
        WHEN agreements.ended_date <= followed.through_date
            THEN days_between(agreements.agreed_date, agreements.ended_date)
        WHEN agreements.ended_date IS NULL AND agreements.end_reason <> 'unknown' THEN NULL
        ELSE days_between(agreements.agreed_date, followed.through_date)
    END AS days_held,
    CASE
        WHEN agreements.ended_date <= followed.through_date AND agreements.end_reason <> 'replaced' THEN 1
        ELSE 0
    END AS has_ended
FROM records.agreements AS agreements
JOIN followed
    ON followed.partner_id = agreements.partner_id
    AND followed.part = 'outreach'
WHERE agreements.agreed_date <= followed.through_date
