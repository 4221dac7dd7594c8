-- One row per month and area: the estimated people at highest risk, by the latest estimate for the month's year or
-- for a year before. A year that gives no number is passed over.
SELECT months.last_day AS date, estimates.area_number, estimates.people_count
FROM (
    SELECT
        area_number,
        year,
        people_count,
        lead(year) OVER (PARTITION BY area_number ORDER BY year) AS next_year
    FROM records.risk_estimates
    WHERE people_count IS NOT NULL
) AS estimates
JOIN months
    ON months.number >= estimates.year * 12
    AND (estimates.next_year IS NULL OR months.number < estimates.next_year * 12)
