import { room } from './room.js';
import type { Scenario } from './scenario.js';

/** All there are, in the order they are run. */
export const SCENARIOS: readonly Scenario[] = [room];
