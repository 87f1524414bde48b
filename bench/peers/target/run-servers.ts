import { createSecretKey, randomUUID } from 'node:crypto';
import type { Environment } from '../../src/environment/environment.js';
import type { Running } from '../../src/target/target.js';
import { tokenFor } from '../server/identify.js';
import { READY } from '../server/serve.js';

interface Servers {
  title: string;
  /** The built program. */
  program: string;
  /** Its database, which need not be there. */
  database: string;
  instances: number;
  stored: Running['stored'];
}

/** Starts instances of one of our own programs. Whoever comes is let in by a token that they only check. */
export async function runServers(environment: Environment, servers: Servers): Promise<Running> {
  const { title, program, database, instances, stored } = servers;
  const env = await environment.variables(database);
  const ports = await environment.ports(instances);
  const programs = await Promise.all(
    ports.map((port, n) =>
      environment.runNode({
        name: `${title} ${n + 1}`,
        args: [program],
        env: { ...env, PORT: String(port) },
        ready: new RegExp(READY),
      }),
    ),
  );
  const key = createSecretKey(Buffer.from(environment.secret));
  const tokens: string[] = [];
  return {
    programs,
    ports,
    async admit(count) {
      while (tokens.length < count) {
        tokens.push(tokenFor({ userId: randomUUID(), username: `Guest ${tokens.length + 1}` }, key));
      }
      return tokens.slice(0, count);
    },
    stored,
    stop: async () => {
      await Promise.all(programs.map((each) => each.stop()));
    },
  };
}
