import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts can be disabled; and who lost a session or changed rights lately is found without reading everybody. */
export class SessionEnds1763683200004 implements MigrationInterface {
  /** Indexes that are built beside running instances cannot be part of a transaction. */
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users ADD COLUMN IF NOT EXISTS disabled_at timestamptz,
                        ADD COLUMN IF NOT EXISTS role_changed_at timestamptz`);
    for (const [name, on] of INDEXES) {
      // One that was interrupted leaves an index that is of no use.
      await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
      await runner.query(`CREATE INDEX CONCURRENTLY ${name} ON ${on}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of INDEXES) await runner.query(`DROP INDEX ${name}`);
    await runner.query('ALTER TABLE users DROP COLUMN disabled_at, DROP COLUMN role_changed_at');
  }
}

const INDEXES = [
  ['sessions_ended', 'sessions (ended_at) WHERE ended_at IS NOT NULL'],
  ['users_role_changed', 'users (role_changed_at) WHERE role_changed_at IS NOT NULL'],
] as const;
