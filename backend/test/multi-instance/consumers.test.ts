import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';
import { Health } from '@parley/protocol';
import { openWorld, type World } from '../consumers/world.js';
import { eventually } from '../support/eventually.js';
import { startCluster, type TestCluster, type TestInstance } from '../support/instances.js';

const FAILPOINTS = fileURLToPath(new URL('../../../faults/dist/mutants/failpoints.js', import.meta.url));
const CONSUMER = 'moderation_log';
/** A lease of five seconds, a sweep of one, and what a busy machine takes. */
const TAKEN_OVER_WITHIN_MS = 9_000;

let cluster: TestCluster;
let world: World;
afterEach(async () => {
  await world.close();
  await cluster.stop();
});

async function open(options: Parameters<typeof startCluster>[0]): Promise<void> {
  cluster = await startCluster(options);
  world = await openWorld(cluster.database);
  // Every row that is written and committed, or would be if it were not there: the table itself has each once by its key.
  await world.source.query(`
    CREATE TABLE attempts (n serial, room_id text, rev bigint);
    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN INSERT INTO attempts (room_id, rev) VALUES (NEW.room_id, NEW.rev); RETURN NEW; END';
    CREATE TRIGGER note BEFORE INSERT ON moderated_messages FOR EACH ROW EXECUTE FUNCTION note()`);
}

/** What is to be written: two deletions in each of two rooms, among messages that stay. */
async function moderate(wanted: string[]): Promise<void> {
  for (const room of ['a', 'b', 'a', 'b']) {
    await world.say(room);
    wanted.push(`${room} ${await world.remove(room, await world.say(room))}`);
    await world.say(room);
  }
}

const rowsIn = async (table: string): Promise<string[]> => {
  const rows: { row: string }[] = await world.source.query(
    `SELECT room_id || ' ' || rev AS row FROM ${table} ORDER BY room_id, rev`,
  );
  return rows.map(({ row }) => row);
};

async function expectEachOnce(wanted: readonly string[]): Promise<void> {
  const all = [...wanted]
    .sort((x, y) => Number(x.slice(2)) - Number(y.slice(2)) || 0)
    .sort((x, y) => x.charCodeAt(0) - y.charCodeAt(0));
  await eventually(
    () => rowsIn('moderated_messages'),
    (rows) => rows.length >= all.length,
  );
  expect(await rowsIn('moderated_messages')).toEqual(all);
  expect(await rowsIn('attempts')).toEqual(all);
}

async function healthOf({ url }: TestInstance) {
  return Health.parse(await (await fetch(`${url}/health`)).json()).consumers[CONSUMER];
}

const holder = () =>
  eventually(
    async () => {
      const states = await Promise.all(cluster.instances.map(healthOf));
      return cluster.instances.filter((_, n) => states[n]?.worksHere);
    },
    ({ length }) => length === 1,
  ).then(([instance]) => instance as TestInstance);

test('killed before it reads, before it commits and behind it, an instance skips nothing and does nothing twice', async () => {
  const points = ['before consuming', 'before consumed is committed', 'after consumed is committed'];
  let failpoint: string | undefined = points[0];
  await open({
    instances: 1,
    redis: false,
    modules: true,
    env: { NODE_OPTIONS: `--import ${FAILPOINTS}` },
    envOf: () => ({ FAILPOINT: failpoint ?? '' }),
  });
  for (const room of ['a', 'b']) await world.room(room);
  const wanted: string[] = [];
  for (const next of [...points.slice(1), undefined]) {
    const dying = cluster.instances[0]?.process;
    await moderate(wanted);
    await eventually(
      () => dying?.signalCode,
      (signal) => signal === 'SIGKILL',
    );
    failpoint = next;
    await cluster.restart(0);
  }
  await expectEachOnce(wanted);

  const log = await cluster.admin('moderation-log', '--room', 'b');
  expect(log.trim().split('\n')).toHaveLength(wanted.length / 2);
  expect(log).toMatch(/max \(.+\) deleted message 2 of ann \(.+\), sent .+, in b \(b\)/);
  await world.source.query(`
    INSERT INTO consumer_dead_letters (consumer, room_id, rev, error, tries)
      SELECT '${CONSUMER}', room_id, rev, 'Error', 8 FROM moderated_messages WHERE room_id = 'b';
    DELETE FROM moderated_messages WHERE room_id = 'b'; DELETE FROM attempts WHERE room_id = 'b'`);
  expect(await cluster.admin('dead-letters')).toMatch(
    /^moderation_log {2}b {2}\d+ {2}.+ {2}8 tries {2}Error$/m,
  );
  await expect(cluster.admin('retry', CONSUMER, 'b', '1')).rejects.toThrow('There is no such dead letter.');
  await expect(cluster.admin('retry', CONSUMER, 'b')).rejects.toThrow('Usage: npm run admin -- retry');
  expect(await cluster.admin('retry', CONSUMER)).toContain(`${wanted.length / 2} to be tried again`);
  await expectEachOnce(wanted);
  expect(await rowsIn('consumer_dead_letters')).toEqual([]);
}, 90_000);

test('an instance that freezes or stops at its work is replaced in time, and does no harm when it thaws', async () => {
  await open({ instances: 2, redis: true, env: { BUS_ROUTING: 'rooms' } });
  for (const room of ['a', 'b']) await world.room(room);
  const wanted: string[] = [];
  const first = await holder();
  const second = cluster.instances.find((one) => one !== first) as TestInstance;
  first.process.kill('SIGSTOP');
  const frozenAt = performance.now();
  await moderate(wanted);
  await expectEachOnce(wanted);
  expect(performance.now() - frozenAt).toBeLessThan(TAKEN_OVER_WITHIN_MS);
  first.process.kill('SIGCONT');
  for (let n = 0; n < 5; n += 1) await moderate(wanted);
  await expectEachOnce(wanted);
  expect(await holder()).toBe(second);
  const state = await eventually(
    () => healthOf(first),
    (told) => told?.rooms === 0 && (told.measuredMs ?? 9_999) < 6_000,
  );
  expect(state).toMatchObject({ worksHere: false, revs: 0, oldestMs: null, deadLetters: 0 });

  const stopped = second.stop();
  await moderate(wanted);
  expect(await stopped).toBe(0);
  const stoppedAt = performance.now();
  await expectEachOnce(wanted);
  // It has let go of its lease: the other does not wait for it to run out.
  expect(performance.now() - stoppedAt).toBeLessThan(3_000);
}, 90_000);
