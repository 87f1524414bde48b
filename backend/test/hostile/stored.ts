import type { DataSource } from 'typeorm';
import { GARDEN } from './bystander.js';

/** Everything that is stored, by table, but what the bystanders say: two are equal when nothing was changed between. */
export async function storedIn(source: DataSource): Promise<Record<string, string>> {
  const tables: { name: string }[] = await source.query(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const [row]: { digest: string }[] = await source.query(
      `SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) AS digest
       FROM ${name} t WHERE t::text NOT LIKE '%${GARDEN}%'`,
    );
    found[name] = row?.digest ?? '';
  }
  return found;
}
