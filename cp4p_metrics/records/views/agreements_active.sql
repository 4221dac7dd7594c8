-- One row per non-aggression agreement and month on whose last day it held, or may have: where a reason for the end is
-- known and the day is not, it was over by the last day known, and nobody knows since when.
SELECT
    months.last_day AS date,
    agreed.area_number,
    agreed.partner_id,
    CASE WHEN agreed.has_end_without_day = 1 THEN 0 ELSE 1 END AS is_active,
    agreed.has_end_without_day AS is_not_told
FROM (
    SELECT
        agreements.area_number,
        agreements.partner_id,
        agreements.agreed_date,
        CASE WHEN agreements.ended_date IS NULL AND agreements.end_reason <> 'unknown' THEN 1 ELSE 0 END
            AS has_end_without_day,
        CASE
            WHEN agreements.ended_date IS NOT NULL THEN agreements.ended_date
            WHEN agreements.end_reason <> 'unknown' THEN followed.through_date
            ELSE plus_days(followed.through_date, 1)
        END AS over_date,
        followed.through_date
    FROM records.agreements AS agreements
    JOIN followed
        ON followed.partner_id = agreements.partner_id
        AND followed.part = 'outreach'
) AS agreed
JOIN months
    ON months.last_day >= agreed.agreed_date
    AND months.last_day < agreed.over_date
    AND months.last_day <= agreed.through_date
