import { history } from './history.js';
import { idle } from './idle.js';
import { ingest } from './ingest.js';
import { instances } from './instances.js';
import { joins } from './joins.js';
import { returns } from './returns.js';
import { room } from './room.js';
import { rooms } from './rooms.js';
import type { Scenario } from './scenario.js';
import { stalled } from './stalled.js';
import { twenty } from './twenty.js';

/** All there are, in the order they are run. */
export const SCENARIOS: readonly Scenario[] = [
  room,
  rooms,
  twenty,
  instances,
  ingest,
  joins,
  idle,
  history,
  returns,
  stalled,
];
