import { persist } from '../clock.js';
import type { Cluster } from '../cluster/cluster.js';
import type { FaultyProxy } from '../cluster/faulty-proxy.js';

const PATIENCE_MS = 60_000;

/** Makes everything whole again, whatever was left broken. */
export async function heal(cluster: Cluster): Promise<void> {
  for (const instance of cluster.instances) {
    for (const proxy of Object.values(instance.proxies) as FaultyProxy[]) proxy.mend();
    if (instance.frozen) instance.thaw();
    instance.tell({ about: 'failpoint', at: null });
    instance.tell({ about: 'lose', roomId: null });
  }
  await persist(() => cluster.postgres.with((client) => client.query('SELECT 1')), PATIENCE_MS);
  await cluster.redis.with((redis) => redis.ping());
  await Promise.all(cluster.instances.map((instance) => instance.start()));
}
