-- One row per mediation that ended resolved, at least for a time, on the day of its outcome; without that day, on the
-- first day of the work. It counts once 90 days have passed since. A conflict that flared up on the very day of the
-- outcome or before it did so during the work, not again.
SELECT
    COALESCE(mediations.outcome_date, mediations.started_date) AS date,
    mediations.area_number,
    mediations.partner_id,
    mediations.conflict_type,
    mediations.shooting_likelihood,
    CASE WHEN mediations.outcome_date IS NULL THEN 1 ELSE 0 END AS has_no_outcome_date,
    CASE WHEN plus_days(mediations.outcome_date, 90) <= followed.through_date THEN 1 ELSE 0 END AS is_due,
    CASE
        WHEN plus_days(mediations.outcome_date, 90) <= followed.through_date
            AND mediations.reopened_date > mediations.outcome_date
            AND mediations.reopened_date <= plus_days(mediations.outcome_date, 90) THEN 1
        ELSE 0
    END AS is_reopened_and_due
FROM records.mediations AS mediations
JOIN followed
    ON followed.partner_id = mediations.partner_id
    AND followed.part = 'outreach'
WHERE mediations.outcome IN ('resolved', 'resolved_conditionally', 'temporarily_resolved')
