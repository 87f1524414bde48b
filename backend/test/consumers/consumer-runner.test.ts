import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { PostgresConsumerQueue } from '../../src/adapters/postgres/consumers/consumer-queue.js';
import { makeDataSource } from '../../src/adapters/postgres/data-source.js';
import { ConsumerRunner, PACE } from '../../src/chat/consumers/consumer-runner.js';
import type { ConsumerQueue } from '../../src/chat/stores/consumer-queue.js';
import { eventually } from '../support/eventually.js';
import { openWorld, Scribe, type World } from './world.js';

const QUICK = {
  ...PACE,
  ...{ sweepMs: 40, gatherMs: 5, leaseMs: 600, measureMs: 50, retryMs: 20, longestRetryMs: 100, tries: 3 },
};

let world: World;
let running: ConsumerRunner[];
let faults: unknown[];
let warnings: string[];
beforeEach(async () => {
  world = await openWorld();
  [running, faults, warnings] = [[], [], []];
});
afterEach(async () => {
  await Promise.all(running.map((runner) => runner.end()));
  await world.close();
  expect(faults).toEqual([]);
});

function run(
  consumer: Scribe,
  holder = 'one',
  pace = QUICK,
  queue: ConsumerQueue = world.queue,
): ConsumerRunner {
  const report = {
    fault: (error: unknown) => faults.push(error),
    warn: (line: string) => warnings.push(line),
  };
  const runner = new ConsumerRunner(queue, consumer, holder, report, pace);
  running.push(runner);
  runner.start();
  return runner;
}

const revsIn = async (roomId: string, consumer = 'c') =>
  (await world.handled(consumer)).filter((row) => row.roomId === roomId).map(({ rev }) => rev);
const upTo = (rev: number) => Array.from({ length: rev }, (_, n) => n + 1);

test('every change comes once, in the order of its room', async () => {
  await world.room('a');
  run(new Scribe('c'));
  for (let n = 0; n < 20; n += 1) await world.say('a');
  await eventually(
    () => world.headOf('c', 'a'),
    (head) => head === 22,
  );
  expect(await revsIn('a')).toEqual(upTo(22));
});

test('what is heard on the bus is handled before the next sweep', async () => {
  await world.room('a');
  const runner = run(new Scribe('c'), 'one', { ...QUICK, sweepMs: 60_000, leaseMs: 120_000 });
  await eventually(
    () => world.headOf('c', 'a'),
    (head) => head === 2,
  );
  await world.say('a');
  const event = { name: 'message', json: Buffer.from('') } as const;
  runner.note({ roomId: 'a', epoch: '', from: 3, to: 3, lastSeq: 1, events: [event] });
  expect(
    await eventually(
      () => revsIn('a'),
      ({ length }) => length > 2,
    ),
  ).toEqual([1, 2, 3]);
});

test('an instance that lost the work with something heard asks for it no more often than others', async () => {
  let asked = 0;
  class CountingQueue extends PostgresConsumerQueue {
    override lease(...args: Parameters<PostgresConsumerQueue['lease']>) {
      asked += 1;
      return super.lease(...args);
    }
  }
  await world.room('a');
  const pace = { ...QUICK, sweepMs: 60_000, leaseMs: 120_000 };
  const runner = run(new Scribe('c'), 'one', pace, new CountingQueue(world.source.consumers));
  await eventually(
    () => world.headOf('c', 'a'),
    (head) => head === 2,
  );
  await world.source.query(
    `UPDATE consumers SET holder = 'two', held_until = clock_timestamp() + interval '1 hour'`,
  );
  const event = { name: 'message', json: Buffer.from('') } as const;
  runner.note({ roomId: 'a', epoch: '', from: 3, to: 3, lastSeq: 1, events: [event] });
  await eventually(
    () => runner.isHolder,
    (isHolder) => !isHolder,
  );
  const before = asked;
  // Twenty times as long as what is heard is gathered.
  await delay(20 * pace.gatherMs);
  expect(asked).toBe(before);
});

test('a change that fails holds up its room alone, is tried again, and in the end put aside', async () => {
  await world.room('a');
  await world.room('b');
  const scribe = new Scribe('c');
  scribe.fails = ({ roomId, rev }) => roomId === 'a' && rev === 4;
  run(scribe);
  for (const room of ['a', 'b']) for (let n = 0; n < 5; n += 1) await world.say(room);
  await eventually(
    () => world.headOf('c', 'b'),
    (head) => head === 7,
  );
  await eventually(
    () => world.headOf('c', 'a'),
    (head) => head === 7,
  );
  expect(await revsIn('a')).toEqual([1, 2, 3, 5, 6, 7]);
  expect(await revsIn('b')).toEqual(upTo(7));
  expect((await world.queue.deadLetters({ after: null, limit: 9 })).items).toMatchObject([
    { consumer: 'c', roomId: 'a', rev: 4, tries: 3, error: 'Error It cannot be handled.' },
  ]);
  expect(warnings).toEqual([expect.stringContaining('change 4 of room a failed 3 times')]);
  const backlog = await eventually(
    () => running[0]?.backlog,
    (now) => now?.deadLetters === 1 && now.rooms === 0,
  );
  expect(backlog).toMatchObject({ revs: 0, oldestMs: null });

  scribe.fails = () => false;
  await world.queue.retry('c');
  await eventually(
    () => revsIn('a'),
    (revs) => revs.includes(4),
  );
  expect((await world.queue.deadLetters({ after: null, limit: 9 })).items).toEqual([]);
});

test('a dead letter of what has changed again since is settled, for its later state is handled', async () => {
  await world.room('a');
  const seq = await world.say('a');
  const scribe = new Scribe('c');
  scribe.fails = ({ rev }) => rev === 3;
  run(scribe);
  await eventually(
    () => world.headOf('c', 'a'),
    (head) => head === 3,
  );
  await world.remove('a', seq);
  await eventually(
    () => revsIn('a'),
    (revs) => revs.includes(4),
  );
  await world.queue.retry('c');
  await eventually(
    () => world.queue.deadLetters({ after: null, limit: 9 }),
    ({ items }) => items.length === 0,
  );
  expect(await revsIn('a')).toEqual([1, 2, 4]);
});

test('the pauses behind failures grow, and outlive the instance', async () => {
  await world.room('a');
  const scribe = new Scribe('c');
  scribe.fails = () => true;
  const runner = run(scribe, 'one', { ...QUICK, retryMs: 60_000, longestRetryMs: 60_000 });
  await eventually(
    () => scribe.calls,
    (calls) => calls === 2,
  );
  await runner.end();
  run(scribe, 'two');
  await new Promise((resolve) => setTimeout(resolve, 200));
  // As a whole, and by itself.
  expect(scribe.calls).toBe(2);
});

test('of instances that work one does, and when it ends another goes on at once', async () => {
  await world.room('a');
  const scribes = ['one', 'two', 'three'].map(() => new Scribe('c'));
  const runners = scribes.map((scribe, n) => run(scribe, `instance-${n}`, { ...QUICK, leaseMs: 60_000 }));
  await eventually(
    () => world.headOf('c', 'a'),
    (head) => head === 2,
  );
  expect(scribes.filter(({ calls }) => calls > 0)).toHaveLength(1);
  expect(runners.filter(({ isHolder }) => isHolder)).toHaveLength(1);
  await runners.find(({ isHolder }) => isHolder)?.end();
  await world.say('a');
  await eventually(
    () => world.headOf('c', 'a'),
    (head) => head === 3,
  );
  expect(await revsIn('a')).toEqual([1, 2, 3]);
});

test('one that freezes in the middle of a transaction is waited for no longer than PostgreSQL does, and does no harm', async () => {
  await world.room('a');
  await world.queue.register('c', 'beginning');
  let thaw: () => void = () => undefined;
  const frozen = world.queue.commit('c', 'a', { from: 0, to: 2 }, (transaction) => {
    const thawed = new Promise<void>((resolve) => {
      thaw = resolve;
    });
    const scribe = new Scribe('c');
    return thawed.then(() => scribe.handle({ roomId: 'a', changes: [] }, transaction));
  });
  const outcome = frozen.then(String, () => 'rejected');
  const other = await makeDataSource(world.database.address).initialize();
  const runner = run(new Scribe('c'), 'other', QUICK, new PostgresConsumerQueue(other.consumers));
  await eventually(
    () => world.headOf('c', 'a'),
    (head) => head === 2,
  );
  thaw();
  expect(await outcome).toBe('rejected');
  await runner.end();
  await other.destroy();
  expect(await revsIn('a')).toEqual([1, 2]);
}, 20_000);

test('without a kind that is wanted nothing is asked', async () => {
  class Idle extends Scribe {
    override readonly kinds = [];
  }
  await world.room('a');
  const runner = run(new Idle('c'));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await world.source.query('SELECT * FROM consumers')).toEqual([]);
  expect(runner.backlog).toBeNull();
});

test('whatever is cut off, and however many work without a lease, every change comes once and in order', async () => {
  const rooms = ['a', 'b', 'c'];
  for (const room of rooms) await world.room(room);
  const second = await makeDataSource(world.database.address).initialize();
  const third = await makeDataSource(world.database.address).initialize();
  const sources = [world.source, second, third];
  // Each believes that it holds the lease, as one that was frozen does.
  class Believing extends PostgresConsumerQueue {
    override async lease(consumer: string, holder: string, forMs: number) {
      return { ...(await super.lease(consumer, holder, forMs)), leftMs: forMs };
    }
  }
  const flaky = () => {
    const scribe = new Scribe('c');
    scribe.fails = () => Math.random() < 0.05;
    return scribe;
  };
  const runners = sources.map((source, n) =>
    run(
      flaky(),
      `instance-${n}`,
      { ...QUICK, tries: 1_000, sweepMs: 10, retryMs: 5 },
      new Believing(source.consumers),
    ),
  );
  for (let n = 0; n < 60; n += 1) {
    await Promise.all(rooms.map((room) => world.say(room)));
    if (n % 10 !== 5) continue;
    // As a crash of PostgreSQL does, in the middle of whatever they do.
    await world.source.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%consumer%'`,
    );
  }
  for (const room of rooms)
    await eventually(
      () => world.headOf('c', room),
      (head) => head === 62,
    );
  await Promise.all(runners.map((runner) => runner.end()));
  await Promise.all([second.destroy(), third.destroy()]);
  for (const room of rooms) expect([room, await revsIn(room)]).toEqual([room, upTo(62)]);
}, 60_000);
