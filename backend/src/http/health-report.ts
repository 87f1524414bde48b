import type { Health, Readiness } from '@parley/protocol';

const CHECK_TIMEOUT_MS = 1_000;

/** This instance, as /health tells of it. */
export interface InstanceInfo {
  id: string;
  version: string;
}

/** Rejects when what it looks at does not work. */
export type HealthCheck = () => Promise<unknown>;

/** What is told of an instance's health: that it lives, and whether what it needs does. */
export class HealthReport {
  constructor(
    private readonly instance: InstanceInfo,
    /** By name; those a deployment does not have, Redis perhaps, are not in it. */
    private readonly checks: Readonly<Record<string, HealthCheck>>,
    private readonly stopping: () => boolean,
  ) {}

  /** Asks no store: an instance that waits for its database need not be restarted. `uptime` in seconds. */
  live(): Health {
    const { id, version } = this.instance;
    const uptime = Math.round(process.uptime());
    return { status: 'ok', service: 'chat-service', instance: id, version, uptime };
  }

  /** All checks at once, each for CHECK_TIMEOUT_MS at most. */
  async ready(): Promise<Readiness> {
    const results = await Promise.all(
      Object.entries(this.checks).map(async ([name, check]) => [name, await outcomeOf(check)] as const),
    );
    const works = results.every(([, outcome]) => outcome === 'ok');
    const status = this.stopping() ? 'stopping' : works ? 'ok' : 'unavailable';
    return { status, checks: Object.fromEntries(results) };
  }
}

async function outcomeOf(check: HealthCheck): Promise<Readiness['checks'][string]> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(resolve, CHECK_TIMEOUT_MS, 'timeout');
  });
  try {
    return await Promise.race([check().then(() => 'ok' as const), timeout]);
  } catch {
    return 'failed';
  } finally {
    clearTimeout(timer);
  }
}
