import { sleep } from '../clock.js';
import { Histogram } from '../measure/histogram.js';
import type { Seat } from '../target/dialect.js';
import { parley } from '../target/parley.js';
import { known, withServers } from './cells.js';
import type { Scenario, Stage } from './scenario.js';
import { freshRooms, LENGTH } from './seating.js';

/** People in a room. */
const CROWD = 50;
const SPEAKERS = 10;
const RATE = 100;
const AT_ONCE = 100;
/** How long all is well before the instance dies. */
const BEFORE_MS = 2_000;
const BACK_WITHIN_MS = 60_000;
const PATIENCE = { idleMs: 5_000, mostMs: 30_000 };

/** An instance is killed, and everybody who was on it goes on at the other, while people there go on talking. */
export const returns: Scenario = {
  name: 'returns',
  says: 'clients of a killed instance, from dialling the other one to having caught up',
  compares: 'returnP99',
  shows: ['returnP50', 'openP50', 'openP99', 'returned', 'reloaded'],
  async run(stage) {
    for (let round = 1; round <= stage.options.rounds; round++) await comeBack(stage, round);
  },
};

/** Only ours: the others have nothing to catch up from. */
function comeBack(stage: Stage, round: number): Promise<void> {
  const { load, options } = stage;
  const people = options.returns;
  const situation = { scenario: 'returns', variant: `${people} clients`, round, instances: 2 };
  stage.tell(`returns: ${situation.variant}`);
  return withServers(stage, parley, situation, async (running) => {
    const [dying = 0, other = 0] = running.ports;
    const rooms = freshRooms(Math.max(1, Math.ceil(people / CROWD)));
    const tokens = await running.admit(people + SPEAKERS);
    const seats = tokens.slice(SPEAKERS).map((token, n): Seat => {
      const room = rooms[n % rooms.length] ?? '';
      return { port: dying, token, rooms: [room], role: 'hears' };
    });
    const speakers = tokens.slice(0, SPEAKERS).map((token, n): Seat => {
      const own = rooms.filter((_, at) => at % SPEAKERS === n % rooms.length);
      return { port: other, token, rooms: own, role: 'says' };
    });
    await load.gather(seats, AT_ONCE);
    await load.enter(parley.name, speakers, { probeEvery: 1, atOnce: AT_ONCE });
    await load.talk({ perSecond: RATE / SPEAKERS, inFlight: 0, length: LENGTH });
    await sleep(BEFORE_MS);
    const back = load.comeBack(other, BACK_WITHIN_MS);
    await running.programs[0]?.kill();
    await back;
    const said = await load.hush(PATIENCE);
    const { sinceDial, sinceOpen, returned, reloaded, lost, reordered } = await load.account(
      said.taken,
      PATIENCE,
    );
    const [dialled, opened] = [Histogram.of(sinceDial), Histogram.of(sinceOpen)];
    stage.keep({
      ...{ ...situation, target: parley.name, keeps: parley.keeps },
      figures: {
        ...known({
          returnP50: dialled.quantile(0.5),
          returnP99: dialled.quantile(0.99),
          openP50: opened.quantile(0.5),
          openP99: opened.quantile(0.99),
        }),
        returned,
        reloaded,
      },
      checks: { lost, reordered, missing: people - returned },
      doubts: said.unanswered > 0 ? [`${said.unanswered} messages were never answered`] : [],
      notes: [],
    });
  });
}
