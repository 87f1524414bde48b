import type pg from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';

/**
 * The rows of a statement that each connection of the source parses and plans once, instead of every time: for look-ups
 * by index the plan is most of the work.
 *
 * @param name stands for this text alone
 */
export async function prepared<R extends pg.QueryResultRow>(
  source: DataSource,
  name: string,
  text: string,
  values: unknown[],
): Promise<R[]> {
  return preparedOn<R>((source.driver as PostgresDriver).master, name, text, values);
}

/** The same, on connections for a purpose of their own. */
export async function preparedOn<R extends pg.QueryResultRow>(
  pool: pg.Pool,
  name: string,
  text: string,
  values: unknown[],
): Promise<R[]> {
  return (await pool.query<R>({ name, text, values })).rows;
}
