import { Redis, type RedisOptions } from 'ioredis';
import { type Log, sparing } from './sparing-log.js';

export type RedisAddress = { url: string } | { host: string; port: number };

/** A command that has no answer by then fails. */
const COMMAND_TIMEOUT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 2_000;
/** A link that owes answers and brings none is dead, though TCP may believe in it for another quarter of an hour. */
const SILENCE_MS = 3_000;
const BACKOFF_MAX_MS = 2_000;

/**
 * While Redis is away commands fail, at once or within a second, and are never sent later: by then the caller was
 * told otherwise, and a stale message or lease does harm. Both kinds of connection come back by themselves, for ever.
 */
const OPTIONS = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  commandTimeout: COMMAND_TIMEOUT_MS,
  connectTimeout: CONNECT_TIMEOUT_MS,
  socketTimeout: SILENCE_MS,
  disconnectTimeout: COMMAND_TIMEOUT_MS,
  retryStrategy: backoff,
} satisfies RedisOptions;

/** This instance's connections to Redis. */
export class RedisConnections {
  /** For everything but listening. */
  readonly commands: Redis;
  private readonly opened: Redis[] = [];
  private readonly log: Log;

  constructor(
    private readonly address: RedisAddress,
    log: Log,
  ) {
    this.log = sparing(log);
    this.commands = this.open();
  }

  /** A connection of its own for a subscription, which makes its own channels good again after each reconnect. */
  subscriber(): Redis {
    return this.open({ autoResubscribe: false });
  }

  /** `commands`; what is asked of it in this tick goes to Redis in one write. */
  together(): Redis {
    const { stream } = this.commands;
    if (this.up && stream.writableCorked === 0) {
      stream.cork();
      process.nextTick(() => stream.uncork());
    }
    return this.commands;
  }

  /** Whether Redis can be used now. */
  get up(): boolean {
    return this.commands.status === 'ready';
  }

  /** @throws Error when Redis could not be reached within `withinMs` */
  async ready(withinMs: number): Promise<void> {
    if (this.up) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.commands.off('ready', arrived);
        reject(new Error(`Redis did not answer within ${withinMs} ms.`));
      }, withinMs);
      const arrived = () => {
        clearTimeout(timer);
        resolve();
      };
      this.commands.once('ready', arrived);
    });
  }

  close(): void {
    for (const connection of this.opened) connection.disconnect();
  }

  private open(more: { autoResubscribe?: boolean } = {}): Redis {
    const options = { ...OPTIONS, ...more };
    const connection =
      'url' in this.address
        ? new Redis(this.address.url, options)
        : new Redis({ ...options, host: this.address.host, port: this.address.port });
    connection.on('error', (error) => this.log(`Redis: ${error.message || error.name}`));
    this.opened.push(connection);
    return connection;
  }
}

/** Instances that lost Redis together must not come back together. */
function backoff(attempt: number): number {
  const longest = Math.min(100 * 2 ** Math.min(attempt, 10), BACKOFF_MAX_MS);
  return Math.round(longest * (0.5 + Math.random() / 2));
}
