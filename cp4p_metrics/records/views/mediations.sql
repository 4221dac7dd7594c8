-- One row per conflict worked on. Ongoing and unknown outcomes are not known outcomes.
SELECT
    started_date AS date,
    area_number,
    partner_id,
    outcome,
    conflict_type,
    shooting_likelihood,
    CASE WHEN outcome = 'resolved' THEN 1 ELSE 0 END AS is_resolved,
    CASE WHEN outcome IN ('resolved', 'resolved_conditionally', 'temporarily_resolved') THEN 1 ELSE 0 END
        AS is_at_least_temporarily_resolved,
    CASE WHEN outcome IN ('ongoing', 'unknown') THEN 0 ELSE 1 END AS has_known_outcome
FROM records.mediations
