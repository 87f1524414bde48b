import type { DataSource } from 'typeorm';
import { GARDEN } from './bystander.js';

/** An instance renews its lease and moves heads by itself, whatever is sent to it. */
const OF_ITSELF = ['consumers', 'consumer_heads'];

/** Everything that is stored, by table, but what the bystanders say: two are equal when nothing was changed between. */
export async function storedIn(source: DataSource): Promise<Record<string, string>> {
  const tables: { name: string }[] = await source.query(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL ($1) ORDER BY 1`,
    [OF_ITSELF],
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
