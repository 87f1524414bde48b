import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { errorLine } from '../../errors/loggable-error.js';
import { type Log, rateLimitedLog } from '../rate-limited-log.js';
import { ClusterSubscription } from './cluster-subscription.js';
import { type Hearing, RedisSubscription, type Subscription } from './redis-subscription.js';

/** `nodes`: URLs of some nodes of a cluster, which tell of the others; user, password and TLS are those of the first. */
export type RedisAddress = { url: string } | { host: string; port: number } | { nodes: string[] };

/** A command that has no answer by then fails. */
const COMMAND_TIMEOUT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 2_000;
/** A link that owes answers and brings none is dead, though TCP may believe in it for another quarter of an hour. */
const SILENCE_MS = 3_000;
const BACKOFF_MAX_MS = 2_000;
/** How soon slots that went to another node are noticed, when nothing that was asked has told of it. */
const SLOTS_EVERY_MS = 2_000;
/** A command may be sent again when its slot has moved, and not for as long as a node is away. */
const REDIRECTIONS_MOST = 3;

/**
 * While Redis is away commands fail, at once or within a second, and are never sent later: by then the caller was
 * told otherwise, and a stale message or lease does harm. Both kinds of connection come back by themselves, for ever.
 */
const OPTIONS = {
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  commandTimeout: COMMAND_TIMEOUT_MS,
  connectTimeout: CONNECT_TIMEOUT_MS,
  socketTimeout: SILENCE_MS,
  disconnectTimeout: COMMAND_TIMEOUT_MS,
} satisfies RedisOptions;
const LASTING = { enableOfflineQueue: false, retryStrategy: backoff } satisfies RedisOptions;

/** This instance's connections to Redis, one server or a cluster. */
export class RedisConnections {
  /** For everything but listening. */
  readonly commands: Redis | Cluster;
  private readonly opened: { disconnect(): void }[] = [];
  private readonly log: Log;

  constructor(address: RedisAddress, log: Log) {
    this.log = rateLimitedLog(log);
    this.commands = 'nodes' in address ? this.openCluster(address.nodes) : this.open(address);
  }

  /** In a cluster every channel is a sharded one: it lives on one node, where the others would tell all nodes. */
  get clustered(): boolean {
    return this.commands instanceof Cluster;
  }

  /** Listens on connections of its own, which make their own channels good again after each reconnect. */
  subscribe(kind: 'shared' | 'sharded', hearing: Hearing): Subscription {
    const own = { ...LASTING, autoResubscribe: false };
    if (this.commands instanceof Cluster) {
      const open = (node: Redis) =>
        this.keep(node.duplicate({ ...own, lazyConnect: false, readOnly: false }));
      return new ClusterSubscription(this.commands, open, hearing);
    }
    return new RedisSubscription(this.keep(this.commands.duplicate(own)), kind, hearing);
  }

  /** `commands`; what is asked of it in this tick goes to Redis in one write. */
  together(): Redis | Cluster {
    if (this.commands instanceof Cluster || !this.up) return this.commands;
    const { stream } = this.commands;
    if (stream.writableCorked === 0) {
      stream.cork();
      process.nextTick(() => stream.uncork());
    }
    return this.commands;
  }

  /** Whether Redis can be used now. */
  get up(): boolean {
    return this.commands.status === 'ready';
  }

  /** @throws Error when Redis could not be reached within `withinMs`; RedisRefusal at once when it lets us not in */
  async ready(withinMs: number): Promise<void> {
    if (this.up) return;
    const { commands } = this;
    await new Promise<void>((resolve, reject) => {
      const settle = (done: () => void) => {
        clearTimeout(timer);
        commands.off('ready', arrived).off('error', failed);
        done();
      };
      const arrived = () => settle(resolve);
      const failed = (error: Error) => {
        if (isRefusal(error)) settle(() => reject(new RedisRefusal()));
      };
      const timer = setTimeout(
        () => settle(() => reject(new Error(`Redis did not answer within ${withinMs} ms.`))),
        withinMs,
      );
      commands.once('ready', arrived).on('error', failed);
    });
  }

  close(): void {
    for (const connection of this.opened) connection.disconnect();
  }

  private open(address: Exclude<RedisAddress, { nodes: string[] }>): Redis {
    const options = { ...OPTIONS, ...LASTING };
    return this.keep(
      'url' in address ? new Redis(address.url, options) : new Redis({ ...options, ...address }),
    );
  }

  private openCluster(nodes: string[]): Cluster {
    const { username, password, protocol } = new URL(nodes[0] ?? '');
    return this.keep(
      new Cluster(nodes, {
        enableOfflineQueue: false,
        clusterRetryStrategy: backoff,
        slotsRefreshInterval: SLOTS_EVERY_MS,
        slotsRefreshTimeout: COMMAND_TIMEOUT_MS,
        maxRedirections: REDIRECTIONS_MOST,
        redisOptions: {
          ...OPTIONS,
          ...(username !== '' && { username: decodeURIComponent(username) }),
          ...(password !== '' && { password: decodeURIComponent(password) }),
          ...(protocol === 'rediss:' && { tls: {} }),
        },
      }),
    );
  }

  private keep<T extends Redis | Cluster>(connection: T): T {
    connection.on('error', (error: Error) => this.log(`Redis: ${errorLine(error)}`));
    this.opened.push(connection);
    return connection;
  }
}

/** Redis is there and lets us not in: trying again does not help. */
export class RedisRefusal extends Error {}

/** A cluster tells of all its nodes by one error, which has the last one's. */
function isRefusal({ message, lastNodeError }: Error & { lastNodeError?: Error }): boolean {
  return /\b(?:WRONGPASS|NOAUTH|invalid password|invalid username)/.test(
    `${message} ${lastNodeError?.message}`,
  );
}

/** Instances that lost Redis together must not come back together. */
function backoff(attempt: number): number {
  const longest = Math.min(100 * 2 ** Math.min(attempt, 10), BACKOFF_MAX_MS);
  return Math.round(longest * (0.5 + Math.random() / 2));
}
