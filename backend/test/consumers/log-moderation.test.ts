import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { PostgresModerationLog } from '../../src/adapters/postgres/consumers/moderation-log.js';
import { ConsumerRunner, PACE } from '../../src/chat/consumers/consumer-runner.js';
import { LogModeration } from '../../src/chat/consumers/log-moderation.js';
import { eventually } from '../support/eventually.js';
import { openWorld, type World } from './world.js';

const NAME = 'moderation_log';

let world: World;
let log: PostgresModerationLog;
let runner: ConsumerRunner;
beforeEach(async () => {
  world = await openWorld();
  log = new PostgresModerationLog(world.source.consumers);
  const report = {
    fault: (error: unknown) => {
      throw error;
    },
    warn: () => undefined,
  };
  const pace = { ...PACE, sweepMs: 30, gatherMs: 5 };
  runner = new ConsumerRunner(world.queue, new LogModeration(log), 'one', report, pace);
  await world.queue.register(NAME, 'now');
});
afterEach(async () => {
  await runner.end();
  await world.close();
});

async function handledAll(...rooms: string[]): Promise<void> {
  for (const room of rooms) {
    const [row] = await world.source.query('SELECT last_rev FROM rooms WHERE id = $1', [room]);
    await eventually(
      () => world.headOf(NAME, room),
      (head) => head === row.last_rev,
    );
  }
}

test('who deleted whose message, where and when is written down, without its text', async () => {
  await world.room('a');
  const seq = await world.say('a', 'a secret');
  const rev = await world.remove('a', seq);
  runner.start();
  await handledAll('a');
  expect((await log.page({ after: null, limit: 9 })).items).toEqual([
    {
      ...{ roomId: 'a', roomName: 'a', seq, rev, author: world.ann, moderator: world.max },
      ...{ sentAt: expect.any(Number), deletedAt: expect.any(Number) },
    },
  ]);
  const [row] = await world.source.query('SELECT * FROM moderated_messages');
  expect(JSON.stringify(row)).not.toContain('secret');
});

test('what authors delete themselves is not, nor what is edited', async () => {
  await world.room('a');
  await world.remove('a', await world.say('a'), world.ann);
  await world.say('a');
  runner.start();
  await handledAll('a');
  expect((await log.page({ after: null, limit: 9 })).items).toEqual([]);
});

test('a message that is deleted before it was ever looked at is in it, once, and handled twice it is there once', async () => {
  await world.room('a');
  await world.remove('a', await world.say('a'));
  runner.start();
  await handledAll('a');
  await world.source.query('UPDATE consumer_heads SET rev = 0');
  await handledAll('a');
  expect((await log.page({ after: null, limit: 9 })).items).toHaveLength(1);
});

test('it is read newest first, in pages, and of one room', async () => {
  for (const room of ['a', 'b']) await world.room(room);
  for (let n = 0; n < 3; n += 1)
    for (const room of ['a', 'b']) await world.remove(room, await world.say(room));
  runner.start();
  await handledAll('a', 'b');
  const all = (await log.page({ after: null, limit: 99 })).items;
  expect(all).toHaveLength(6);
  expect(all.map(({ deletedAt }) => deletedAt)).toEqual(
    all.map(({ deletedAt }) => deletedAt).sort((x, y) => y - x),
  );
  const first = await log.page({ after: null, limit: 4 });
  const rest = await log.page({ after: first.next, limit: 4 });
  expect([...first.items, ...rest.items]).toEqual(all);
  expect(rest.next).toBeNull();
  const ofB = (await log.page({ after: null, limit: 99 }, 'b')).items;
  expect(ofB.map(({ roomId, seq }) => `${roomId} ${seq}`)).toEqual(['b 3', 'b 2', 'b 1']);
});
