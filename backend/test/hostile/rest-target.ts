import { afterAll, beforeAll } from '@jest/globals';
import type { SignedIn } from '@parley/protocol';
import { startCluster, type TestCluster } from '../support/instances.js';
import { register } from '../support/talker.js';
import { Bystanders, expectUnharmed } from './bystander.js';
import { send } from './http.js';
import { JSON_BODY } from './route-judge.js';
import { storedIn } from './stored.js';

type Attacker = { authorization: string };

/** A server under attack over REST, with people on it who are not to notice. */
export class RestTarget {
  private cluster: TestCluster | null = null;
  private account: SignedIn | null = null;

  constructor() {
    let bystanders: Bystanders | null = null;
    beforeAll(async () => {
      const env = { RATE_LIMITS: 'off', LOG_LEVEL: 'error' };
      this.cluster = await startCluster({ instances: 1, redis: false, env });
      bystanders = await Bystanders.of(this.url);
      this.account = await register(this.url, 'mallory');
    }, 40_000);
    afterAll(async () => {
      if (this.cluster && bystanders) await expectUnharmed(this.cluster, bystanders);
    }, 40_000);
  }

  get url(): string {
    return this.cluster?.url ?? '';
  }

  /** An account whose session lasts. */
  get attacker(): Attacker {
    return { authorization: `Bearer ${this.account?.accessToken}` };
  }

  /** Somebody whose session may end by what is tried. */
  async throwaway(): Promise<Attacker> {
    const sent = {
      method: 'POST',
      path: '/api/auth/guest',
      headers: JSON_BODY,
      body: '{"username":"Nobody"}',
    };
    const { body } = await send(this.url, sent);
    return { authorization: `Bearer ${(body as SignedIn).accessToken}` };
  }

  async stored(): Promise<Record<string, string>> {
    return this.cluster ? storedIn(this.cluster.database.source) : {};
  }
}
