import type { EntityManager } from 'typeorm';

/**
 * Ends the sessions that live and fulfil a condition, and forgets from where they were used. Every ending goes this way.
 *
 * @returns their ids
 */
export async function endSessions(
  db: EntityManager,
  condition: string,
  values: readonly unknown[],
): Promise<string[]> {
  const [rows]: [{ id: string }[], number] = await db.query(
    `UPDATE sessions SET ended_at = clock_timestamp(), device = NULL, address = NULL
     WHERE ended_at IS NULL AND ${condition} RETURNING id`,
    [...values],
  );
  return rows.map(({ id }) => id);
}
