import { sleep } from '../clock.js';
import type { FaultyProxy } from '../cluster/faulty-proxy.js';
import type { Fault } from './fault.js';

/** How long a lost answer is lost, ms: long enough for a commit on a busy machine. */
const SWALLOW_MS = [300, 800] as const;

export const proxyFaults: readonly Fault[] = [
  {
    name: 'lost-ack',
    says: 'answers of an instance get lost, then its connections break',
    on: 'an instance',
    async apply({ random }, { id, proxies }) {
      const entrances = [proxies.clients, proxies.narrow];
      for (const proxy of entrances) proxy.change({ swallows: true });
      await sleep(random.between(...SWALLOW_MS));
      for (const proxy of entrances) proxy.reset();
      for (const proxy of entrances) proxy.mend();
      return id;
    },
  },
  {
    name: 'cut',
    says: 'all clients of an instance are cut off, and not let in',
    on: 'an instance',
    async apply({ random }, { id, proxies }) {
      await between(proxies.clients, random.between(500, 3_000));
      return id;
    },
  },
  {
    name: 'half-open',
    says: "an instance's connections stand, and nothing moves on them",
    on: 'an instance',
    async apply({ random }, { id, proxies }) {
      proxies.clients.jam();
      await sleep(random.between(2_000, 8_000));
      const forgotten = random.chance(0.5);
      if (forgotten) proxies.clients.reset();
      proxies.clients.mend();
      return forgotten ? `${id}, then reset` : id;
    },
  },
  {
    name: 'slow',
    says: 'every connection is slow and narrow',
    on: 'clients',
    async apply({ cluster, random }) {
      const delayMs = random.between(50, 300);
      const all = cluster.instances.flatMap(({ proxies }) => [
        proxies.clients,
        proxies.redis,
        proxies.postgres,
      ]);
      for (const proxy of all) proxy.change({ delayMs: delayMs / 2, bytesPerMs: 200 });
      await sleep(random.between(2_000, 4_000));
      for (const proxy of all) proxy.change({ delayMs: 0, bytesPerMs: Number.POSITIVE_INFINITY });
      return `${delayMs} ms there and back`;
    },
  },
];

async function between(proxy: FaultyProxy, ms: number): Promise<void> {
  proxy.cut();
  await sleep(ms);
  proxy.mend();
}
