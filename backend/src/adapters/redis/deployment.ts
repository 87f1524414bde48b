import type { Deployment } from '../deployment.js';
import { StartError } from '../start-error.js';
import type { RedisConnections } from './connections.js';

const KEY = 'chat:deployment';

/** Two systems on one Redis would hear each other's events: the first to come keeps it, until the key is deleted. */
export async function claimRedis(
  { commands }: RedisConnections,
  { id, secretFingerprint }: Deployment,
): Promise<void> {
  const ours = `${id}:${secretFingerprint}`;
  await commands.set(KEY, ours, 'NX');
  if ((await commands.get(KEY)) !== ours) {
    throw new StartError(
      `This Redis is in use by another Parley. Give this one a Redis of its own (REDIS_URL), or, if the other is gone, run: redis-cli del ${KEY}`,
    );
  }
}
