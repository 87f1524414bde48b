-- The seq of a room's first message at a time (ms) or later; the one after the newest when there is none, and 1 without
-- such a room.
--
-- Times never run backwards within a room and seqs have no holes, so some twenty looks at the primary key find it among a
-- million: an index by time would cost every message that is stored.
CREATE OR REPLACE FUNCTION first_since(p_room text, p_time bigint) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_low bigint := 1;
  v_high bigint;
  v_middle bigint;
BEGIN
  SELECT last_seq + 1 INTO v_high FROM rooms WHERE id = p_room;
  WHILE v_low < v_high LOOP
    v_middle := (v_low + v_high) / 2;
    IF (SELECT sent_at >= p_time FROM messages WHERE room_id = p_room AND seq = v_middle) THEN
      v_high := v_middle;
    ELSE
      v_low := v_middle + 1;
    END IF;
  END LOOP;
  RETURN v_low;
END $$;
