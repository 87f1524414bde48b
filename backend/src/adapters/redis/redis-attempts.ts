import type { Cluster, Redis, Result } from 'ioredis';
import { type Attempt, Attempts, type Delay } from '../../chat/ports/attempts.js';
import { BEGIN, TAKE_BACK } from './attempts-scripts.js';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    attemptsBegin(
      key: string,
      free: number,
      firstMs: number,
      mostMs: number,
      forgetMs: number,
    ): Result<[waitMs: number, count: number], Context>;
    attemptsTakeBack(key: string): Result<null, Context>;
  }
}

/** Attempts on all instances together, under `chat:attempts:<key>`; on each alone while Redis is away. */
export class RedisAttempts extends Attempts {
  constructor(
    private readonly redis: Redis | Cluster,
    private readonly meanwhile: Attempts,
  ) {
    super();
    redis.defineCommand('attemptsBegin', { lua: BEGIN, numberOfKeys: 1 });
    redis.defineCommand('attemptsTakeBack', { lua: TAKE_BACK, numberOfKeys: 1 });
  }

  override async begin(key: string, delay: Delay): Promise<Attempt> {
    const { free, firstMs, mostMs, forgetMs } = delay;
    try {
      const [waitMs, count] = await this.redis.attemptsBegin(placeOf(key), free, firstMs, mostMs, forgetMs);
      return { waitMs, count };
    } catch {
      return this.meanwhile.begin(key, delay);
    }
  }

  override async takeBack(key: string): Promise<void> {
    await this.meanwhile.takeBack(key);
    // Who is away has nothing to take back, or forgets it with the rest.
    await this.redis.attemptsTakeBack(placeOf(key)).catch(() => undefined);
  }

  override async forget(key: string): Promise<void> {
    await this.meanwhile.forget(key);
    await this.redis.del(placeOf(key)).catch(() => undefined);
  }
}

function placeOf(key: string): string {
  return `chat:attempts:${key}`;
}
