import type { Health, Readiness } from '@parley/protocol';
import type { Consumers } from '../chat/consumers/consumers.js';

const CHECK_TIMEOUT_MS = 1_000;
/** What nothing works without. */
const NEEDED: ReadonlySet<string> = new Set(['postgres']);

/** This instance, as /health tells of it. */
export interface InstanceInfo {
  id: string;
  version: string;
}

/** What a check rejects with when what it looks at is being started again. */
export class Restarting extends Error {}

/** Rejects when what it looks at does not work. */
export type HealthCheck = () => Promise<unknown>;

/** What is told of an instance's health: that it lives, and whether what it needs does. */
export class HealthReport {
  constructor(
    private readonly instance: InstanceInfo,
    /** By name; those a deployment does not have, Redis perhaps, are not in it. Without PostgreSQL nothing can be served. */
    private readonly checks: Readonly<Record<string, HealthCheck>>,
    private readonly stopping: () => boolean,
    private readonly consumers: Pick<Consumers, 'states'>,
  ) {}

  /** Asks no store: an instance that waits for its database need not be restarted. `uptime` in seconds. */
  live(): Health {
    const { id, version } = this.instance;
    const uptime = Math.round(process.uptime());
    const consumers = this.consumers.states();
    return { status: 'ok', service: 'chat-service', instance: id, version, uptime, consumers };
  }

  /** All checks at once, each for CHECK_TIMEOUT_MS at most. */
  async ready(): Promise<Readiness> {
    const results = await Promise.all(
      Object.entries(this.checks).map(async ([name, check]) => [name, await outcomeOf(check)] as const),
    );
    return { status: this.statusBy(results), checks: Object.fromEntries(results) };
  }

  /** What only makes an instance quick must not take it, and with it all of them, from those it can serve. */
  private statusBy(results: readonly (readonly [string, string])[]): Readiness['status'] {
    if (this.stopping()) return 'stopping';
    const failing = results.filter(([, outcome]) => outcome !== 'ok').map(([name]) => name);
    if (failing.some((name) => NEEDED.has(name))) return 'unavailable';
    return failing.length > 0 ? 'degraded' : 'ok';
  }
}

async function outcomeOf(check: HealthCheck): Promise<Readiness['checks'][string]> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(resolve, CHECK_TIMEOUT_MS, 'timeout');
  });
  try {
    return await Promise.race([check().then(() => 'ok' as const), timeout]);
  } catch (error) {
    return error instanceof Restarting ? 'restarting' : 'failed';
  } finally {
    clearTimeout(timer);
  }
}
