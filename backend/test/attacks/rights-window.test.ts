import { beforeAll, expect, test } from '@jest/globals';
import type { Room } from '@parley/protocol';
import { sharedCluster } from '../support/shared-cluster.js';
import { call, Talker } from '../support/talker.js';

// Limits are counted in Redis, too: the removal would wait for it as the entry does.
const cluster = sharedCluster({ redis: true, env: { RATE_LIMITS: 'off' } });
let ann: Talker;
let bob: Talker;

beforeAll(async () => {
  [ann, bob] = await Promise.all([Talker.register(cluster.url, 'ann'), Talker.register(cluster.url, 'bob')]);
});

/** Resolves when the instance reads where a room stands: by then it has read the caller's rights. */
async function headsRead(): Promise<void> {
  const deadline = Date.now() + 5_000;
  for (;;) {
    const rows: unknown[] = await cluster.database.source.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
       AND query LIKE 'SELECT id, epoch, last_rev FROM rooms%'`,
    );
    if (rows.length > 0) return;
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('[M6] whoever is removed between the look at their rights and the first watch of a room watches nothing', async () => {
  const made = await call(cluster.url, 'POST', '/api/rooms', ann.signedIn, {
    kind: 'private',
    name: 'board',
  });
  const { id: roomId } = made.body as Room;
  await call(cluster.url, 'POST', `/api/rooms/${roomId}/invite`, ann.signedIn, { userId: bob.id });
  await bob.hear('room_added', (room: Room) => room.id === roomId);

  // A silent Redis keeps the room from opening for a second or two.
  cluster.redis?.freeze();
  const entry = bob.ask('watch_room', { roomId });
  await headsRead();
  const removed = await call(cluster.url, 'DELETE', `/api/rooms/${roomId}/members/${bob.id}`, ann.signedIn);
  const reply = await entry;
  cluster.redis?.thaw();

  expect(removed.status).toBe(204);
  expect(reply).toMatchObject({ ok: false, error: { code: 'not_found' } });
  await ann.do('watch_room', { roomId });
  await ann.do('send_message', { roomId, message: 'among ourselves' });
  await ann.hear('message');
  await bob.ask('mark_read', { roomId: 'general', seq: 0 });
  expect(bob.seqs(roomId)).toEqual([]);
}, 30_000);
