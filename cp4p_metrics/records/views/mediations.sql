-- One row per conflict worked on. Ongoing is no known outcome, and not an unknown one: it has none yet.
SELECT
    started_date AS date,
    area_number,
    partner_id,
    outcome,
    conflict_type,
    catalyst,
    learned_via,
    people_band,
    shooting_likelihood,
    CASE WHEN outcome = 'resolved' THEN 1 ELSE 0 END AS is_resolved,
    CASE WHEN outcome IN ('resolved', 'resolved_conditionally', 'temporarily_resolved') THEN 1 ELSE 0 END
        AS is_at_least_temporarily_resolved,
    CASE WHEN outcome IN ('ongoing', 'unknown') THEN 0 ELSE 1 END AS has_known_outcome,
    CASE WHEN outcome = 'unknown' THEN 1 ELSE 0 END AS has_unknown_outcome,
    CASE WHEN shooting_likelihood IN ('likely', 'very_likely') THEN 1 ELSE 0 END AS is_gun_conflict,
    CASE WHEN shooting_likelihood = 'unknown' THEN 1 ELSE 0 END AS has_unknown_likelihood,
    CASE WHEN is_linked_to_earlier_incident THEN 1 ELSE 0 END AS is_linked,
    CASE WHEN is_linked_to_earlier_incident IS NOT NULL THEN 1 ELSE 0 END AS has_known_link,
    CASE WHEN is_linked_to_earlier_incident IS NULL THEN 1 ELSE 0 END AS has_unknown_link
FROM records.mediations
