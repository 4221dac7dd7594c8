-- One row per referral. Connected: the first service was received, by its day or, where that is blank, by a status
-- or a day of completion that only a service can have. It is due once its 60 days to lead to a first service ended
-- within what its partner's records are known to hold. A status 'unknown' without any day says neither yes nor no.
-- `served_until` is the last day on which the service met a need.
SELECT
    told.date,
    told.area_number,
    told.partner_id,
    told.participant_id,
    told.domain,
    told.status,
    told.is_connected,
    CASE WHEN told.is_connected = 1 AND told.has_ended_as_completed = 1 THEN 1 ELSE 0 END AS is_completed,
    CASE WHEN told.is_old_enough = 1 AND told.says_nothing = 0 THEN 1 ELSE 0 END AS is_due,
    CASE WHEN told.is_old_enough = 1 AND told.is_connected = 1 THEN 1 ELSE 0 END AS is_connected_and_due,
    CASE WHEN told.is_old_enough = 1 AND told.says_nothing = 1 THEN 1 ELSE 0 END AS is_due_and_unknown,
    CASE
        WHEN told.is_connected = 1
            AND (
                told.has_ended_as_completed = 1
                OR told.status IN ('declined', 'withdrawn', 'closed_no_contact')
            ) THEN 1
        ELSE 0
    END AS has_known_outcome,
    CASE
        WHEN told.is_connected = 1 AND told.has_ended_as_completed = 0 AND told.status = 'unknown' THEN 1
        ELSE 0
    END AS has_unknown_outcome,
    CASE
        WHEN told.is_connected = 0 THEN NULL
        WHEN told.has_ended_as_completed = 0 AND told.status IN ('open', 'accepted', 'connected')
            THEN CAST('9999-12-31' AS DATE)
        ELSE COALESCE(told.completed_date, told.connected_date, told.date)
    END AS served_until
FROM (
    SELECT
        referrals.referred_date AS date,
        referrals.area_number,
        referrals.partner_id,
        referrals.participant_id,
        referrals.domain,
        referrals.status,
        referrals.connected_date,
        referrals.completed_date,
        CASE
            WHEN referrals.connected_date <= followed.through_date THEN 1
            WHEN referrals.connected_date IS NULL
                AND referrals.completed_date IS NULL
                AND referrals.status IN ('connected', 'completed') THEN 1
            WHEN referrals.connected_date IS NULL AND referrals.completed_date <= followed.through_date THEN 1
            ELSE 0
        END AS is_connected,
        CASE
            WHEN referrals.completed_date <= followed.through_date THEN 1
            WHEN referrals.completed_date IS NULL AND referrals.status = 'completed' THEN 1
            ELSE 0
        END AS has_ended_as_completed,
        CASE
            WHEN referrals.status = 'unknown'
                AND referrals.connected_date IS NULL
                AND referrals.completed_date IS NULL THEN 1
            ELSE 0
        END AS says_nothing,
        CASE WHEN plus_days(referrals.referred_date, 60) <= followed.through_date THEN 1 ELSE 0 END AS is_old_enough
    FROM records.referrals AS referrals
    LEFT JOIN followed
        ON followed.partner_id = referrals.partner_id
        AND followed.part = 'case_management'
) AS told
