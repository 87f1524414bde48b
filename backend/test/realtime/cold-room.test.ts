import { expect, test } from '@jest/globals';
import { HistoryPage } from '@parley/protocol';
import { eventually } from '../support/eventually.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { call, register, Talker } from '../support/talker.js';

const CROWD = 200;

const cluster = sharedCluster({ redis: true, env: { RATE_LIMITS: 'off' } });

/** How often anybody looked into the table of messages so far. PostgreSQL counts what a connection did once it has ended. */
async function looksAtMessages(): Promise<number> {
  const { source } = cluster.database;
  const count = async (query: string) => Number(((await source.query(query)) as { n: number }[])[0]?.n);
  // The connections of the instance end.
  await eventually(
    () =>
      count(`SELECT count(*) AS n FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()`),
    (connections) => connections === 0,
  );
  return count(
    `SELECT coalesce(sum(idx_scan + seq_scan), 0) AS n FROM pg_stat_user_tables WHERE relname = 'messages'`,
  );
}

/** They look at what changed in a room, once: none has anything left to look at when the crowd comes. */
async function consumersWereThere(): Promise<void> {
  const heads = async () => {
    const rows: { n: string }[] = await cluster.database.source.query(
      `SELECT count(*) AS n FROM consumer_heads WHERE room_id IN ('entered', 'read') AND rev = 151`,
    );
    return Number(rows[0]?.n);
  };
  await eventually(heads, (count) => count === 2);
}

async function coldRoom(id: string, userId: string): Promise<void> {
  const { source } = cluster.database;
  await source.query(
    `INSERT INTO rooms (id, name, kind, epoch, last_seq, last_rev) VALUES ($1, $1, 'public', gen_random_uuid(), 150, 151)`,
    [id],
  );
  await source.query('INSERT INTO members (room_id, user_id, rev, member) VALUES ($1, $2, 151, true)', [
    id,
    userId,
  ]);
  await source.query(
    `INSERT INTO messages (room_id, seq, rev, id, user_id, client_id, sent_digest, body, sent_at)
     SELECT $1, n, n, gen_random_uuid(), $2, gen_random_uuid(), '', 'm' || n, n FROM generate_series(1, 150) n`,
    [id, userId],
  );
}

test(`[M1][H3] ${CROWD} who enter a cold room at once, and ${CROWD} who read another, make one look at the table each`, async () => {
  const url = cluster.url;
  const ann = await register(url, 'ann');
  await Promise.all(['entered', 'read'].map((id) => coldRoom(id, ann.user.id)));
  await consumersWereThere();
  await cluster.instances[0]?.kill();
  const before = await looksAtMessages();
  await cluster.restart(0);

  const again = await Promise.all(Array.from({ length: CROWD }, () => Talker.connect(url, ann)));
  await Promise.all(again.map((talker) => talker.do('join_room', { roomId: 'entered' })));
  for (const talker of again) {
    await talker.hear('message_history');
    const [page] = talker.all('message_history');
    expect(page?.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, i) => 101 + i));
  }
  const pages = await Promise.all(again.map(() => call(url, 'GET', '/api/chat/read/history', ann)));
  for (const { body } of pages) expect(HistoryPage.parse(body).messages).toHaveLength(50);

  for (const talker of again) talker.close();
  await cluster.instances[0]?.kill();
  expect((await looksAtMessages()) - before).toBe(2);
}, 60_000);
