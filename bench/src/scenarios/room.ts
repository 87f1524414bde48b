import type { Seat } from '../target/dialect.js';
import type { Target } from '../target/target.js';
import { converse, type Plan } from './conversation.js';
import { freshRooms } from './rooms-of.js';
import type { Scenario, Stage } from './scenario.js';

/** Characters of a message. */
export const LENGTH = 130;

/** One who talks, and many who listen, in one room. */
export const room: Scenario = {
  name: 'room',
  says: 'one room, one sender, many receivers',
  compares: 'deliveriesPerCpu',
  shows: ['deliveries', 'latencyP50', 'latencyP99', 'cpu', 'loadCpu'],
  async run(stage) {
    const { options, targets } = stage;
    for (let round = 1; round <= options.rounds; round++) {
      for (const rate of options.rates)
        for (const target of targets) stage.keep(await inOneRoom(stage, target, rate, round));
      for (const target of targets) await saturate(stage, target, round);
    }
  },
};

/** Raises the rate until deliveries stop rising, and keeps the cell with the most. */
async function saturate(stage: Stage, target: Target, round: number): Promise<void> {
  const { options } = stage;
  let best = null;
  for (let rate = Math.max(...options.rates); rate <= MOST; rate *= 2) {
    const cell = await inOneRoom(stage, target, rate, round);
    const rose = (cell.figures.deliveries ?? 0) > RISES * (best?.figures.deliveries ?? 0);
    if (best === null || rose) best = cell;
    if (!rose) break;
  }
  if (best) stage.keep({ ...best, variant: 'saturated' });
}
const MOST = 16_000;
const RISES = 1.1;

function inOneRoom(stage: Stage, target: Target, rate: number, round: number) {
  const { receivers, seconds } = stage.options;
  const [id = ''] = freshRooms(1);
  stage.tell(`room: ${target.title}, ${receivers} receivers, ${rate} messages/s`);
  const plan: Plan = {
    scenario: 'room',
    variant: `${rate} messages/s`,
    round,
    instances: 1,
    people: receivers + 1,
    seats: (tokens, [port = 0]) =>
      tokens.map((token, n): Seat => ({ port, token, rooms: [id], role: n === 0 ? 'says' : 'hears' })),
    talk: { perSecond: rate, inFlight: 0, length: LENGTH },
    warmUpMs: stage.options.warmUpMs,
    seconds,
  };
  return converse(stage, target, plan);
}
