import * as z from 'zod';
import {
  count,
  field,
  onOrOff,
  origins,
  originsOrAny,
  port,
  proxies,
  redisUrl,
  redisUrls,
  word,
} from './fields.js';

const SECRET_LENGTH = 32;
/**
 * Words of the secrets that stand in examples and tutorials, this project's among them: your_super_secret_key,
 * changeme, replace-me-with ... Lengthened they are no better, and no random secret contains them.
 */
const WELL_KNOWN = /secret|change[-_]?(me|this|it)|replace[-_]?me|password|example|default|your[-_]/i;
const MAKE_ONE = 'make one with "openssl rand -hex 32"';

const productionSecret = z
  .string(`must be set in production: ${MAKE_ONE}`)
  .min(SECRET_LENGTH, `must have at least ${SECRET_LENGTH} characters in production: ${MAKE_ONE}`)
  .refine((secret) => !WELL_KNOWN.test(secret), `must not be a well-known one in production: ${MAKE_ONE}`)
  .refine((secret) => new Set(secret).size >= 8, `must be random in production: ${MAKE_ONE}`);

export type Environment = z.infer<ReturnType<typeof environment>>;

/** The environment's variables as the program understands them. In production no secret has a default. */
export function environment(production: boolean, databaseNamed: boolean) {
  const variables = z.object({
    NODE_ENV: word(['development', 'test', 'production']).optional(),
    PORT: port(0).default(3_000),
    HOST: z.string().trim().optional(),
    WS_PORT: port(0).optional(),
    INSTANCE_ID: field('1-64 letters, digits, dots, hyphens and underscores', (text) =>
      /^[A-Za-z0-9._-]{1,64}$/.test(text) ? text : undefined,
    ).optional(),
    INSTANCE_URLS: origins.default([]),
    DB_HOST: z.string().trim().optional(),
    DB_PORT: port(1).default(5_432),
    DB_USERNAME: z.string().default('postgres'),
    DB_PASSWORD: production && databaseNamed ? z.string('must be set in production') : z.string().default(''),
    DB_NAME: z.string().default('chat_db'),
    REDIS_CLUSTER: redisUrls.optional(),
    REDIS_URL: redisUrl.optional(),
    REDIS_HOST: z.string().trim().optional(),
    REDIS_PORT: port(1).default(6_379),
    JWT_SECRET: production ? productionSecret : z.string().optional(),
    ACCESS_TOKEN_SECONDS: field('whole seconds from 4 to 86400', (text) => {
      const seconds = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
      return seconds >= 4 && seconds <= 86_400 ? seconds : undefined;
    }).default(15 * 60),
    CORS_ORIGIN: originsOrAny.optional(),
    TRUST_PROXY: proxies.default([]),
    DATA_DIR: z.string().default('.data'),
    GUESTS: onOrOff.optional(),
    ROOMS_ON_DEMAND: onOrOff.optional(),
    BUS_ROUTING: word(['shared', 'rooms']).default('shared'),
    RATE_LIMITS: production
      ? onOrOff.refine((on) => on, 'must not be off in production').default(true)
      : onOrOff.default(true),
    CONNECTIONS_PER_ADDRESS: count.default(1_000),
    CONNECTIONS_PER_PERSON: count.default(100),
    // Longer than the minute that proxies keep theirs: who closes first must not be us, while a request is on its way.
    KEEP_ALIVE_SECONDS: field('whole seconds from 1 to 3600', (text) => {
      const seconds = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
      return seconds >= 1 && seconds <= 3_600 ? seconds : undefined;
    }).default(75),
    LOG_LEVEL: word(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  });
  return variables.refine(({ PORT, WS_PORT }) => PORT === 0 || PORT !== WS_PORT, {
    path: ['WS_PORT'],
    message: 'must differ from PORT: plain WebSockets are at /ws there already',
  });
}
