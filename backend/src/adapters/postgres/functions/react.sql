-- Needs: reaction_rows
--
-- Puts a user's reaction on a message, or takes it away, under the same lock and on the same counter as messages. The caller
-- has judged by the rights that it read before; here they only have to hold still.
--
-- One row, none without such a room. The reaction as it is now, under the names of the protocol, with `changed` and `same`
-- only; one that was never there is told with a count of 0:
--   outcome  changed, same (it was like that already), stale (the user is no member any more, or muted), no_message,
--            deleted (the message was), too_many (the message has p_most other kinds)
CREATE OR REPLACE FUNCTION react(
  p_room text, p_seq bigint, p_user uuid, p_emoji text, p_on boolean, p_most int
) RETURNS TABLE (outcome text, epoch uuid, last_seq bigint, reaction json)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_room rooms%ROWTYPE;
  v_message messages%ROWTYPE;
  v_rev bigint;
  v_is boolean;
  v_outcome text;
BEGIN
  SELECT * INTO v_room FROM rooms WHERE rooms.id = p_room FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  v_rev := v_room.last_rev + 1;
  SELECT * INTO v_message FROM messages m WHERE m.room_id = p_room AND m.seq = p_seq;
  v_is := EXISTS (SELECT FROM reactions r
    WHERE r.room_id = p_room AND r.seq = p_seq AND r.emoji = p_emoji AND r.user_id = p_user);

  v_outcome := CASE
    WHEN NOT EXISTS (SELECT FROM members m WHERE m.room_id = p_room AND m.user_id = p_user AND m.member
      AND coalesce(m.muted_until, 0) <= extract(epoch FROM clock_timestamp()) * 1000) THEN 'stale'
    WHEN v_message.seq IS NULL THEN 'no_message'
    WHEN v_message.deleted_at IS NOT NULL THEN 'deleted'
    WHEN v_is = p_on THEN 'same'
    WHEN p_on AND p_most <= (SELECT count(DISTINCT r.emoji) FROM reactions r
      WHERE r.room_id = p_room AND r.seq = p_seq AND r.emoji <> p_emoji) THEN 'too_many'
    ELSE 'changed' END;

  IF v_outcome = 'changed' THEN
    IF p_on THEN
      INSERT INTO reactions (room_id, seq, emoji, user_id, rev) VALUES (p_room, p_seq, p_emoji, p_user, v_rev);
      -- One that is there again is a new one: it stands behind the others.
      INSERT INTO reaction_kinds AS k (room_id, seq, emoji, rev, first_rev)
      VALUES (p_room, p_seq, p_emoji, v_rev, v_rev)
      ON CONFLICT (room_id, seq, emoji) DO UPDATE SET rev = v_rev, first_rev = CASE WHEN EXISTS (
          SELECT FROM reactions r
          WHERE r.room_id = p_room AND r.seq = p_seq AND r.emoji = p_emoji AND r.user_id <> p_user)
        THEN k.first_rev ELSE v_rev END;
    ELSE
      DELETE FROM reactions r
      WHERE r.room_id = p_room AND r.seq = p_seq AND r.emoji = p_emoji AND r.user_id = p_user;
      UPDATE reaction_kinds k SET rev = v_rev WHERE k.room_id = p_room AND k.seq = p_seq AND k.emoji = p_emoji;
    END IF;
    UPDATE rooms SET last_rev = v_rev WHERE rooms.id = p_room;
  END IF;

  RETURN QUERY SELECT v_outcome, v_room.epoch, v_room.last_seq,
    CASE WHEN v_outcome IN ('changed', 'same') THEN coalesce(
      (SELECT row_to_json(k) FROM reaction_rows k WHERE k."roomId" = p_room AND k.seq = p_seq AND k.emoji = p_emoji),
      json_build_object('roomId', p_room, 'rev', v_room.last_rev, 'seq', p_seq, 'emoji', p_emoji,
                        'firstRev', v_room.last_rev, 'count', 0, 'userIds', '[]'::json)) END;
END $$;
