import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions tell from where they were used last, so that people find one that is not theirs. */
export class Devices1763683200005 implements MigrationInterface {
  /** An index that is built beside running instances cannot be part of a transaction. */
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sessions ADD COLUMN IF NOT EXISTS last_used_at timestamptz NOT NULL DEFAULT now(),
                           ADD COLUMN IF NOT EXISTS device text,
                           ADD COLUMN IF NOT EXISTS address text`);
    // One that was interrupted leaves an index that is of no use.
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS sessions_last_used');
    await runner.query(
      'CREATE INDEX CONCURRENTLY sessions_last_used ON sessions (last_used_at) WHERE ended_at IS NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX sessions_last_used');
    await runner.query(
      'ALTER TABLE sessions DROP COLUMN last_used_at, DROP COLUMN device, DROP COLUMN address',
    );
  }
}
