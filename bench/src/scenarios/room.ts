import type { Cell } from '../measure/cell.js';
import { isValid } from '../measure/judge.js';
import type { Target } from '../target/target.js';
import { converse } from './conversation.js';
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
    const { options, targets } = stage;
    for (let round = 1; round <= options.rounds; round++) {
      const last = new Map<Target, Cell>();
      for (const rate of options.rates) {
        for (const target of targets) {
          const cell = await inOneRoom(stage, target, rate, round);
          stage.keep(cell);
          last.set(target, cell);
        }
      }
      if (!options.saturate) continue;
      for (const [target, cell] of last) stage.keep(await saturate(stage, target, cell, round));
    }
  },
};

/** Raises the rate until deliveries stop rising; answers the cell with the most. */
async function saturate(stage: Stage, target: Target, first: Cell, round: number): Promise<Cell> {
  const { rates, quick } = stage.options;
  const step = quick ? 4 : 2;
  let best = first;
  for (let rate = Math.max(...rates) * step; rate <= MOST_PER_SECOND; rate *= step) {
    const cell = await inOneRoom(stage, target, rate, round);
    if (!isValid(cell) || deliveries(cell) < RISES * deliveries(best)) break;
    best = cell;
  }
  return { ...best, variant: 'saturated' };
}

const deliveries = ({ figures }: Cell) => figures.deliveries ?? 0;

function inOneRoom(stage: Stage, target: Target, rate: number, round: number): Promise<Cell> {
  const { receivers } = stage.options;
  const [id = ''] = freshRooms(1);
  stage.tell(`room: ${target.title}, ${receivers} receivers, ${rate} messages/s`);
  return converse(stage, target, {
    scenario: 'room',
    variant: `${rate} messages/s`,
    round,
    instances: 1,
    people: receivers + 1,
    seats: (tokens, ports) => oneRoom(id, tokens, ports),
    talk: { perSecond: rate, inFlight: 0, length: LENGTH },
  });
}
