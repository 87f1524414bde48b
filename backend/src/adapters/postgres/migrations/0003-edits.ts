import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Messages can be edited and deleted. From its first change on a message keeps in `created_rev` what `rev` was when it was
 * stored, so that catch-up can tell a new message from a changed one, and a resend gets its first answer for ever. Until
 * then it is null: the table need not be written anew, however large it is.
 */
export class Edits1763683200003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE messages ADD COLUMN created_rev bigint, ADD COLUMN edited_at bigint, ADD COLUMN deleted_at bigint`);
    await runner.query(STORE_MESSAGES);
    await runner.query(CHANGE_MESSAGE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION change_message;
      ALTER TABLE messages DROP COLUMN created_rev, DROP COLUMN edited_at, DROP COLUMN deleted_at`);
  }
}

/**
 * Stores one batch; as in the first migration, but that it answers a resend with `created_rev`. Separate statements on
 * purpose: in READ COMMITTED each takes its snapshot after the wait for the room locks, so the duplicates and
 * memberships it sees are those of all batches before it. A single statement would take its snapshot before it waits.
 */
const STORE_MESSAGES = `
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
                WHEN m.member IS NOT TRUE THEN 'not_a_member'
                ELSE 'fresh' END AS verdict
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
         coalesce(j.e_at, o.at), j.epoch
  FROM judged j
  LEFT JOIN numbered o ON o.n = j.first_n
  ORDER BY j.n;
END $$;
`;

/**
 * Gives one message another text, or none for ever, under the same lock and on the same counter as new ones. Its writer
 * may, while a member; deleting, the owner of the room and an administrator who is a member may too. A deleted message
 * keeps its place: seqs have no holes.
 */
const CHANGE_MESSAGE = `
CREATE FUNCTION change_message(p_room text, p_seq bigint, p_user uuid, p_body text)
RETURNS TABLE (outcome text, epoch uuid, last_seq bigint, message json)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_room rooms%ROWTYPE;
  v_message messages%ROWTYPE;
  v_owner boolean;
  v_outcome text;
BEGIN
  SELECT * INTO v_room FROM rooms WHERE rooms.id = p_room FOR NO KEY UPDATE;
  SELECT m.role = 'owner' INTO v_owner FROM members m
    WHERE m.room_id = p_room AND m.user_id = p_user AND m.member;
  SELECT * INTO v_message FROM messages WHERE messages.room_id = p_room AND messages.seq = p_seq;

  v_outcome := CASE
    WHEN v_room.id IS NULL THEN 'not_found'
    WHEN v_owner IS NULL THEN 'not_a_member'
    WHEN v_message.seq IS NULL THEN 'no_message'
    WHEN v_message.user_id <> p_user AND (p_body IS NOT NULL OR NOT (v_owner OR EXISTS (
      SELECT FROM users u WHERE u.id = p_user AND u.role = 'admin'))) THEN 'forbidden'
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
