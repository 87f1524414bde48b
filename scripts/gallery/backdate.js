import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/**
 * Spreads what was said just now over the days it is said to come from. The only thing here that no person can do:
 * the server gives every message its own moment, for good reason. Run it while no room is watched: instances keep
 * the newest messages at hand.
 *
 * @param {string} dataDir
 * @param {Map<string, number[]>} moments by room, in the order of their seqs
 */
export async function backdate(dataDir, moments) {
  const cluster = join(dataDir, 'postgres');
  const [, , , port] = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
  const password = await readFile(join(cluster, 'parley-password'), 'utf8');
  const client = new pg.Client({
    host: '127.0.0.1',
    port: Number(port),
    user: 'postgres',
    password,
    database: 'chat_db',
  });
  await client.connect();
  try {
    for (const [roomId, times] of moments) {
      await client.query(
        `UPDATE messages SET sent_at = said.at
         FROM unnest($2::bigint[]) WITH ORDINALITY AS said (at, seq)
         WHERE messages.room_id = $1 AND messages.seq = said.seq`,
        [roomId, times],
      );
      await client.query('UPDATE rooms SET last_at = $2 WHERE id = $1', [roomId, times.at(-1) ?? null]);
    }
  } finally {
    await client.end();
  }
}
