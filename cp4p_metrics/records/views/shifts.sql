-- One row per planned or worked shift; hours in hundredths, so that they add up exactly. A shift that was not
-- worked has no hours; one that says both "not worked" and hours contradicts itself, and its hours are unknown.
SELECT
    shift_date AS date,
    area_number,
    partner_id,
    kind,
    CASE WHEN kind = 'canvassing' AND is_covered THEN 1 ELSE 0 END AS is_canvassing_and_worked,
    CASE WHEN kind = 'canvassing' AND is_covered IS NULL THEN 1 ELSE 0 END AS is_canvassing_and_not_told,
    CASE WHEN kind = 'safe_passage' AND is_covered THEN 1 ELSE 0 END AS is_passage_and_covered,
    CASE WHEN kind = 'safe_passage' AND is_covered IS NOT NULL THEN 1 ELSE 0 END AS is_passage_and_told,
    CASE WHEN kind = 'safe_passage' AND is_covered IS NULL THEN 1 ELSE 0 END AS is_passage_and_not_told,
    CASE
        WHEN COALESCE(is_covered, TRUE) THEN CAST(hours * 100 AS BIGINT)
        WHEN COALESCE(hours, 0) = 0 THEN 0
    END AS hundredths_of_hours,
    CASE
        WHEN COALESCE(is_covered, TRUE) AND hours IS NULL THEN 1
        WHEN NOT is_covered AND hours > 0 THEN 1
        ELSE 0
    END AS has_unknown_hours
FROM records.shifts
