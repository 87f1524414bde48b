import { sleep } from '../clock.js';
import type { Figures } from '../measure/cell.js';
import type { Meter } from '../measure/meter.js';
import { converse } from './conversation.js';
import type { Scenario } from './scenario.js';
import { freshRooms, oneRoom } from './seating.js';

/** So that what waits for them is soon more than the system's own buffers hold. */
const LENGTH = 4_000;
const RATE = 100;
const LOOK_EVERY_MS = 500;
const LEAST_SECONDS = 15;

/** Some take nothing any more, while the others go on. */
export const stalled: Scenario = {
  name: 'stalled',
  says: 'readers that take nothing, beside as many that do',
  compares: 'growthMb',
  shows: ['latencyP50', 'latencyP99', 'deliveries', 'cpu', 'memoryMb'],
  async run(stage) {
    const { stalled: count, seconds, rounds } = stage.options;
    const longer = { ...stage, options: { ...stage.options, seconds: Math.max(seconds, LEAST_SECONDS) } };
    for (let round = 1; round <= rounds; round++) {
      for (const target of stage.targets) {
        const [id = ''] = freshRooms(1);
        await converse(longer, target, {
          scenario: 'stalled',
          variant: `${count} of ${2 * count}, ${RATE} messages/s of ${LENGTH} characters`,
          round,
          instances: 1,
          people: 2 * count + 1,
          seats: (tokens, ports) => oneRoom(id, tokens, ports),
          talk: { perSecond: RATE, inFlight: 0, length: LENGTH },
          prepare: ({ load }) => load.stall(count),
          meanwhile: growth,
        });
      }
    }
  },
};

/** By how much the server's memory grew at most. */
async function growth(meter: Meter, signal: AbortSignal): Promise<Figures> {
  const before = await meter.memory();
  let most = before;
  while (!signal.aborted) {
    most = Math.max(most, await meter.memory());
    await sleep(LOOK_EVERY_MS);
  }
  return { growthMb: (most - before) / 1024 / 1024 };
}
