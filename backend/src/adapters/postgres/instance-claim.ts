import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { StartError } from '../start-error.js';
import type { DatabaseAddress } from './data-source.js';

/** Of the advisory locks' two numbers the first, so that they meet neither each other nor the migrations'. */
const NAMES = 0x70_61_72_01;
const COMPANY = 0x70_61_72_02;
const ROUTINGS = 0x70_61_72_03;
const ROUTING_NUMBERS = { shared: 1, rooms: 2 } as const;
/** An instance that is just ending lets go within this time. */
const PATIENCE_MS = 5_000;
const PAUSE_MS = 100;
const RETAKE_MS = 5_000;
/** A machine that is gone without a goodbye keeps its locks for half a minute, where the default is two hours. */
const KEEP_ALIVE = '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=4';

export interface Claimant {
  instanceId: string;
  /** Whether it hears other instances. */
  redis: boolean;
  routing: keyof typeof ROUTING_NUMBERS;
}

/**
 * What instances on one database must agree on, held as locks of one connection for as long as the instance lives:
 * PostgreSQL lets go of them when it ends, however it ends. After a PostgreSQL that restarted they are taken anew.
 */
export class InstanceClaim {
  private client: pg.Client | null = null;
  private released = false;

  private constructor(
    private readonly address: DatabaseAddress,
    private readonly claimant: Claimant,
    private readonly warn: (line: string) => void,
  ) {}

  /** @throws StartError when an instance that runs already does not go together with this one */
  static async take(
    address: DatabaseAddress,
    claimant: Claimant,
    warn: (line: string) => void,
  ): Promise<InstanceClaim> {
    const claim = new InstanceClaim(address, claimant, warn);
    await claim.take(performance.now() + PATIENCE_MS);
    return claim;
  }

  async release(): Promise<void> {
    this.released = true;
    await this.client?.end().catch(() => undefined);
  }

  private async take(deadline: number): Promise<void> {
    const { username: user, ...address } = this.address;
    const client = new pg.Client({ ...address, user, application_name: 'parley claim', options: KEEP_ALIVE });
    client.on('error', () => undefined);
    try {
      await client.connect();
      for (;;) {
        const fault = await faultOf(client, this.claimant);
        if (fault === null) break;
        if (performance.now() > deadline) throw new StartError(fault);
        await wait(PAUSE_MS);
      }
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.client = client;
    client.once('end', () => this.retake());
  }

  private retake(): void {
    this.client = null;
    if (this.released) return;
    setTimeout(() => {
      if (this.released) return;
      this.take(performance.now() + PATIENCE_MS).catch((error: unknown) => {
        if (error instanceof StartError) this.warn(error.message);
        this.retake();
      });
    }, RETAKE_MS).unref();
  }
}

/** Takes what is missing of the locks. What an instance holds already it gets once more, which does no harm. */
async function faultOf(client: pg.Client, { instanceId, redis, routing }: Claimant): Promise<string | null> {
  const lock = async (sql: string, ...keys: unknown[]): Promise<boolean> => {
    const { rows } = await client.query<{ done: boolean }>(`SELECT ${sql} AS done`, keys);
    return rows[0]?.done ?? false;
  };
  if (!(await lock('pg_try_advisory_lock($1, hashtext($2))', NAMES, instanceId)))
    return `An instance with INSTANCE_ID=${instanceId} runs on this database already. Give each its own, or leave it unset.`;
  const company = redis ? 'pg_try_advisory_lock_shared($1, 0)' : 'pg_try_advisory_lock($1, 0)';
  if (!(await lock(company, COMPANY)))
    return redis
      ? 'An instance without a Redis runs on this database already. Stop it: several instances need one Redis, all of them (REDIS_URL).'
      : 'Another instance runs on this database already. Several instances need a Redis (REDIS_URL), or "start-multi", which brings one.';
  if (!redis) return null;
  const own = ROUTING_NUMBERS[routing];
  const other = own === 1 ? 2 : 1;
  const isMine = await lock('pg_try_advisory_lock_shared($1, $2)', ROUTINGS, own);
  const agreed = isMine && (await lock('pg_try_advisory_lock($1, $2)', ROUTINGS, other));
  if (!agreed) {
    // While it waits in vain it must not stand in the way of those that do go together.
    if (isMine) await lock('pg_advisory_unlock_shared($1, $2)', ROUTINGS, own);
    return `The instances on this database run with another BUS_ROUTING than ${routing}, and would not hear this one. Set the same for all.`;
  }
  await lock('pg_advisory_unlock($1, $2)', ROUTINGS, other);
  return null;
}
