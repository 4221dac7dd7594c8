-- One row per person harmed. The older homicide file counts only where the City's victim file has no
-- row of the same case, so that nobody is counted twice.
SELECT
    occurred_date AS date,
    area_number,
    CASE WHEN source = 'victims' THEN 1 ELSE 0 END AS in_victims_file,
    CASE WHEN is_gunshot THEN 1 ELSE 0 END AS gunshot,
    CASE WHEN is_gunshot AND is_homicide THEN 1 ELSE 0 END AS fatal_gunshot,
    CASE WHEN is_gunshot AND NOT is_homicide THEN 1 ELSE 0 END AS nonfatal_gunshot,
    CASE WHEN is_homicide THEN 1 ELSE 0 END AS homicide
FROM records.victimizations AS victimizations
WHERE source = 'victims'
    OR NOT EXISTS (
        SELECT 1 FROM records.victimizations AS victims
        WHERE victims.source = 'victims' AND victims.case_number = victimizations.case_number
    )
