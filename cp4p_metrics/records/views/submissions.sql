-- One row per part of a partner's month that was due by the end of what is reported on. Early is not late.
SELECT
    submissions.month AS date,
    CAST(NULL AS INTEGER) AS area_number,
    submissions.partner_id,
    submissions.part,
    1 AS is_due,
    CASE WHEN submissions.received_date IS NOT NULL THEN 1 ELSE 0 END AS is_received,
    CASE WHEN submissions.received_date IS NULL THEN 1 ELSE 0 END AS is_missing,
    CASE
        WHEN submissions.received_date > submissions.due_date
            THEN days_between(submissions.due_date, submissions.received_date)
        ELSE 0
    END AS days_late
FROM records.submissions AS submissions
CROSS JOIN reporting
WHERE submissions.month <= reporting.through_date
