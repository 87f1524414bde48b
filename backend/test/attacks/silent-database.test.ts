import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Door } from '../support/door.js';
import { startCluster, type TestCluster } from '../support/instances.js';
import { Talker } from '../support/talker.js';

let door: Door;
let cluster: TestCluster;
let ann: Talker;

beforeAll(async () => {
  door = await Door.to(Number(process.env.TEST_DATABASE_PORT));
  cluster = await startCluster({ instances: 1, redis: false, env: { DB_PORT: `${door.port}` } });
  ann = await Talker.register(cluster.url, 'ann');
}, 40_000);
afterAll(async () => {
  ann.close();
  await cluster.stop();
  door.close();
});

test('[B4][S7] commands are answered with unavailable when the database says nothing at all, and work when it can be reached again', async () => {
  await ann.do('join_room', { roomId: 'general' });
  door.jam();
  const patience = ann.socket.timeout(30_000);
  const replies = await Promise.all([
    patience.emitWithAck('mark_read', { roomId: 'general', seq: 0 }),
    patience.emitWithAck('watch_room', { roomId: 'general' }),
    patience.emitWithAck('send_message', { roomId: 'general', message: 'lost' }),
  ]);
  for (const reply of replies) expect(reply).toMatchObject({ ok: false, error: { code: 'unavailable' } });

  door.bypass();
  const deadline = Date.now() + 30_000;
  const works = () => patience.emitWithAck('mark_read', { roomId: 'general', seq: 0 });
  while (!(await works()).ok) if (Date.now() > deadline) throw new Error('waited in vain');
  const sent = await patience.emitWithAck('send_message', { roomId: 'general', message: 'after' });
  expect(sent).toMatchObject({ ok: true });
  await ann.hear('message', ({ message }: { message: string }) => message === 'after');
}, 90_000);
