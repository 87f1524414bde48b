import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';

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
