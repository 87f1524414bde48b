import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PostgresAccountStore } from '../../src/adapters/postgres/account-store.js';
import { PostgresSessionStore } from '../../src/adapters/postgres/session-store.js';
import type { NewAccount } from '../../src/chat/stores/account-store.js';
import { UNKNOWN_CLIENT } from '../../src/chat/stores/client-info.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let accounts: PostgresAccountStore;
let sessions: PostgresSessionStore;
beforeAll(async () => {
  database = await createDatabase();
  accounts = new PostgresAccountStore(database.source);
  sessions = new PostgresSessionStore(database.source);
});
afterAll(() => database.drop());

const account = (nameKey: string): NewAccount => ({
  id: randomUUID(),
  username: nameKey,
  nameKey,
  passwordHash: 'hash',
  kind: 'account',
  role: 'member',
});
const times = <T>(count: number, make: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, i) => make(i)));

test('of ten first accounts at once exactly one is created', async () => {
  const created = await times(10, (i) => accounts.createFirst(account(`first-${i}`)));
  expect(created.filter(Boolean)).toHaveLength(1);
});

test('of ten accounts of one name at once exactly one is created, and nobody meets an error', async () => {
  const created = await times(10, () => accounts.create(account('contested')));
  expect(created.filter(Boolean)).toHaveLength(1);
});

test('a guest whose name an account has is not created', async () => {
  await accounts.create(account('taken'));
  expect(await accounts.create({ ...account('taken'), kind: 'guest', passwordHash: null })).toBe(false);
  expect(await accounts.create({ ...account('free'), kind: 'guest', passwordHash: null })).toBe(true);
});

test('a session ends once, however many end it, and what renews it meanwhile is refused after', async () => {
  const person = account('leaving');
  await accounts.create(person);
  const expiresAt = new Date(Date.now() + 60_000);
  const session = { id: randomUUID(), userId: person.id, expiresAt, client: UNKNOWN_CLIENT };
  await sessions.begin({ ...session, tokenHash: Buffer.alloc(32, 1) });
  const successorHash = (n: number) => Buffer.alloc(32, 10 + n);
  const use = { ...session, tokenHash: Buffer.alloc(32, 1), successorHash, graceMs: 10_000 };
  const [ended, renewed] = await Promise.all([
    times(5, () => sessions.end(session.id)),
    times(5, () => sessions.rotate(use)),
  ]);
  expect(ended.filter(Boolean)).toHaveLength(1);
  expect(renewed.every(({ outcome }) => outcome === 'rotated' || outcome === 'unknown')).toBe(true);
  expect(await sessions.userOf(session.id)).toBeNull();
  expect(await sessions.rotate(use)).toEqual({ outcome: 'unknown' });
});
