import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * People, sessions, rooms, memberships, messages.
 *
 * A room carries two counters without holes: `last_seq` numbers its messages, `last_rev` every change in it. They
 * advance only inside the functions below, under the room's row lock, in the transaction that writes the row.
 */
export class Begin1763683200001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(STORE_MESSAGES);
    await runner.query(SET_MEMBER);
    await runner.query(`INSERT INTO rooms (id, name, kind, topic, epoch)
      VALUES ('general', 'general', 'public', 'Everybody is here', gen_random_uuid())`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION set_member, store_messages;
      DROP TABLE deployment, messages, members, rooms, refresh_tokens, sessions, users`);
  }
}

const TABLES = `
CREATE TABLE users (
  id uuid PRIMARY KEY,
  username text NOT NULL,
  name_key text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('account', 'guest')),
  role text NOT NULL DEFAULT 'member' CHECK (role IN ('member', 'admin')),
  password_hash text,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX users_account_name ON users (name_key) WHERE kind = 'account';
CREATE INDEX users_name ON users (name_key);

CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz
);
CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE refresh_tokens (
  hash bytea PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

CREATE TABLE rooms (
  id text PRIMARY KEY,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('public', 'private', 'direct')),
  topic text NOT NULL DEFAULT '',
  epoch uuid NOT NULL,
  last_seq bigint NOT NULL DEFAULT 0,
  last_rev bigint NOT NULL DEFAULT 0,
  last_at bigint,
  direct_key text,
  created_at timestamptz NOT NULL DEFAULT now()
);
-- The two people's ids in order: one direct room for each pair.
CREATE UNIQUE INDEX rooms_direct_key ON rooms (direct_key);
CREATE INDEX rooms_public ON rooms (last_at DESC NULLS LAST) WHERE kind = 'public';

CREATE TABLE members (
  room_id text NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  role text NOT NULL DEFAULT 'member' CHECK (role IN ('member', 'owner')),
  rev bigint NOT NULL,
  -- A membership that ended stays as a tombstone: catch-up must be able to tell of it.
  member boolean NOT NULL,
  read_seq bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (room_id, user_id)
);
CREATE INDEX members_user ON members (user_id) WHERE member;
CREATE INDEX members_rev ON members (room_id, rev);

-- No foreign keys: rows come only from store_messages, which has looked up room and member under the room's lock.
CREATE TABLE messages (
  room_id text NOT NULL,
  seq bigint NOT NULL,
  rev bigint NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  client_id uuid NOT NULL,
  -- The first eight bytes of the SHA-256 of the text as it was sent: it tells a resend from a conflict even after an edit.
  sent_digest bytea NOT NULL,
  body text NOT NULL,
  sent_at bigint NOT NULL,
  PRIMARY KEY (room_id, seq)
);
CREATE UNIQUE INDEX messages_client_id ON messages (room_id, user_id, client_id);
CREATE INDEX messages_rev ON messages (room_id, rev);

-- Which deployment this database belongs to, and a fingerprint of its secret.
CREATE TABLE deployment (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  id uuid NOT NULL,
  secret_fingerprint text NOT NULL
);
`;

/**
 * Stores one batch. Separate statements on purpose: in READ COMMITTED each takes its snapshot after the wait for the
 * room locks, so the duplicates and memberships it sees are those of all batches before it. A single statement would
 * take its snapshot before it waits.
 */
const STORE_MESSAGES = `
CREATE FUNCTION store_messages(
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
           e.seq AS e_seq, e.rev AS e_rev, e.id AS e_id, e.sent_at AS e_at, e.sent_digest AS e_digest,
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

/** Begins or ends one membership, under the same lock and on the same counter as messages. */
const SET_MEMBER = `
CREATE FUNCTION set_member(p_room text, p_user uuid, p_member boolean)
RETURNS TABLE (epoch uuid, last_seq bigint, last_rev bigint, changed boolean, role text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_room rooms%ROWTYPE;
  v_changed boolean;
BEGIN
  SELECT * INTO v_room FROM rooms WHERE rooms.id = p_room FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN; END IF;

  IF p_member THEN
    -- What was said before somebody came is not unread to them.
    INSERT INTO members AS m (room_id, user_id, rev, member, read_seq)
    VALUES (p_room, p_user, v_room.last_rev + 1, true, v_room.last_seq)
    ON CONFLICT (room_id, user_id) DO UPDATE
      SET rev = excluded.rev, member = true, role = 'member', read_seq = greatest(m.read_seq, excluded.read_seq)
      WHERE NOT m.member;
  ELSE
    UPDATE members SET rev = v_room.last_rev + 1, member = false
    WHERE members.room_id = p_room AND members.user_id = p_user AND members.member;
  END IF;
  v_changed := FOUND;
  IF v_changed THEN
    UPDATE rooms SET last_rev = rooms.last_rev + 1 WHERE rooms.id = p_room;
  END IF;
  RETURN QUERY
    SELECT v_room.epoch, v_room.last_seq, v_room.last_rev + CASE WHEN v_changed THEN 1 ELSE 0 END, v_changed,
           (SELECT m.role FROM members m WHERE m.room_id = p_room AND m.user_id = p_user);
END $$;
`;
