import { persist } from '../clock.js';
import type { House } from '../house/house.js';
import type { Road } from '../house/road.js';

const PATIENCE_MS = 60_000;

/** Makes everything whole again, whatever was left broken. */
export async function heal(house: House): Promise<void> {
  for (const instance of house.instances) {
    for (const road of Object.values(instance.roads) as Road[]) road.mend();
    if (instance.frozen) instance.thaw();
    instance.tell({ about: 'failpoint', at: null });
    instance.tell({ about: 'lose', roomId: null });
  }
  await persist(() => house.postgres.with((client) => client.query('SELECT 1')), PATIENCE_MS);
  await house.redis.with((redis) => redis.ping());
  await Promise.all(house.instances.map((instance) => instance.start()));
}
