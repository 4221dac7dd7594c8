-- One row per participant's time with one partner, on its first day.
SELECT enrolled_date AS date, area_number, partner_id, risk_level, age_band, gender, race_ethnicity
FROM records.enrollments AS enrollments
