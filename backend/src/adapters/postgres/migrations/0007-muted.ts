import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever is muted, or too fast for a slow room, stores nothing; moderators delete. */
export class Muted1763683200007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SLOW_WAIT);
    await runner.query(STORE_MESSAGES);
    await runner.query(CHANGE_MESSAGE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION change_message, store_messages, slow_wait');
  }
}

/**
 * How long the p_n-th of a batch still has to wait in a slow room, ms: for its sender's last message there, stored or in
 * front of it in the same batch. Asked of slow rooms only, so that the others pay nothing.
 */
export const SLOW_WAIT = `
CREATE FUNCTION slow_wait(
  p_n bigint, p_seconds int, p_now bigint, p_rooms text[], p_users uuid[], p_client_ids uuid[]
) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF EXISTS (
    SELECT FROM unnest(p_rooms, p_users, p_client_ids) WITH ORDINALITY AS p (room_id, user_id, client_id, n)
    WHERE p.n < p_n AND p.room_id = p_rooms[p_n] AND p.user_id = p_users[p_n] AND p.client_id <> p_client_ids[p_n]
      -- One that was stored before counts by its time.
      AND NOT EXISTS (SELECT FROM messages e
        WHERE e.room_id = p.room_id AND e.user_id = p.user_id AND e.client_id = p.client_id)
  ) THEN RETURN p_seconds * 1000; END IF;
  RETURN greatest(0, (
    SELECT m.sent_at + p_seconds * 1000 - p_now FROM messages m
    WHERE m.room_id = p_rooms[p_n] AND m.user_id = p_users[p_n] ORDER BY m.seq DESC LIMIT 1));
END $$;
`;

/**
 * Stores one batch; as before, but that it refuses who is muted, and in slow rooms who is too fast: then `sent_at` is the
 * time to wait, ms. Its row keeps its type, since instances of the version before have plans for it. Separate statements on
 * purpose: in READ COMMITTED each takes its snapshot after the wait for the room locks, so the duplicates, memberships and
 * mutes it sees are those of all batches before it. A single statement would take its snapshot before it waits.
 */
export const STORE_MESSAGES = `
CREATE OR REPLACE FUNCTION store_messages(
  p_rooms text[], p_users uuid[], p_client_ids uuid[], p_ids uuid[], p_bodies text[]
) RETURNS TABLE (
  n bigint, outcome text, id uuid, seq bigint, rev bigint, sent_at bigint, epoch uuid
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_now bigint;
BEGIN
  -- In the order of their ids, so that two batches never wait for each other in a circle.
  PERFORM 1 FROM rooms WHERE rooms.id = ANY (p_rooms) ORDER BY rooms.id FOR NO KEY UPDATE;
  v_now := floor(extract(epoch FROM clock_timestamp()) * 1000);

  RETURN QUERY
  WITH input AS (
    SELECT i.n, i.room_id, i.user_id, i.client_id, i.id, i.body,
           substring(sha256(convert_to(i.body, 'UTF8')) FOR 8) AS digest,
           first_value(i.n) OVER (PARTITION BY i.room_id, i.user_id, i.client_id ORDER BY i.n) AS first_n
    FROM unnest(p_rooms, p_users, p_client_ids, p_ids, p_bodies)
         WITH ORDINALITY AS i (room_id, user_id, client_id, id, body, n)
  ), judged AS (
    SELECT i.*, r.epoch, r.last_seq, r.last_rev, r.last_at,
           e.seq AS e_seq, coalesce(e.created_rev, e.rev) AS e_rev, e.id AS e_id, e.sent_at AS e_at, e.sent_digest AS e_digest,
           CASE WHEN r.id IS NULL THEN 'not_found'
                WHEN e.seq IS NOT NULL THEN 'known'
                WHEN m.member IS NOT TRUE THEN CASE WHEN m.banned_until > v_now THEN 'banned' ELSE 'not_a_member' END
                WHEN m.muted_until > v_now THEN 'muted'
                WHEN r.slow_seconds > 0 AND m.role = 'member'
                     AND slow_wait(i.n, r.slow_seconds, v_now, p_rooms, p_users, p_client_ids) > 0 THEN 'slow_mode'
                ELSE 'fresh' END AS verdict,
           m.muted_until, r.slow_seconds
    FROM input i
    LEFT JOIN rooms r ON r.id = i.room_id
    LEFT JOIN members m ON m.room_id = i.room_id AND m.user_id = i.user_id
    LEFT JOIN messages e ON e.room_id = i.room_id AND e.user_id = i.user_id AND e.client_id = i.client_id
  ), numbered AS (
    SELECT j.*, row_number() OVER (PARTITION BY j.room_id ORDER BY j.n) AS k,
           count(*) OVER (PARTITION BY j.room_id) AS k_all,
           -- A room's times never run backwards, even where the machine's clock does.
           greatest(v_now, coalesce(j.last_at, 0)) AS at
    FROM judged j WHERE j.verdict = 'fresh' AND j.n = j.first_n
  ), inserted AS (
    INSERT INTO messages (room_id, seq, rev, id, user_id, client_id, sent_digest, body, sent_at)
    SELECT f.room_id, f.last_seq + f.k, f.last_rev + f.k, f.id, f.user_id, f.client_id, f.digest, f.body, f.at
    FROM numbered f
  ), advanced AS (
    UPDATE rooms SET last_seq = rooms.last_seq + f.k_all, last_rev = rooms.last_rev + f.k_all, last_at = f.at
    FROM numbered f WHERE rooms.id = f.room_id AND f.k = 1
  )
  SELECT j.n,
         CASE WHEN j.verdict = 'known' THEN CASE WHEN j.e_digest = j.digest THEN 'dup' ELSE 'conflict' END
              WHEN j.verdict <> 'fresh' THEN j.verdict
              WHEN j.n = j.first_n THEN 'stored'
              WHEN o.digest = j.digest THEN 'dup'
              ELSE 'conflict' END,
         coalesce(j.e_id, o.id), coalesce(j.e_seq, o.last_seq + o.k), coalesce(j.e_rev, o.last_rev + o.k),
         CASE j.verdict WHEN 'muted' THEN j.muted_until - v_now
              WHEN 'slow_mode' THEN slow_wait(j.n, j.slow_seconds, v_now, p_rooms, p_users, p_client_ids)
              ELSE coalesce(j.e_at, o.at) END,
         j.epoch
  FROM judged j
  LEFT JOIN numbered o ON o.n = j.first_n
  ORDER BY j.n;
END $$;
`;

/**
 * Gives one message another text, or none for ever, under the same lock and on the same counter as new ones. Its writer
 * may, while a member, and edit while not muted; deleting may the owner too, an administrator who is a member, and a
 * moderator, but nothing that the owner or another moderator wrote. A deleted message keeps its place: seqs have no holes.
 */
const CHANGE_MESSAGE = `
CREATE OR REPLACE FUNCTION change_message(p_room text, p_seq bigint, p_user uuid, p_body text)
RETURNS TABLE (outcome text, epoch uuid, last_seq bigint, message json)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_room rooms%ROWTYPE;
  v_message messages%ROWTYPE;
  v_me members%ROWTYPE;
  v_outcome text;
BEGIN
  SELECT * INTO v_room FROM rooms WHERE rooms.id = p_room FOR NO KEY UPDATE;
  SELECT * INTO v_me FROM members m WHERE m.room_id = p_room AND m.user_id = p_user AND m.member;
  SELECT * INTO v_message FROM messages WHERE messages.room_id = p_room AND messages.seq = p_seq;

  v_outcome := CASE
    WHEN v_room.id IS NULL THEN 'not_found'
    WHEN v_me.user_id IS NULL THEN 'not_a_member'
    WHEN v_message.seq IS NULL THEN 'no_message'
    WHEN v_message.user_id <> p_user AND (p_body IS NOT NULL OR NOT (
      v_me.role = 'owner'
      OR v_me.role = 'moderator' AND NOT EXISTS (
        SELECT FROM members w WHERE w.room_id = p_room AND w.user_id = v_message.user_id AND w.member AND w.role <> 'member')
      OR EXISTS (SELECT FROM users u WHERE u.id = p_user AND u.role = 'admin'))) THEN 'forbidden'
    WHEN p_body IS NOT NULL AND v_me.muted_until > floor(extract(epoch FROM clock_timestamp()) * 1000) THEN 'muted'
    WHEN v_message.deleted_at IS NOT NULL THEN CASE WHEN p_body IS NULL THEN 'same' ELSE 'deleted' END
    WHEN v_message.body = p_body THEN 'same'
    ELSE 'changed' END;

  IF v_outcome = 'changed' THEN
    UPDATE messages SET
      rev = v_room.last_rev + 1,
      created_rev = coalesce(created_rev, rev),
      body = coalesce(p_body, ''),
      edited_at = CASE WHEN p_body IS NULL THEN edited_at ELSE floor(extract(epoch FROM clock_timestamp()) * 1000) END,
      deleted_at = CASE WHEN p_body IS NULL THEN floor(extract(epoch FROM clock_timestamp()) * 1000) END
    WHERE messages.room_id = p_room AND messages.seq = p_seq;
    UPDATE rooms SET last_rev = rooms.last_rev + 1 WHERE rooms.id = p_room;
  END IF;
  RETURN QUERY SELECT v_outcome, v_room.epoch, v_room.last_seq, (
    SELECT json_strip_nulls(row_to_json(x)) FROM (
      SELECT m.id, m.room_id AS "roomId", m.seq, m.rev, m.client_id AS "clientId", m.user_id AS "userId",
             u.username, m.body AS message, m.sent_at AS timestamp,
             m.edited_at AS "editedAt", m.deleted_at AS "deletedAt"
      FROM messages m JOIN users u ON u.id = m.user_id
      WHERE m.room_id = p_room AND m.seq = p_seq AND v_outcome IN ('changed', 'same')
    ) x);
END $$;
`;
