-- One row per referral. It is due once it had 60 days to lead to a first service.
SELECT
    referrals.referred_date AS date,
    referrals.area_number,
    referrals.partner_id,
    referrals.domain,
    referrals.status,
    CASE WHEN referrals.connected_date <= reporting.through_date THEN 1 ELSE 0 END AS is_connected,
    CASE WHEN referrals.completed_date <= reporting.through_date THEN 1 ELSE 0 END AS is_completed,
    CASE WHEN referrals.referred_date <= reporting.due_through_date THEN 1 ELSE 0 END AS is_due,
    CASE
        WHEN referrals.referred_date <= reporting.due_through_date
            AND referrals.connected_date <= reporting.through_date THEN 1
        ELSE 0
    END AS is_connected_and_due
FROM records.referrals AS referrals
CROSS JOIN reporting
