-- One row per referral. It is due once its 60 days to lead to a first service ended within what its partner's
-- records are known to hold.
SELECT
    referrals.referred_date AS date,
    referrals.area_number,
    referrals.partner_id,
    referrals.domain,
    referrals.status,
    CASE WHEN referrals.connected_date <= followed.through_date THEN 1 ELSE 0 END AS is_connected,
    CASE WHEN referrals.completed_date <= followed.through_date THEN 1 ELSE 0 END AS is_completed,
    CASE WHEN plus_days(referrals.referred_date, 60) <= followed.through_date THEN 1 ELSE 0 END AS is_due,
    CASE
        WHEN plus_days(referrals.referred_date, 60) <= followed.through_date
            AND referrals.connected_date <= followed.through_date THEN 1
        ELSE 0
    END AS is_connected_and_due
FROM records.referrals AS referrals
LEFT JOIN followed ON followed.partner_id = referrals.partner_id AND followed.part = 'case_management'
