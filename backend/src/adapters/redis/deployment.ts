import type { Deployment } from '../deployment.js';
import { StartError } from '../start-error.js';
import type { RedisConnections } from './connections.js';

const KEY = 'chat:deployment';

/** Two systems on one Redis would hear each other's events: the first to come keeps it, until the key is deleted. */
export async function claimRedis(
  { commands, clustered }: RedisConnections,
  { id, secretFingerprint }: Deployment,
): Promise<void> {
  // Who may not ask is believed.
  const kind = await commands.info('cluster').catch(() => '');
  if (!clustered && kind.includes('cluster_enabled:1')) {
    throw new StartError('This Redis is a node of a cluster. Name it in REDIS_CLUSTER instead of REDIS_URL.');
  }
  const ours = `${id}:${secretFingerprint}`;
  await commands.set(KEY, ours, 'NX');
  if ((await commands.get(KEY)) !== ours) {
    throw new StartError(
      `This Redis is in use by another Parley. Give this one a Redis of its own (REDIS_URL or REDIS_CLUSTER), or, if the other is gone, run: redis-cli del ${KEY}`,
    );
  }
}
