-- What stands in a release beside its cells. Everything here may be seen by its audience: all of it by leadership,
-- of the rest what is its own by a partner.
CREATE TABLE release.about AS
SELECT
    $audience AS audience,
    $version AS version,
    $coalition_key AS coalition_key,
    CAST($made_at AS TIMESTAMP) AS made_at,
    (SELECT is_demonstration FROM about) AS is_demonstration,
    (SELECT through_date FROM reporting) AS program_through_date,
    (SELECT count(*) FROM partner_areas) > 0 AS has_dated_assignments,
    $policy_override AS policy_override;

CREATE TABLE release.partners AS
SELECT partner_id, partner_name FROM partner_names ORDER BY partner_name;

-- Assignments as dated; a year 1 or 9999 stands for "not known when" and "still in force".
CREATE TABLE release.partner_areas AS
SELECT partner_id, area_number, nullif(from_date, DATE '0001-01-01') AS from_date,
    nullif(until_date, DATE '9999-12-31') AS until_date
FROM assignments ORDER BY area_number, partner_id, from_date;

-- Public events: what is on and where. How many came is told to leadership and to the partner that held it.
-- The uid is the same in every release, and is no partner's key.
CREATE TABLE release.calendar AS
SELECT event_date, area_number, events.partner_id, partner_name, program, activity,
    coalesce(age_group, 'unknown') AS age_group, site, status,
    CASE WHEN $sees_all OR events.partner_id = $partner THEN attendance END AS attendance,
    CASE WHEN $sees_all OR events.partner_id = $partner THEN coalesce(attendance_method, 'unknown') END
        AS attendance_method,
    CASE WHEN $sees_all OR events.partner_id = $partner THEN meals_count END AS meals_count,
    left(sha256($coalition_key || ':' || event_id), 32) AS event_uid
FROM records.events AS events LEFT JOIN partner_names USING (partner_id)
ORDER BY event_date, area_number, site, activity, events.partner_id;

CREATE TABLE release.submissions AS
SELECT partner_id, month, part, due_date, received_date
FROM records.submissions WHERE month <= (SELECT through_date FROM reporting) AND ($sees_all OR partner_id = $partner)
ORDER BY month, partner_id, part;

CREATE TABLE release.batches AS
SELECT left(batch_id, 8) AS batch, accepted_at, profile, table_name, count(*) AS file_count,
    CAST(sum(read_count) AS BIGINT) AS read_count, CAST(sum(accepted_count) AS BIGINT) AS accepted_count,
    CAST(sum(revised_count) AS BIGINT) AS revised_count, CAST(sum(unchanged_count) AS BIGINT) AS unchanged_count,
    CAST(sum(set_aside_count) AS BIGINT) AS set_aside_count,
    coalesce(any_value(waiting_count), 0) AS waiting_count, coalesce(any_value(settled_count), 0) AS settled_count
FROM batches JOIN batch_files USING (batch_id) LEFT JOIN (
    SELECT batch_id, table_name, count(*) FILTER (settled_by IS NULL) AS waiting_count, count(settled_by) AS settled_count
    FROM (SELECT DISTINCT batch_id, table_name, file_name, row_number, settled_by FROM set_aside)
    GROUP BY ALL
) AS aside USING (batch_id, table_name)
WHERE $sees_all
GROUP BY batch_id, accepted_at, profile, table_name ORDER BY accepted_at DESC, table_name;

-- How many rows wait to be mended and why; never which.
CREATE TABLE release.set_aside AS
SELECT left(batch_id, 8) AS batch, table_name, partner_id, column_name, reason, count(*) AS row_count
FROM set_aside WHERE settled_by IS NULL AND ($sees_all OR partner_id = $partner)
GROUP BY ALL ORDER BY row_count DESC, table_name, column_name, reason;
