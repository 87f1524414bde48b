import { converse } from './conversation.js';
import type { Scenario } from './scenario.js';
import { freshRooms, LENGTH, severalEach } from './seating.js';

const EACH = 20;
/** People in a room. */
const CROWD = 100;
const SPEAKERS = 20;
const RATE = 200;

/** Each connection in twenty rooms. */
export const twenty: Scenario = {
  name: 'twenty',
  says: `each connection in ${EACH} rooms of ${CROWD}`,
  compares: 'deliveriesPerCpu',
  shows: ['deliveries', 'latencyP50', 'latencyP99', 'cpu', 'loadCpu'],
  async run(stage) {
    const { receivers, rounds } = stage.options;
    // So that all rooms are as full as each other.
    const people = Math.max(CROWD, Math.floor(receivers / CROWD) * CROWD);
    for (let round = 1; round <= rounds; round++) {
      for (const target of stage.targets) {
        const ids = freshRooms((people * EACH) / CROWD);
        await converse(stage, target, {
          scenario: 'twenty',
          variant: `${people} in ${EACH} of ${ids.length}, ${RATE} messages/s`,
          round,
          instances: 1,
          people,
          seats: (tokens, ports) => severalEach(ids, EACH, SPEAKERS, tokens, ports),
          talk: { perSecond: RATE / SPEAKERS, inFlight: 0, length: LENGTH },
        });
      }
    }
  },
};
