import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far each consumer has come in each room, what it could not handle, and what the first of them keeps. */
export class Consumers1795996800003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [CONSUMERS, HEADS, DEAD_LETTERS, MODERATED_MESSAGES]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE consumers, consumer_heads, consumer_dead_letters, moderated_messages;
      ALTER TABLE messages DROP COLUMN deleted_by CASCADE`);
  }
}

const CONSUMERS = `
CREATE TABLE consumers (
  name text PRIMARY KEY,
  -- The instance that works for it, until when. A lease that has run out is anybody's.
  holder text,
  held_until timestamptz NOT NULL DEFAULT 'epoch',
  -- What was behind when the holder looked last, for those who do not hold it.
  measured_at timestamptz,
  rooms_behind bigint NOT NULL DEFAULT 0,
  revs_behind bigint NOT NULL DEFAULT 0,
  -- ms
  oldest_at bigint,
  dead_letters bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
`;

/**
 * No foreign key to rooms: it would lock the row that each send waits for. A room without a row here is new, and is
 * handled from its beginning.
 */
const HEADS = `
CREATE TABLE consumer_heads (
  consumer text NOT NULL,
  room_id text NOT NULL,
  -- Everything up to it is handled.
  rev bigint NOT NULL,
  -- How often what comes next has failed, and when it is tried again.
  tries int NOT NULL DEFAULT 0,
  retry_at timestamptz,
  PRIMARY KEY (consumer, room_id)
) WITH (fillfactor = 50);
`;

const DEAD_LETTERS = `
CREATE TABLE consumer_dead_letters (
  consumer text NOT NULL,
  room_id text NOT NULL,
  rev bigint NOT NULL,
  -- Names and codes of the last error; no text of a message.
  error text NOT NULL,
  tries int NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  -- An administrator wants it tried once more.
  retry boolean NOT NULL DEFAULT false,
  PRIMARY KEY (consumer, room_id, rev)
);
CREATE INDEX consumer_dead_letters_retry ON consumer_dead_letters (consumer) WHERE retry;
`;

const MODERATED_MESSAGES = `
-- Who deleted it. Its author may, and others.
ALTER TABLE messages ADD COLUMN deleted_by uuid;
-- Messages that others than their authors deleted, without their texts. Rows are only ever added.
CREATE TABLE moderated_messages (
  room_id text NOT NULL,
  -- Of the deletion.
  rev bigint NOT NULL,
  seq bigint NOT NULL,
  author_id uuid NOT NULL,
  moderator_id uuid NOT NULL,
  -- ms
  sent_at bigint NOT NULL,
  deleted_at bigint NOT NULL,
  PRIMARY KEY (room_id, rev)
);
CREATE INDEX moderated_messages_at ON moderated_messages (deleted_at, room_id, rev);
`;
