import { sleep } from '../clock.js';
import { Meter } from '../measure/meter.js';
import { openFilesMost } from '../measure/processes.js';
import type { Seat } from '../target/dialect.js';
import type { Running, Target } from '../target/target.js';
import { known, why, withServers } from './cells.js';
import type { Scenario, Stage } from './scenario.js';

const AT_ONCE = 200;
/** In which what entering needed is given back. */
const SETTLE_MS = 3_000;
/** Files a process has open besides its connections. */
const OTHER_FILES = 200;

/** What a connection costs that does nothing. */
export const idle: Scenario = {
  name: 'idle',
  says: 'memory of connections that do nothing, signed in, in no room',
  compares: 'rssPerConnection',
  shows: ['heapPerConnection', 'memoryMb'],
  async run(stage) {
    const most = (await openFilesMost()) - OTHER_FILES;
    const { idle: counts, rounds } = stage.options;
    for (const count of counts.filter((n) => n > most)) {
      stage.say(`  ${count} connections: out of reach, a process may open ${most + OTHER_FILES} files here`);
    }
    for (let round = 1; round <= rounds; round++) {
      for (const count of counts.filter((n) => n <= most)) {
        for (const target of stage.targets) await rest(stage, target, count, round);
      }
    }
  },
};

function rest(stage: Stage, target: Target, count: number, round: number): Promise<void> {
  const { load, environment } = stage;
  const situation = { scenario: 'idle', variant: `${count} connections`, round, instances: 1 };
  stage.tell(`idle: ${target.title}, ${count} connections`);
  return withServers(stage, target, situation, async (running) => {
    // Each of a thousand people has as many connections as it takes.
    const tokens = await running.admit(Math.min(count, 1_000));
    const [port = 0] = running.ports;
    const seats = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, n): Seat => {
        const token = tokens[(from + n) % tokens.length] ?? '';
        return { port, token, rooms: [], role: 'hears' };
      });
    const meter = new Meter(environment, running, load);
    const enter = (some: Seat[]) =>
      load.enter(target.name, some, { probeEvery: Number.MAX_SAFE_INTEGER, atOnce: AT_ONCE });
    // Code that is first used now is no cost of a connection.
    const first = Math.ceil(count / 10);
    await enter(seats(0, first));
    const before = await weigh(running, meter);
    const { failed } = await enter(seats(first, count));
    const after = await weigh(running, meter);
    const each = (total: number) => total / (count - first) / 1024;
    stage.keep({
      ...{ ...situation, target: target.name, keeps: target.keeps },
      figures: {
        rssPerConnection: each(after.rss - before.rss),
        ...known({
          heapPerConnection:
            after.heap === null || before.heap === null ? null : each(after.heap - before.heap),
        }),
        memoryMb: after.rss / 1024 / 1024,
      },
      checks: {},
      doubts: Object.keys(failed).length > 0 ? [`not all came in: ${why(failed)}`] : [],
      notes: [],
    });
  });
}

/** After a collection, if it can be asked for. */
async function weigh({ programs }: Running, meter: Meter) {
  await sleep(SETTLE_MS);
  const [program] = programs;
  const heap = (await program?.heap()) ?? null;
  return { heap, rss: await meter.memory() };
}
