import { sleep } from '../clock.js';
import type { Road } from '../house/road.js';
import type { Fault } from './fault.js';

/** How long a lost answer is lost, ms: long enough for a commit on a busy machine. */
const SWALLOW_MS = [300, 800] as const;

export const roadFaults: readonly Fault[] = [
  {
    name: 'lost-ack',
    says: 'answers of an instance get lost, then its connections break',
    on: 'an instance',
    async apply({ random }, { id, roads }) {
      const entrances = [roads.people, roads.narrow];
      for (const road of entrances) road.change({ swallows: true });
      await sleep(random.between(...SWALLOW_MS));
      for (const road of entrances) road.reset();
      for (const road of entrances) road.mend();
      return id;
    },
  },
  {
    name: 'cut',
    says: 'all clients of an instance are cut off, and not let in',
    on: 'an instance',
    async apply({ random }, { id, roads }) {
      await between(roads.people, random.between(500, 3_000));
      return id;
    },
  },
  {
    name: 'half-open',
    says: "an instance's connections stand, and nothing moves on them",
    on: 'an instance',
    async apply({ random }, { id, roads }) {
      roads.people.jam();
      await sleep(random.between(2_000, 8_000));
      const forgotten = random.chance(0.5);
      if (forgotten) roads.people.reset();
      roads.people.mend();
      return forgotten ? `${id}, then reset` : id;
    },
  },
  {
    name: 'slow',
    says: 'every road is long and narrow',
    on: 'clients',
    async apply({ house, random }) {
      const delayMs = random.between(50, 300);
      const all = house.instances.flatMap(({ roads }) => [roads.people, roads.redis, roads.postgres]);
      for (const road of all) road.change({ delayMs: delayMs / 2, bytesPerMs: 200 });
      await sleep(random.between(2_000, 4_000));
      for (const road of all) road.change({ delayMs: 0, bytesPerMs: Number.POSITIVE_INFINITY });
      return `${delayMs} ms there and back`;
    },
  },
];

async function between(road: Road, ms: number): Promise<void> {
  road.cut();
  await sleep(ms);
  road.mend();
}
