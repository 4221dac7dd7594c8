-- One row per police case in the City's victim file, on its first day; where people were shot, on theirs.
SELECT
    coalesce(min(CASE WHEN is_gunshot THEN occurred_date END), min(occurred_date)) AS date,
    coalesce(min(CASE WHEN is_gunshot THEN area_number END), min(area_number)) AS area_number,
    case_number,
    max(CASE WHEN is_gunshot THEN 1 ELSE 0 END) AS has_gunshot
FROM records.victimizations
WHERE source = 'victims'
GROUP BY case_number
