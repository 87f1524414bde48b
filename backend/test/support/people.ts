import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Caller } from '../../src/chat/caller.js';

export interface TestPerson {
  id: string;
  username: string;
}

/** A person straight in the table, for tests of what lies below accounts. */
export async function addPerson(source: DataSource, username: string): Promise<TestPerson> {
  const id = randomUUID();
  await source.query(`INSERT INTO users (id, username, name_key, kind) VALUES ($1, $2, $3, 'account')`, [
    id,
    username,
    `${username}-${id}`,
  ]);
  return { id, username };
}

/** A person signed in, in a session that has no end. */
export function callerOf({ id, username }: TestPerson): Caller {
  return {
    ...{ id, username, kind: 'account', role: 'member' },
    ...{ sessionId: randomUUID(), expiresAt: Number.POSITIVE_INFINITY },
  };
}
