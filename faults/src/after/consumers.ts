import { sleep } from '../clock.js';
import type { Cluster } from '../cluster/cluster.js';

/** Waits until what is done behind commits is done, for as long as that may take. Whether it came to it is judged by the table. */
export async function waitForConsumers(cluster: Cluster, patienceMs: number): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    const { rows } = await cluster.postgres.with((client) =>
      client.query('SELECT FROM consumers c, consumer_behind(c.name, 1)'),
    );
    if (rows.length === 0) return;
    await sleep(200);
  }
}
