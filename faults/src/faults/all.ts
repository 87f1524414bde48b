import type { Fault } from './fault.js';
import { clientFaults } from './of-clients.js';
import { eventFaults } from './of-events.js';
import { instanceFaults } from './of-instances.js';
import { proxyFaults } from './of-proxies.js';
import { storeFaults } from './of-stores.js';
import { stalled } from './stalled.js';

/** Everything that can happen. */
export const FAULTS: readonly Fault[] = [
  ...instanceFaults,
  ...storeFaults,
  ...proxyFaults,
  ...eventFaults,
  ...clientFaults,
  stalled,
];
