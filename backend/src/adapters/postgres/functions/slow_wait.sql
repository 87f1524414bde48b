-- How long the p_n-th message of a batch still has to wait in a room in slow mode, ms; 0 when it may be stored.
--
-- p_seconds: the room's slow mode. p_now: the time by which the batch is judged, ms.
-- p_rooms, p_users, p_client_ids: the whole batch, as store_messages is given it. Between two messages of one batch there
-- is no time at all, so one that stands in front of it counts as sent now, unless it was stored before.
--
-- Called for rooms in slow mode only, so that the others pay nothing.
--
-- A time to come counts for nothing, so a wait is never longer than the room's slow mode. A clock that was ahead and has
-- been put right leaves such times behind, and since the times of a room never run backwards, its next messages get them
-- too. Then the message's id tells when it was made (a uuid of version 7); where that lies ahead as well, there is no wait.
CREATE OR REPLACE FUNCTION slow_wait(
  p_n bigint, p_seconds int, p_now bigint, p_rooms text[], p_users uuid[], p_client_ids uuid[]
) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_at bigint;
  v_made_at bigint;
BEGIN
  IF EXISTS (
    SELECT FROM unnest(p_rooms, p_users, p_client_ids) WITH ORDINALITY AS p (room_id, user_id, client_id, n)
    WHERE p.n < p_n AND p.room_id = p_rooms[p_n] AND p.user_id = p_users[p_n] AND p.client_id <> p_client_ids[p_n]
      -- One that was stored before counts by its time. The user is compared as in store_messages, for the same reason.
      AND NOT EXISTS (
        SELECT FROM messages e
        WHERE e.room_id = p.room_id AND e.client_id = p.client_id AND e.user_id IS NOT DISTINCT FROM p.user_id)
  ) THEN
    RETURN p_seconds * 1000;
  END IF;

  SELECT m.sent_at, ('x' || left(replace(m.id::text, '-', ''), 12))::bit(48)::bigint INTO v_at, v_made_at
  FROM messages m
  WHERE m.room_id = p_rooms[p_n] AND m.user_id = p_users[p_n]
  ORDER BY m.seq DESC LIMIT 1;

  IF v_at > p_now THEN
    v_at := v_made_at;
  END IF;
  IF v_at IS NULL OR v_at > p_now THEN
    RETURN 0;
  END IF;
  RETURN greatest(0, v_at + p_seconds * 1000 - p_now);
END $$;
