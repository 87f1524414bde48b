import { fileURLToPath } from 'node:url';
import { SetUpError } from '@parley/testkit/set-up-error.js';
import type { Environment } from '../environment/environment.js';
import { parleyDialect } from './parley-dialect.js';
import type { Running, Target } from './target.js';

const DATABASE = 'parley';
const main = () => fileURLToPath(import.meta.resolve('@parley/backend/bundle/main.js'));
/** Requests for people at once. */
const AT_ONCE = 16;

/** Parley as it is built: identities, validation, PostgreSQL with fsync, Redis, order; all on but the limits of a person. */
export const parley: Target = {
  name: 'parley',
  title: 'Parley',
  keeps: 'disk',
  missing: async () => null,
  dialect: parleyDialect,
  start,
};

async function start(environment: Environment, { instances }: { instances: number }): Promise<Running> {
  const env = await environment.variables(DATABASE);
  const ports = await environment.ports(instances);
  const programs = await Promise.all(
    ports.map((port, n) =>
      environment.runNode({
        name: `Parley ${n + 1}`,
        // As `npm start` runs it.
        args: ['--max-semi-space-size=32', main()],
        env: {
          ...env,
          NODE_ENV: 'test',
          PORT: String(port),
          DATA_DIR: environment.directory,
          INSTANCE_ID: `bench-${n + 1}`,
          INSTANCE_URLS: ports.map((each) => `http://127.0.0.1:${each}`).join(','),
          GUESTS: 'on',
          ROOMS_ON_DEMAND: 'on',
          // One sender stands for many people here, whose limits would be their own.
          RATE_LIMITS: 'off',
          LOG_LEVEL: 'warn',
        },
        ready: /Parley is ready/,
      }),
    ),
  );
  const tokens: string[] = [];
  return {
    programs,
    ports,
    async admit(count) {
      let next = tokens.length;
      const bring = async () => {
        while (next < count) {
          const n = next++;
          tokens[n] = await enter(ports[n % ports.length] ?? 0, `Guest ${n + 1}`);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, bring));
      return tokens.slice(0, count);
    },
    stored: (rooms) =>
      environment.postgres.with(async (client) => {
        const text = 'SELECT count(*) FROM messages WHERE room_id = ANY($1)';
        const { rows } = await client.query<{ count: number }>(text, [rooms]);
        return rows[0]?.count ?? 0;
      }, DATABASE),
    stop: async () => {
      await Promise.all(programs.map((program) => program.kill()));
    },
  };
}

async function enter(port: number, username: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/auth/guest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username }),
  });
  const body = (await answer.json()) as { accessToken?: string };
  if (!body.accessToken) throw new SetUpError(`Parley refuses to sign in: ${JSON.stringify(body)}`);
  return body.accessToken;
}
