-- One row per mediation and month on whose last day it was open, or may have been; its age then, in days.
-- It is open while its outcome is ongoing, and before the day of its outcome. An outcome without a day says that the
-- work was over by the last day known, not since when; an unknown outcome without a day doesn't even say that. Between
-- an outcome and the day on which the conflict flared up again it was closed; after that, the outcome must say that
-- it is ongoing.
SELECT
    months.last_day AS date,
    worked_on.area_number,
    worked_on.partner_id,
    worked_on.conflict_type,
    worked_on.shooting_likelihood,
    worked_on.is_open,
    CASE WHEN worked_on.is_open = 1 THEN 0 ELSE 1 END AS is_not_told,
    CASE WHEN worked_on.is_open = 1 THEN days_between(worked_on.started_date, months.last_day) END AS age_days
FROM (
    SELECT
        mediations.area_number,
        mediations.partner_id,
        mediations.conflict_type,
        mediations.shooting_likelihood,
        mediations.started_date,
        CASE WHEN mediations.outcome = 'ongoing' THEN mediations.outcome_date END AS closed_date,
        CASE WHEN mediations.outcome = 'ongoing' THEN mediations.reopened_date END AS open_again_date,
        CASE WHEN mediations.outcome = 'ongoing' OR mediations.outcome_date IS NOT NULL THEN 1 ELSE 0 END AS is_open,
        CASE
            WHEN mediations.outcome = 'ongoing' THEN plus_days(followed.through_date, 1)
            WHEN mediations.outcome_date IS NOT NULL THEN mediations.outcome_date
            WHEN mediations.outcome = 'unknown' THEN plus_days(followed.through_date, 1)
            ELSE followed.through_date
        END AS over_date,
        followed.through_date
    FROM records.mediations AS mediations
    JOIN followed
        ON followed.partner_id = mediations.partner_id
        AND followed.part = 'outreach'
) AS worked_on
JOIN months
    ON months.last_day >= worked_on.started_date
    AND months.last_day < worked_on.over_date
    AND months.last_day <= worked_on.through_date
WHERE worked_on.closed_date IS NULL
    OR worked_on.open_again_date IS NULL
    OR months.last_day < worked_on.closed_date
    OR months.last_day >= worked_on.open_again_date
