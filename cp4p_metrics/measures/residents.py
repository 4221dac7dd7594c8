"""The residents that a rate rests on, at every place and period."""

RESIDENTS = """
LEFT JOIN (
    SELECT place_kind, place, period_kind, period_start,
        CASE WHEN count(*) = count(residents) THEN CAST(round(sum(residents) / 12.0) AS BIGINT) END AS residents
    FROM (
        SELECT 'area' AS place_kind, CAST(area_number AS VARCHAR) AS place, month, residents FROM resident_months
        UNION ALL
        SELECT 'city', 'city', month, residents FROM resident_months
        UNION ALL
        SELECT 'partner', partner_id, month, residents FROM resident_months
        JOIN assignments ON assignments.area_number = resident_months.area_number
            AND last_day(month) BETWEEN from_date AND until_date
        UNION ALL
        SELECT 'coalition', 'coalition', month, residents FROM resident_months
        JOIN served_areas ON served_areas.area_number = resident_months.area_number
            AND last_day(month) BETWEEN from_date AND until_date
        UNION ALL
        SELECT 'coalition', 'served_now', month, residents FROM resident_months
        WHERE area_number IN (SELECT area_number FROM served_areas WHERE is_served_now)
    ) AS living
    JOIN periods USING (month)
    GROUP BY ALL
) AS residents ON residents.place_kind = ground.place_kind AND residents.place = ground.place
    AND residents.period_kind = ground.period_kind AND residents.period_start = ground.period_start
"""
