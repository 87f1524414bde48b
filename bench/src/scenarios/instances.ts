import { converse } from './conversation.js';
import type { Scenario } from './scenario.js';
import { freshRooms, LENGTH, oneRoom } from './seating.js';

/** One large room over several instances, which share the server's processor. */
export const instances: Scenario = {
  name: 'instances',
  says: 'one room over two and three instances',
  compares: 'deliveriesPerCpu',
  shows: ['deliveries', 'latencyP50', 'latencyP99', 'cpu', 'redisCpu', 'loadCpu'],
  async run(stage) {
    const { receivers, rounds, rates } = stage.options;
    const rate = Math.min(...rates);
    for (let round = 1; round <= rounds; round++) {
      for (const count of [2, 3]) {
        for (const target of stage.targets.filter(({ alone }) => !alone)) {
          const [id = ''] = freshRooms(1);
          await converse(stage, target, {
            scenario: 'instances',
            variant: `${count} instances, ${rate} messages/s`,
            round,
            instances: count,
            people: receivers + 1,
            seats: (tokens, ports) => oneRoom(id, tokens, ports),
            talk: { perSecond: rate, inFlight: 0, length: LENGTH },
          });
        }
      }
    }
  },
};
