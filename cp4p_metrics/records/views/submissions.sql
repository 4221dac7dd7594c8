-- One row per part of a partner's month that was due by the end of what is reported on.
SELECT
    submissions.month AS date,
    CAST(NULL AS INTEGER) AS area_number,
    submissions.partner_id,
    submissions.part,
    1 AS is_due,
    CASE WHEN submissions.received_date IS NOT NULL THEN 1 ELSE 0 END AS is_received
FROM records.submissions AS submissions
CROSS JOIN reporting
WHERE submissions.month <= reporting.through_date
