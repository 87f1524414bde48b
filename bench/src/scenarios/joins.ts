import { Histogram } from '../measure/histogram.js';
import { Meter } from '../measure/meter.js';
import { perCpuSecond } from '../measure/processes.js';
import type { Seat } from '../target/dialect.js';
import type { Target } from '../target/target.js';
import { known, why, withServers } from './cells.js';
import type { Scenario, Stage } from './scenario.js';
import { freshRooms } from './seating.js';

/** Connections that are on their way in at the same time. */
const AT_ONCE = 200;

/** Connections with a valid token, as fast as they are taken: into no room, and all into one. */
export const joins: Scenario = {
  name: 'joins',
  says: `authenticated connections, ${AT_ONCE} on their way in at a time`,
  compares: 'connectsPerCpu',
  shows: ['connects', 'entryP50', 'entryP99', 'cpu', 'postgresCpu', 'redisCpu', 'loadCpu'],
  async run(stage) {
    for (let round = 1; round <= stage.options.rounds; round++) {
      for (const into of ['no room', 'one room'] as const) {
        for (const target of stage.targets) await join(stage, target, into, round);
      }
    }
  },
};

function join(stage: Stage, target: Target, into: 'no room' | 'one room', round: number): Promise<void> {
  const { load, environment, options } = stage;
  const people = options.joins;
  const rooms = into === 'one room' ? freshRooms(1) : [];
  const situation = { scenario: 'joins', variant: `${people} into ${into}`, round, instances: 1 };
  stage.tell(`joins: ${target.title}, ${situation.variant}`);
  return withServers(stage, target, situation, async (running) => {
    const tokens = await running.admit(people);
    const [port = 0] = running.ports;
    const seats = tokens.map((token): Seat => ({ port, token, rooms, role: 'hears' }));
    const end = await new Meter(environment, running, load).begin();
    const { entered, failed, times } = await load.enter(target.name, seats, {
      probeEvery: Number.MAX_SAFE_INTEGER,
      atOnce: AT_ONCE,
    });
    const { cpu, seconds } = await end();
    const histogram = Histogram.of(times);
    const percent = (role: keyof typeof cpu) => (cpu[role] / seconds) * 100;
    stage.keep({
      ...{ ...situation, target: target.name, keeps: target.keeps },
      figures: {
        connects: entered / seconds,
        ...known({
          connectsPerCpu: perCpuSecond(entered, cpu.server),
          entryP50: histogram.quantile(0.5),
          entryP99: histogram.quantile(0.99),
        }),
        cpu: percent('server'),
        redisCpu: percent('redis'),
        postgresCpu: percent('postgres'),
        loadCpu: percent('load'),
      },
      checks: { refused: people - entered },
      doubts: entered < people ? [`not all came in: ${why(failed)}`] : [],
      notes: [],
    });
  });
}
