import { converse } from './conversation.js';
import type { Scenario } from './scenario.js';
import { freshRooms, LENGTH, manyRooms } from './seating.js';

/** Who talks, and how many unanswered messages each keeps on the way: what many people together are. */
const SPEAKERS = 50;
const IN_FLIGHT = 20;

/** Sends as fast as they are acknowledged, heard by none but their senders. */
export const ingest: Scenario = {
  name: 'ingest',
  says: `acknowledged sends, ${SPEAKERS} senders with ${IN_FLIGHT} on the way each, in rooms of their own`,
  compares: 'takenPerCpu',
  shows: ['taken', 'answerP50', 'answerP99', 'cpu', 'postgresCpu', 'redisCpu', 'loadCpu'],
  async run(stage) {
    for (let round = 1; round <= stage.options.rounds; round++) {
      // What stores nothing, or does not say when it has stored, has nothing to be compared with here.
      const storing = stage.targets.filter(({ keeps, dialect }) => keeps !== 'nothing' && dialect.answers);
      for (const target of storing) {
        const ids = freshRooms(SPEAKERS);
        await converse(stage, target, {
          scenario: 'ingest',
          variant: `${SPEAKERS} x ${IN_FLIGHT} on the way`,
          round,
          instances: 1,
          people: SPEAKERS,
          seats: (tokens, ports) => manyRooms(ids, tokens, ports),
          talk: { perSecond: null, inFlight: IN_FLIGHT, length: LENGTH },
        });
      }
    }
  },
};
