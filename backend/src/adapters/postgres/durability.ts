import type { DataSource } from 'typeorm';
import { StartError } from '../start-error.js';

/**
 * An acknowledgement means that COMMIT returned and that a crash cannot undo it. With either setting off, one crash
 * loses what was acknowledged just before.
 */
export async function checkDurability(source: DataSource): Promise<void> {
  const rows: { name: string; setting: string }[] = await source.query(
    `SELECT name, setting FROM pg_settings WHERE name IN ('synchronous_commit', 'fsync')`,
  );
  for (const { name, setting } of rows) {
    if (setting === 'off') {
      throw new StartError(
        `PostgreSQL runs with ${name}=off, so a crash would lose acknowledged messages. Turn it on.`,
      );
    }
  }
}
