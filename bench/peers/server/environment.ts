import { createSecretKey, type KeyObject } from 'node:crypto';

/** What every peer is told by its environment. */
export interface Environment {
  port: number;
  redisUrl: string;
  /** Of access tokens, prepared once: with a plain string each verification prepares it again. */
  tokenKey: KeyObject;
}

/** What a peer that stores is told besides. */
export interface Database {
  host: string;
  port: number;
  username: string;
  password: string;
  database: string;
}

/** Throws when one is missing. */
export function readEnvironment(): Environment {
  return {
    port: Number(read('PORT')),
    redisUrl: read('REDIS_URL'),
    tokenKey: createSecretKey(Buffer.from(read('JWT_SECRET'))),
  };
}

export function readDatabase(): Database {
  return {
    host: read('DB_HOST'),
    port: Number(read('DB_PORT')),
    username: read('DB_USERNAME'),
    password: read('DB_PASSWORD'),
    database: read('DB_NAME'),
  };
}

function read(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set.`);
  return value;
}
