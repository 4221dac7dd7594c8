-- One row per enrollment and domain, on its first day: whether a need in that domain was named with this partner
-- from the first day to the day of leaving. Assessed: by its day or, where that is blank, by the risk level.
SELECT
    enrollments.enrolled_date AS date,
    enrollments.area_number,
    enrollments.partner_id,
    domains.domain,
    CASE WHEN enrollments.assessed_date IS NULL AND enrollments.risk_level = 'unknown' THEN 0 ELSE 1 END
        AS is_assessed,
    CASE WHEN enrollments.assessed_date IS NULL AND enrollments.risk_level = 'unknown' THEN 1 ELSE 0 END
        AS is_not_assessed,
    CASE
        WHEN named.domain IS NULL THEN 0
        WHEN enrollments.assessed_date IS NULL AND enrollments.risk_level = 'unknown' THEN 0
        ELSE 1
    END AS is_assessed_with_need
FROM records.enrollments AS enrollments
CROSS JOIN (
    VALUES
        ('legal_and_restorative_justice'),
        ('employment'),
        ('education'),
        ('family_support'),
        ('mental_health'),
        ('substance_use'),
        ('housing'),
        ('other')
) AS domains(domain)
LEFT JOIN (
    SELECT enrollments.partner_id, enrollments.enrollment_id, needs.domain
    FROM records.enrollments AS enrollments
    JOIN records.needs AS needs
        ON needs.partner_id = enrollments.partner_id
        AND needs.participant_id = enrollments.participant_id
        AND needs.identified_date >= enrollments.enrolled_date
        AND (enrollments.exited_date IS NULL OR needs.identified_date <= enrollments.exited_date)
    GROUP BY enrollments.partner_id, enrollments.enrollment_id, needs.domain
) AS named
    ON named.partner_id = enrollments.partner_id
    AND named.enrollment_id = enrollments.enrollment_id
    AND named.domain = domains.domain
