-- One row per kind of support that a partner gave in a quarter and an area after harm, on the quarter's first day.
SELECT
    quarter AS date,
    area_number,
    partner_id,
    kind,
    families_of,
    families_count,
    people_count,
    CASE WHEN families_count IS NULL THEN 1 ELSE 0 END AS has_no_families_count,
    CASE WHEN people_count IS NULL THEN 1 ELSE 0 END AS has_no_people_count
FROM records.supports
