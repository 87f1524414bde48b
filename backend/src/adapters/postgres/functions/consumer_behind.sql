-- The rooms in which something is stored that a consumer has not handled yet, p_limit at most (null: all). It reads the heads
-- of all rooms, which is best done by reading both tables whole and hashing one: a limit in the same query makes PostgreSQL
-- walk two indexes row by row, and so does a plan from when the tables were small.
--
-- One row a room:
--   room_id, last_rev, changed_rev    of the room
--   head     everything up to this rev is handled
--   tries    how often what comes next has failed
--   waits    it is not to be tried again yet
CREATE OR REPLACE FUNCTION consumer_behind(p_consumer text, p_limit bigint) RETURNS TABLE (
  room_id text, last_rev bigint, changed_rev bigint, head bigint, tries int, waits boolean
)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_custom_plan SET enable_seqscan = on AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH behind AS MATERIALIZED (
    SELECT r.id, r.last_rev, r.changed_rev, coalesce(h.rev, 0) AS head, coalesce(h.tries, 0) AS tries,
           coalesce(h.retry_at > clock_timestamp(), false) AS waits
    FROM rooms r LEFT JOIN consumer_heads h ON h.consumer = p_consumer AND h.room_id = r.id
    WHERE r.last_rev > coalesce(h.rev, 0)
  )
  -- Those that wait stand last, so that a limit leaves them out first.
  SELECT b.* FROM behind b ORDER BY b.waits LIMIT p_limit;
END $$;
