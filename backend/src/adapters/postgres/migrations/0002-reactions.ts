import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who has reacted to which message with what, and of each emoji on a message the rev of its last change. */
export class Reactions1795996800002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE reactions (
        room_id text NOT NULL,
        seq bigint NOT NULL,
        emoji text NOT NULL,
        user_id uuid NOT NULL,
        -- Of the change that made it: the order in which users reacted.
        rev bigint NOT NULL,
        PRIMARY KEY (room_id, seq, emoji, user_id),
        FOREIGN KEY (room_id, seq) REFERENCES messages (room_id, seq) ON DELETE CASCADE
      )`);
    await runner.query(`
      -- A row stays when no reaction is left: clients that were away must hear of it.
      CREATE TABLE reaction_kinds (
        room_id text NOT NULL,
        seq bigint NOT NULL,
        emoji text NOT NULL,
        rev bigint NOT NULL,
        first_rev bigint NOT NULL,
        PRIMARY KEY (room_id, seq, emoji),
        FOREIGN KEY (room_id, seq) REFERENCES messages (room_id, seq) ON DELETE CASCADE
      )`);
    await runner.query('CREATE INDEX reaction_kinds_rev ON reaction_kinds (room_id, rev)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE reactions, reaction_kinds CASCADE');
  }
}
