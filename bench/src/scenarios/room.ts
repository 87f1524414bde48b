import type { Cell } from '../measure/cell.js';
import { isValid } from '../measure/judge.js';
import type { Target } from '../target/target.js';
import { gather } from './conversation.js';
import type { Scenario, Stage } from './scenario.js';
import { freshRooms, LENGTH, oneRoom } from './seating.js';

const MOST_PER_SECOND = 32_000;
/** Deliveries rise as long as they rise by this. */
const RISES = 1.1;

/** One who talks, and many who listen, in one room. */
export const room: Scenario = {
  name: 'room',
  says: 'one room, one sender, many receivers',
  compares: 'deliveriesPerCpu',
  shows: ['deliveries', 'latencyP50', 'latencyP99', 'cpu', 'loadCpu', 'strangersCpu'],
  async run(stage) {
    for (let round = 1; round <= stage.options.rounds; round++) {
      for (const target of stage.targets) await fill(stage, target, round);
    }
  },
};

/** At each rate; then the rate is raised until deliveries stop rising, and the cell with the most is kept. */
function fill(stage: Stage, target: Target, round: number): Promise<void> {
  const { receivers, rates, saturate, quick } = stage.options;
  const [id = ''] = freshRooms(1);
  const plan = {
    scenario: 'room',
    variant: 'entering',
    round,
    instances: 1,
    people: receivers + 1,
    seats: (tokens: readonly string[], ports: readonly number[]) => oneRoom(id, tokens, ports),
  };
  return gather(stage, target, plan, async (measure) => {
    const at = (rate: number) =>
      measure(`${rate} messages/s`, { perSecond: rate, inFlight: 0, length: LENGTH });
    let best: Cell | null = null;
    for (const rate of rates) {
      const cell = await at(rate);
      stage.keep(cell);
      if (best === null || deliveries(cell) > deliveries(best)) best = cell;
    }
    if (!saturate || best === null) return;
    const step = quick ? 4 : 2;
    for (let rate = Math.max(...rates) * step; rate <= MOST_PER_SECOND; rate *= step) {
      const cell = await at(rate);
      if (!isValid(cell) || deliveries(cell) < RISES * deliveries(best)) break;
      best = cell;
    }
    stage.keep({ ...best, variant: 'saturated' });
  });
}

const deliveries = ({ figures }: Cell) => figures.deliveries ?? 0;
