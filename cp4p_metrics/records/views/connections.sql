-- One row per referral: the days to its first service or, without one, the days for which it was followed. A
-- referral that was declined, withdrawn or closed is followed on, as one that led to no service. The days are blank
-- where the record does not say whether there was a service, or not when.
SELECT
    referrals.referred_date AS date,
    referrals.area_number,
    referrals.partner_id,
    referrals.domain,
    CASE
        WHEN referrals.connected_date <= followed.through_date
            THEN days_between(referrals.referred_date, referrals.connected_date)
        WHEN referrals.connected_date IS NULL
            AND (
                referrals.status IN ('unknown', 'connected', 'completed')
                OR referrals.completed_date IS NOT NULL
            ) THEN NULL
        ELSE days_between(referrals.referred_date, followed.through_date)
    END AS days,
    CASE WHEN referrals.connected_date <= followed.through_date THEN 1 ELSE 0 END AS is_connected
FROM records.referrals AS referrals
JOIN followed
    ON followed.partner_id = referrals.partner_id
    AND followed.part = 'case_management'
    AND followed.through_date >= referrals.referred_date
