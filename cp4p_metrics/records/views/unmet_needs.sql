-- One row per need that no service met: since the day on which it was named, no partner's referral of the
-- participant in that domain led to a first service, and none was under way on that day.
SELECT
    needs.identified_date AS date,
    needs.area_number,
    needs.partner_id,
    needs.participant_id,
    needs.domain
FROM records.needs AS needs
LEFT JOIN (
    SELECT participant_id, domain, max(served_until) AS served_until
    FROM counted.referrals
    WHERE is_connected = 1
    GROUP BY participant_id, domain
) AS services
    ON services.participant_id = needs.participant_id
    AND services.domain = needs.domain
WHERE services.served_until IS NULL OR services.served_until < needs.identified_date
