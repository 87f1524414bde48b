-- Needs: member_rows
--
-- Begins (p_member) or ends one membership by its own person's wish or an invitation, under the same lock and on the same
-- counter as messages.
--
-- No row without such a room, else one:
--   refused  banned    whose ban has not run out begins no membership
--            owner     the owner of others does not leave them
--            These are facts that are known under the lock alone; what comes of them protocol/src/policy says.
--   changed  false when it is refused, and when it is like that already
--   member   the membership as it is now, under the names of the protocol; null when there never was one
CREATE OR REPLACE FUNCTION set_member(p_room text, p_user uuid, p_member boolean)
RETURNS TABLE (epoch uuid, last_seq bigint, last_rev bigint, changed boolean, refused text, member json)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_room rooms%ROWTYPE;
  v_me members%ROWTYPE;
  v_changed boolean := false;
  v_refused text;
BEGIN
  SELECT * INTO v_room FROM rooms WHERE rooms.id = p_room FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  SELECT * INTO v_me FROM members WHERE members.room_id = p_room AND members.user_id = p_user;

  IF p_member AND v_me.banned_until > floor(extract(epoch FROM clock_timestamp()) * 1000) THEN
    v_refused := 'banned';
  ELSIF p_member THEN
    -- What was said before the user came is not unread to them.
    INSERT INTO members AS m (room_id, user_id, rev, member, read_seq)
    VALUES (p_room, p_user, v_room.last_rev + 1, true, v_room.last_seq)
    ON CONFLICT (room_id, user_id) DO UPDATE
      SET rev = excluded.rev, member = true, role = 'member', banned_until = NULL,
          read_seq = greatest(m.read_seq, excluded.read_seq)
      WHERE NOT m.member;
    v_changed := FOUND;
  ELSIF v_me.member AND v_me.role = 'owner' AND EXISTS (
    SELECT FROM members o WHERE o.room_id = p_room AND o.member AND o.user_id <> p_user
  ) THEN
    v_refused := 'owner';
  ELSE
    UPDATE members SET rev = v_room.last_rev + 1, member = false
    WHERE members.room_id = p_room AND members.user_id = p_user AND members.member;
    v_changed := FOUND;
  END IF;

  IF v_changed THEN
    UPDATE rooms SET last_rev = rooms.last_rev + 1 WHERE rooms.id = p_room;
  END IF;
  RETURN QUERY
    SELECT v_room.epoch, v_room.last_seq, v_room.last_rev + v_changed::int, v_changed, v_refused,
           (SELECT json_strip_nulls(row_to_json(w)) FROM member_rows w
            WHERE w."roomId" = p_room AND w."userId" = p_user);
END $$;
