-- One row per key field and row of the City's victim file: whether it says. No other file of the City's is looked at.
SELECT
    occurred_date AS date,
    area_number,
    field,
    CASE
        WHEN field = 'victimizations.is_gunshot' AND is_gunshot IS NOT NULL THEN 0
        WHEN field = 'victimizations.area_number' AND area_number IS NOT NULL THEN 0
        WHEN field = 'victimizations.race_ethnicity' AND race_ethnicity <> 'unknown' THEN 0
        WHEN field = 'victimizations.sex' AND sex <> 'unknown' THEN 0
        WHEN field = 'victimizations.age_band' AND age_band <> 'unknown' THEN 0
        ELSE 1
    END AS is_unknown
FROM records.victimizations
CROSS JOIN (
    VALUES
        ('victimizations.is_gunshot'),
        ('victimizations.area_number'),
        ('victimizations.race_ethnicity'),
        ('victimizations.sex'),
        ('victimizations.age_band')
) AS fields (field)
WHERE source = 'victims'
