import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The tables, and the room that is there from the beginning.
 *
 * A room carries two counters without holes: `last_seq` numbers its messages, `last_rev` every change in it. They advance
 * only inside the functions of ../functions, under the room's row lock, in the transaction that writes the row.
 */
export class Begin1795996800001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [SQL_FUNCTIONS, USERS, SESSIONS, ROOMS, MEMBERS, MESSAGES, DEPLOYMENT]) {
      await runner.query(part);
    }
    await runner.query(`INSERT INTO rooms (id, name, kind, topic, epoch)
      VALUES ('general', 'general', 'public', 'Everybody is here', gen_random_uuid())`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE deployment, messages, members, rooms, refresh_tokens, sessions, users, sql_functions;
      DROP FUNCTION name_ends, fold_name`);
  }
}

/** Which functions and views of ../functions this database has (apply-functions.ts). */
const SQL_FUNCTIONS = `
CREATE TABLE sql_functions (
  name text PRIMARY KEY,
  -- SHA-256 of the file and of what it needs.
  checksum text NOT NULL,
  signature text NOT NULL,
  -- The version of Parley that brought it.
  version text NOT NULL
);
`;

/**
 * Users are found by an index. A name is kept a second time as it is looked for: without case and accents. Those that begin
 * with a query stand together in one index, in order; the other is of all ends of all names, so that what a name contains
 * is what an end of it begins with. That serves every alphabet alike, those without spaces too.
 *
 * The two functions stand here and not in ../functions, because stored rows and an index are made by them: to change one is
 * a migration that makes those anew.
 */
const USERS = `
CREATE FUNCTION fold_name(p_name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT lower(regexp_replace(normalize(p_name, NFKD), '[\\u0300-\\u036f]', '', 'g'))
$$;
CREATE FUNCTION name_ends(p_folded text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_to_tsvector(array(
    SELECT DISTINCT substr(p_folded, n) FROM generate_series(1, length(p_folded)) AS n))
$$;

CREATE TABLE users (
  id uuid PRIMARY KEY,
  username text NOT NULL,
  -- What the name looks like (chat/accounts/names.ts): no two accounts look alike.
  name_key text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('account', 'guest')),
  role text NOT NULL DEFAULT 'member' CHECK (role IN ('member', 'admin')),
  password_hash text,
  created_at timestamptz NOT NULL DEFAULT now(),
  disabled_at timestamptz,
  role_changed_at timestamptz,
  folded text COLLATE "C" GENERATED ALWAYS AS (fold_name(username)) STORED
);
CREATE UNIQUE INDEX users_account_name ON users (name_key) WHERE kind = 'account';
CREATE INDEX users_name ON users (name_key);
-- Whose rights changed lately is found without reading everybody.
CREATE INDEX users_role_changed ON users (role_changed_at) WHERE role_changed_at IS NOT NULL;
CREATE INDEX users_folded ON users (folded, id);
CREATE INDEX users_name_ends ON users USING gin (name_ends(folded)) WITH (fastupdate = off);
`;

const SESSIONS = `
CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  -- From where it was used last, so that its user finds one that is not theirs.
  last_used_at timestamptz NOT NULL DEFAULT now(),
  device text,
  address text
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_ended ON sessions (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX sessions_last_used ON sessions (last_used_at) WHERE ended_at IS NULL;

CREATE TABLE refresh_tokens (
  hash bytea PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  -- A used token knows its one living successor: showing it again tells a lost answer from a theft.
  successor bytea,
  successors int NOT NULL DEFAULT 0,
  succeeded_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);
`;

/**
 * Each batch of messages writes the row of its rooms anew. Half of a page left free lets the new row stand beside the old
 * one: no index is written, and no other page is looked for (PostgreSQL's heap-only tuples).
 */
const ROOMS = `
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
  created_at timestamptz NOT NULL DEFAULT now(),
  slow_seconds int NOT NULL DEFAULT 0,
  -- The rev of its settings.
  changed_rev bigint NOT NULL DEFAULT 0,
  show_join_leave boolean NOT NULL DEFAULT false
) WITH (fillfactor = 50);
-- The two users' ids in order: one direct room for each pair.
CREATE UNIQUE INDEX rooms_direct_key ON rooms (direct_key);
CREATE INDEX rooms_public ON rooms (last_at DESC NULLS LAST) WHERE kind = 'public';
`;

const MEMBERS = `
CREATE TABLE members (
  room_id text NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  role text NOT NULL DEFAULT 'member' CHECK (role IN ('member', 'moderator', 'owner')),
  rev bigint NOT NULL,
  -- A membership that ended stays as a tombstone: catch-up must be able to tell of it.
  member boolean NOT NULL,
  read_seq bigint NOT NULL DEFAULT 0,
  -- ms. What has run out stays, and no longer counts. A ban has a row whether its user was a member or not.
  muted_until bigint,
  banned_until bigint,
  ban_reason text NOT NULL DEFAULT '',
  PRIMARY KEY (room_id, user_id)
);
CREATE INDEX members_user ON members (user_id) WHERE member;
CREATE INDEX members_rev ON members (room_id, rev);
`;

const MESSAGES = `
-- No foreign keys: rows come only from store_messages, which has looked up room and member under the room's lock.
CREATE TABLE messages (
  room_id text NOT NULL,
  seq bigint NOT NULL,
  rev bigint NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  client_id uuid NOT NULL,
  -- From its first change on: a keyed digest of the text as it was sent (sent_digest).
  sent_digest bytea,
  body text NOT NULL,
  sent_at bigint NOT NULL,
  -- From its first change on: what rev was when it was stored.
  created_rev bigint,
  edited_at bigint,
  deleted_at bigint,
  -- What the message carries beyond its text; null for most.
  extra jsonb,
  PRIMARY KEY (room_id, seq)
);
CREATE INDEX messages_rev ON messages (room_id, rev);
CREATE INDEX messages_user ON messages (room_id, user_id, seq);
-- What was sent before. Room and client id lead: no other index has the client id, so none seems as good to PostgreSQL.
CREATE UNIQUE INDEX messages_sent ON messages (room_id, client_id, user_id);
`;

/** Which deployment this database belongs to, and a fingerprint of its secret. */
const DEPLOYMENT = `
CREATE TABLE deployment (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  id uuid NOT NULL,
  secret_fingerprint text NOT NULL
);
`;
