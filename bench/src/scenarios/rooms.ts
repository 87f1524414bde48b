import { converse } from './conversation.js';
import type { Scenario } from './scenario.js';
import { freshRooms, LENGTH, manyRooms } from './seating.js';

const PEOPLE = 10;

/** Many small rooms, in each of which one talks. */
export const rooms: Scenario = {
  name: 'rooms',
  says: `many rooms of ${PEOPLE}`,
  compares: 'deliveriesPerCpu',
  shows: ['deliveries', 'latencyP50', 'latencyP99', 'cpu', 'postgresCpu', 'loadCpu'],
  async run(stage) {
    const { rooms: count, roomRate, rounds } = stage.options;
    for (let round = 1; round <= rounds; round++) {
      for (const target of stage.targets) {
        const ids = freshRooms(count);
        await converse(stage, target, {
          scenario: 'rooms',
          variant: `${count} x ${PEOPLE}, ${roomRate} messages/s`,
          round,
          instances: 1,
          people: count * PEOPLE,
          seats: (tokens, ports) => manyRooms(ids, tokens, ports),
          talk: { perSecond: roomRate / count, inFlight: 0, length: LENGTH },
        });
      }
    }
  },
};
