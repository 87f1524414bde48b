import { now, sleep } from '../clock.js';
import type { Failpoint } from '../mutants/orders.js';
import type { Fault } from './fault.js';

/** How long traffic may take to come to a failpoint, ms. */
const POINT_WITHIN_MS = 10_000;
/** What an operator is promised. */
const STOPS_WITHIN_MS = 25_000;

const failpoint = (name: string, at: Failpoint): Fault => ({
  name,
  says: `an instance dies after COMMIT and ${at}`,
  on: 'an instance',
  async apply({ random }, instance) {
    if (!(await instance.endsWithin(POINT_WITHIN_MS, { about: 'failpoint', at }))) return null;
    await sleep(random.between(200, 1_500));
    await instance.start();
    return instance.id;
  },
});

export const instanceFaults: readonly Fault[] = [
  {
    name: 'kill',
    says: 'kill -9 of an instance, and a restart',
    on: 'an instance',
    async apply({ random }, instance) {
      await instance.kill();
      await sleep(random.between(200, 2_500));
      await instance.start();
      return instance.id;
    },
  },
  {
    name: 'drain',
    says: 'SIGTERM of an instance, and a restart',
    on: 'an instance',
    async apply({ recorder }, instance) {
      const stopped = await instance.stop();
      if (stopped) {
        // No client was asked to close a connection, and some never do.
        const { code, ms } = stopped;
        const ok = code === 0 && ms <= STOPS_WITHIN_MS;
        recorder.history.probes.push({ what: 'a stop ends in time', ok, detail: `code ${code}, ${ms} ms` });
      }
      await instance.start();
      return instance.id;
    },
  },
  {
    name: 'freeze',
    says: 'SIGSTOP of an instance, later SIGCONT',
    on: 'an instance',
    async apply({ random, recorder }, instance) {
      const from = now();
      instance.freeze();
      await sleep(random.between(2_000, 5_000));
      instance.thaw();
      recorder.history.freezes.push({ from, to: now(), instance: instance.id, alone: true });
      return instance.id;
    },
  },
  failpoint('crash-before-publish', 'before publish'),
  failpoint('crash-before-hot-list', 'before hot list'),
  failpoint('crash-before-ack', 'before acknowledgement'),
];
