-- Needs: member_rows
--
-- What one person (p_by) does to the membership of another (p_user), under the same lock and on the same counter as
-- messages. Whether they may was judged by the two roles p_by_role and p_role (protocol/src/policy/moderation.ts; null: no member).
--
-- p_act: role (p_new_role), transfer, remove, mute (p_for ms), unmute, ban (p_for ms, null for good; p_reason), unban.
-- `transfer` changes two memberships, the former owner's first. A ban has a row in `members` whether they were a member or
-- not; `banned_until` of one that is for good is the last moment a clock of JavaScript can tell.
--
-- No row without such a room, else one:
--   outcome  changed, same (it is like that already), stale (either role is another by now, and nothing happened)
--   changed  the memberships that changed, and p_user's in any case, under the names of the protocol, ascending by rev
CREATE OR REPLACE FUNCTION change_member(
  p_room text, p_by uuid, p_by_role text, p_user uuid, p_role text,
  p_act text, p_new_role text, p_for bigint, p_reason text
) RETURNS TABLE (outcome text, epoch uuid, last_seq bigint, last_rev bigint, changed json)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_room rooms%ROWTYPE;
  v_rev bigint;
  v_now bigint;
BEGIN
  SELECT * INTO v_room FROM rooms WHERE rooms.id = p_room FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  v_rev := v_room.last_rev;
  v_now := floor(extract(epoch FROM clock_timestamp()) * 1000);

  IF p_by_role IS DISTINCT FROM
       (SELECT m.role FROM members m WHERE m.room_id = p_room AND m.user_id = p_by AND m.member)
     OR p_role IS DISTINCT FROM
       (SELECT m.role FROM members m WHERE m.room_id = p_room AND m.user_id = p_user AND m.member) THEN
    RETURN QUERY SELECT 'stale', v_room.epoch, v_room.last_seq, v_rev, NULL::json;
    RETURN;
  END IF;

  IF p_act = 'transfer' THEN
    UPDATE members m SET role = 'moderator', rev = v_rev + 1
    WHERE m.room_id = p_room AND m.role = 'owner' AND m.member AND m.user_id <> p_user;
    IF FOUND THEN
      v_rev := v_rev + 1;
    END IF;
  ELSIF p_act = 'ban' THEN
    INSERT INTO members (room_id, user_id, rev, member) VALUES (p_room, p_user, v_rev, false)
    ON CONFLICT (room_id, user_id) DO NOTHING;
  END IF;

  UPDATE members m SET
    rev = v_rev + 1,
    role = CASE p_act WHEN 'role' THEN p_new_role WHEN 'transfer' THEN 'owner' ELSE m.role END,
    member = m.member AND p_act NOT IN ('remove', 'ban'),
    muted_until = CASE p_act WHEN 'mute' THEN v_now + p_for WHEN 'unmute' THEN NULL ELSE m.muted_until END,
    banned_until = CASE p_act WHEN 'ban' THEN coalesce(v_now + p_for, 8640000000000000) WHEN 'unban' THEN NULL
                   ELSE m.banned_until END,
    ban_reason = CASE p_act WHEN 'ban' THEN p_reason WHEN 'unban' THEN '' ELSE m.ban_reason END
  WHERE m.room_id = p_room AND m.user_id = p_user AND CASE p_act
    WHEN 'unmute' THEN m.muted_until IS NOT NULL
    WHEN 'unban' THEN m.banned_until IS NOT NULL
    WHEN 'role' THEN m.role <> p_new_role
    WHEN 'transfer' THEN m.role <> 'owner'
    WHEN 'remove' THEN m.member
    ELSE true END;
  IF FOUND THEN
    v_rev := v_rev + 1;
  END IF;

  UPDATE rooms SET last_rev = v_rev WHERE rooms.id = p_room AND v_rev > v_room.last_rev;
  RETURN QUERY SELECT CASE WHEN v_rev > v_room.last_rev THEN 'changed' ELSE 'same' END,
    v_room.epoch, v_room.last_seq, v_rev, (
      SELECT json_agg(json_strip_nulls(row_to_json(w)) ORDER BY w.rev) FROM member_rows w
      WHERE w."roomId" = p_room AND (w.rev > v_room.last_rev OR w."userId" = p_user));
END $$;
