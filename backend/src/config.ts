import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError } from './config/config-error.js';
import { requireDataDirectory } from './config/data-directory.js';
import { type Environment, environment } from './config/environment.js';
import { keptSecret } from './config/kept-secret.js';

/** Everything an operator may choose. docs/OPERATIONS.md explains each name; `.env.example` lists them. */
export interface Config {
  production: boolean;
  /** 0 takes any free port. */
  port: number;
  host: string;
  /** A port for plain WebSockets besides `/ws`; null: none. 0 takes any free port. */
  wsPort: number | null;
  /** Names this instance in logs and in Redis keys: letters, digits, `.`, `_` and `-`. */
  instanceId: string;
  /** The origins of all instances, for clients that move from one to another. */
  instanceUrls: string[];
  /** null: the program runs a PostgreSQL of its own in `dataDir`. */
  database: { host: string; port: number; username: string; password: string; database: string } | null;
  /** null: the in-process adapters, enough for one instance. */
  redis: { url: string } | { host: string; port: number } | { nodes: string[] } | null;
  jwtSecret: string;
  /** How long an access token is good for. */
  accessTokenSeconds: number;
  /** The origins an instance answers to besides its own and `instanceUrls`. */
  corsOrigin: '*' | string[];
  /** Whose `X-Forwarded-For` is believed: addresses, networks as CIDR, or names of well-known ones. */
  trustedProxies: string[];
  /** An absolute path. */
  dataDir: string;
  guests: boolean;
  roomsOnDemand: boolean;
  busRouting: 'shared' | 'rooms';
  rateLimits: boolean;
  /** How many connections an address and a person may have at a time, on all instances together. */
  connections: { perAddress: number; perPerson: number };
  /** How long a connection of HTTP that waits for its next request is kept. */
  keepAliveMs: number;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Where Vite serves the page in development. */
const VITE_ORIGINS = ['http://localhost:5173', 'http://127.0.0.1:5173'];

/** Adds `.env` and then `backend/.env` to the environment. What it holds already stays. */
export function loadEnvFiles(): void {
  for (const path of [join(ROOT, '.env'), join(ROOT, 'backend', '.env')]) {
    if (existsSync(path)) process.loadEnvFile(path);
  }
}

/**
 * Reads the configuration from an environment. An empty variable counts as absent. In development without
 * `JWT_SECRET`, the secret is made and kept in the data directory.
 *
 * @throws ConfigError that tells all faults together
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, text]) => text?.trim() !== ''));
  // An unknown NODE_ENV is a fault; the strict rules hold for the rest of that report.
  const production = ![undefined, 'development', 'test'].includes(given.NODE_ENV?.toLowerCase());
  const read = environment(production, given.DB_HOST !== undefined).safeParse(given);
  if (!read.success) {
    throw new ConfigError(read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`));
  }

  const v = read.data;
  const dataDir = resolve(ROOT, v.DATA_DIR);
  if (!v.DB_HOST || !v.JWT_SECRET) requireDataDirectory(dataDir);
  return {
    production,
    port: v.PORT,
    host: v.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    wsPort: v.WS_PORT ?? null,
    instanceId: v.INSTANCE_ID ?? defaultInstanceId(v.PORT),
    instanceUrls: v.INSTANCE_URLS,
    database: v.DB_HOST
      ? {
          host: v.DB_HOST,
          port: v.DB_PORT,
          username: v.DB_USERNAME,
          password: v.DB_PASSWORD,
          database: v.DB_NAME,
        }
      : null,
    redis: redisOf(v),
    jwtSecret: v.JWT_SECRET ?? keptSecret(dataDir),
    accessTokenSeconds: v.ACCESS_TOKEN_SECONDS,
    corsOrigin: v.CORS_ORIGIN ?? (production ? [] : VITE_ORIGINS),
    trustedProxies: v.TRUST_PROXY,
    dataDir,
    guests: v.GUESTS ?? !production,
    roomsOnDemand: v.ROOMS_ON_DEMAND ?? !production,
    busRouting: v.BUS_ROUTING,
    rateLimits: v.RATE_LIMITS,
    connections: { perAddress: v.CONNECTIONS_PER_ADDRESS, perPerson: v.CONNECTIONS_PER_PERSON },
    keepAliveMs: v.KEEP_ALIVE_SECONDS * 1_000,
    logLevel: v.LOG_LEVEL,
  };
}

function defaultInstanceId(port: number): string {
  const machine = hostname()
    .replace(/[^A-Za-z0-9._-]/g, '-')
    .slice(0, 48);
  // Several instances on free ports must still differ.
  return `${machine}-${port === 0 ? `p${process.pid}` : port}`;
}

type RedisVariables = Pick<Environment, 'REDIS_CLUSTER' | 'REDIS_URL' | 'REDIS_HOST' | 'REDIS_PORT'>;

function redisOf({
  REDIS_CLUSTER: nodes,
  REDIS_URL: url,
  REDIS_HOST: host,
  REDIS_PORT: port,
}: RedisVariables) {
  if (nodes) return { nodes };
  if (url) return { url };
  return host ? { host, port } : null;
}
