import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Moderators, mutes, bans, and rooms whose settings change with a rev. A room keeps in `changed_rev` the rev of
 * its settings. The one who is banned has a row in `members`, whether they were a member or not; `banned_until` of one that
 * is for good is the last moment a clock can tell. What has run out stays and no longer counts.
 */
export class Rights1763683200006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE rooms ADD COLUMN slow_seconds int NOT NULL DEFAULT 0, ADD COLUMN changed_rev bigint NOT NULL DEFAULT 0;
      ALTER TABLE members
        ADD COLUMN muted_until bigint, ADD COLUMN banned_until bigint, ADD COLUMN ban_reason text NOT NULL DEFAULT '',
        DROP CONSTRAINT members_role_check,
        ADD CONSTRAINT members_role_check CHECK (role IN ('member', 'moderator', 'owner'))`);
    await runner.query(MEMBER_ROWS);
    await runner.query('DROP FUNCTION set_member');
    await runner.query(SET_MEMBER);
    await runner.query(CHANGE_MEMBER);
    await runner.query(CHANGE_ROOM);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION change_room, change_member, set_member;
      DROP VIEW member_rows;
      UPDATE members SET role = 'member' WHERE role = 'moderator';
      ALTER TABLE members DROP COLUMN muted_until, DROP COLUMN banned_until, DROP COLUMN ban_reason,
        DROP CONSTRAINT members_role_check, ADD CONSTRAINT members_role_check CHECK (role IN ('member', 'owner'));
      ALTER TABLE rooms DROP COLUMN slow_seconds, DROP COLUMN changed_rev`);
  }
}

/** Memberships under the names of the protocol, as everybody is told them. */
const MEMBER_ROWS = `
CREATE VIEW member_rows AS
SELECT m.room_id AS "roomId", m.rev, m.user_id AS "userId", u.username, m.role, m.member,
       CASE WHEN m.muted_until > extract(epoch FROM clock_timestamp()) * 1000 THEN m.muted_until END AS "mutedUntil",
       CASE WHEN m.banned_until > extract(epoch FROM clock_timestamp()) * 1000 THEN true END AS banned
FROM members m JOIN users u ON u.id = m.user_id;
`;

/**
 * Begins or ends one membership by its own person's wish or an invitation, under the same lock and on the same counter as
 * messages. Refused: `banned` begins none, and the `owner` of others does not leave them. Asked again, it changes nothing.
 */
const SET_MEMBER = `
CREATE FUNCTION set_member(p_room text, p_user uuid, p_member boolean)
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
  IF NOT FOUND THEN RETURN; END IF;
  SELECT * INTO v_me FROM members WHERE members.room_id = p_room AND members.user_id = p_user;

  IF p_member AND v_me.banned_until > floor(extract(epoch FROM clock_timestamp()) * 1000) THEN
    v_refused := 'banned';
  ELSIF p_member THEN
    -- What was said before somebody came is not unread to them.
    INSERT INTO members AS m (room_id, user_id, rev, member, read_seq)
    VALUES (p_room, p_user, v_room.last_rev + 1, true, v_room.last_seq)
    ON CONFLICT (room_id, user_id) DO UPDATE
      SET rev = excluded.rev, member = true, role = 'member', banned_until = NULL,
          read_seq = greatest(m.read_seq, excluded.read_seq)
      WHERE NOT m.member;
    v_changed := FOUND;
  ELSIF v_me.member AND v_me.role = 'owner' AND EXISTS (
    SELECT FROM members o WHERE o.room_id = p_room AND o.member AND o.user_id <> p_user) THEN
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
           (SELECT json_strip_nulls(row_to_json(w)) FROM member_rows w WHERE w."roomId" = p_room AND w."userId" = p_user);
END $$;
`;

/**
 * What one person does to another's membership, under the same lock and on the same counter as messages. Whether they may
 * was judged by the two roles that it is told (chat/policy/people.ts): where either is another by now, `stale`, and nothing
 * happened. `transfer` changes two memberships, the former owner's first.
 */
const CHANGE_MEMBER = `
CREATE FUNCTION change_member(
  p_room text, p_by uuid, p_by_role text, p_user uuid, p_role text, p_act text, p_new_role text, p_for bigint, p_reason text
) RETURNS TABLE (outcome text, epoch uuid, last_seq bigint, last_rev bigint, changed json)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_room rooms%ROWTYPE;
  v_rev bigint;
  v_now bigint;
BEGIN
  SELECT * INTO v_room FROM rooms WHERE rooms.id = p_room FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
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
    IF FOUND THEN v_rev := v_rev + 1; END IF;
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
  IF FOUND THEN v_rev := v_rev + 1; END IF;

  UPDATE rooms SET last_rev = v_rev WHERE rooms.id = p_room AND v_rev > v_room.last_rev;
  RETURN QUERY SELECT CASE WHEN v_rev > v_room.last_rev THEN 'changed' ELSE 'same' END,
    v_room.epoch, v_room.last_seq, v_rev, (
      SELECT json_agg(json_strip_nulls(row_to_json(w)) ORDER BY w.rev) FROM member_rows w
      WHERE w."roomId" = p_room AND (w.rev > v_room.last_rev OR w."userId" = p_user));
END $$;
`;

/** Changes what a room is called and how it is led; as change_member, judged by the role that it is told. */
const CHANGE_ROOM = `
CREATE FUNCTION change_room(p_room text, p_by uuid, p_by_role text, p_name text, p_topic text, p_slow int)
RETURNS TABLE (outcome text, epoch uuid, last_seq bigint, rev bigint, name text, topic text, slow_seconds int)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_room rooms%ROWTYPE;
  v_outcome text := 'same';
BEGIN
  SELECT * INTO v_room FROM rooms WHERE rooms.id = p_room FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  IF p_by_role IS DISTINCT FROM
       (SELECT m.role FROM members m WHERE m.room_id = p_room AND m.user_id = p_by AND m.member) THEN
    v_outcome := 'stale';
  ELSE
    UPDATE rooms r SET last_rev = r.last_rev + 1, changed_rev = r.last_rev + 1,
      name = coalesce(p_name, r.name), topic = coalesce(p_topic, r.topic), slow_seconds = coalesce(p_slow, r.slow_seconds)
    WHERE r.id = p_room
      AND (p_name <> r.name OR p_topic <> r.topic OR p_slow <> r.slow_seconds);
    IF FOUND THEN v_outcome := 'changed'; END IF;
  END IF;
  RETURN QUERY SELECT v_outcome, r.epoch, r.last_seq, r.last_rev, r.name, r.topic, r.slow_seconds
    FROM rooms r WHERE r.id = p_room;
END $$;
`;
