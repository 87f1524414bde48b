import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Unlimited } from '../../src/adapters/memory/unlimited.js';
import { digestKey } from '../../src/adapters/postgres/digest-key.js';
import { PostgresMessageLog } from '../../src/adapters/postgres/message-log.js';
import { PostgresRoomStore } from '../../src/adapters/postgres/room-store.js';
import { AmendMessage } from '../../src/chat/messages/amend-message.js';
import type { AmendFacts } from '../../src/chat/stores/message-log.js';
import { amend } from '../support/amend.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { addPerson, callerOf, type TestPerson } from '../support/people.js';

/** Something happens right after the facts were read. */
class InterruptedMessageLog extends PostgresMessageLog {
  /** Each is for one reading. */
  next: (() => Promise<unknown>)[] = [];

  override async amendFacts(roomId: string, seq: number, userId: string): Promise<AmendFacts | null> {
    const facts = await super.amendFacts(roomId, seq, userId);
    await this.next.shift()?.();
    return facts;
  }
}

let database: TestDatabase;
let rooms: PostgresRoomStore;
let log: InterruptedMessageLog;
let messages: AmendMessage;
/** The owner of the room, a moderator, and the author of its message. */
let olga: TestPerson;
let mia: TestPerson;
let ann: TestPerson;
let roomId: string;

beforeAll(async () => {
  database = await createDatabase();
  const { source, address } = database;
  rooms = new PostgresRoomStore(source);
  log = new InterruptedMessageLog(source, address, digestKey('a secret'));
  messages = new AmendMessage(log, new Unlimited());
});
beforeEach(async () => {
  const { source } = database;
  [olga, mia, ann] = await Promise.all([
    addPerson(source, 'olga'),
    addPerson(source, 'mia'),
    addPerson(source, 'ann'),
  ]);
  roomId = randomUUID();
  const memberIds = [olga.id, mia.id, ann.id];
  await rooms.create({ id: roomId, name: 'Tea', kind: 'private', ownerId: olga.id, memberIds });
  await setRole(mia, 'moderator');
  await log.append({ roomId, userId: ann.id, username: 'ann', clientId: randomUUID(), message: 'Hello' });
  log.next = [];
});
afterAll(async () => {
  await log.close();
  await database.drop();
});

const setRole = ({ id }: TestPerson, role: string) =>
  database.source.query('UPDATE members SET role = $3 WHERE room_id = $1 AND user_id = $2', [
    roomId,
    id,
    role,
  ]);
const mute = ({ id }: TestPerson, until: number | null) =>
  database.source.query('UPDATE members SET muted_until = $3 WHERE room_id = $1 AND user_id = $2', [
    ...[roomId, id, until],
  ]);
const setServerRole = ({ id }: TestPerson, role: string) =>
  database.source.query('UPDATE users SET role = $2 WHERE id = $1', [id, role]);
const edit = (by: TestPerson) => messages.edit(callerOf(by), { roomId, seq: 1, message: 'Bye' });
const remove = (by: TestPerson) => messages.delete(callerOf(by), { roomId, seq: 1 });

/** What stands there, and the rev of the room: 3 members and a message made 4. */
async function stands(): Promise<{ text: string | undefined; rev: number | undefined }> {
  const newest = await log.newest(roomId, 1);
  const [json] = newest?.messages ?? [];
  return { text: json && JSON.parse(json).message, rev: newest?.head.rev };
}
const UNTOUCHED = { text: 'Hello', rev: 4 };

test.each<[fact: string, change: () => Promise<unknown>]>([
  ['the role in the room', () => setRole(mia, 'member')],
  [
    'membership',
    () => database.source.query('UPDATE members SET member = false WHERE user_id = $1', [mia.id]),
  ],
  ['a mute', () => mute(mia, Date.now() + 60_000)],
  ['the role on the server', () => setServerRole(mia, 'admin')],
  ['the role of the author', () => setRole(ann, 'moderator')],
  ['the message', () => amend(log, { roomId, seq: 1, userId: ann.id, message: null })],
])('[R14] by facts of which %s is another by now nothing is changed', async (_, change) => {
  const facts = await log.amendFacts(roomId, 1, mia.id);
  if (!facts) throw new Error('There is no such room.');
  await change();
  const before = await stands();
  for (const message of ['Bye', null])
    expect(await log.amend({ roomId, seq: 1, userId: mia.id, message, facts })).toBe('stale');
  expect(await stands()).toEqual(before);
});

test('[R14] a mute that has run out, or that of another, makes no fact stale', async () => {
  await mute(ann, Date.now() - 1);
  log.next = [() => mute(ann, null), () => mute(mia, Date.now() + 60_000)];
  await edit(ann);
  expect(log.next).toHaveLength(1);
  await remove(ann);
  expect(await stands()).toEqual({ text: '', rev: 6 });
});

test('[E3] of a message or a room that is not there, no facts change anything', async () => {
  const facts = await log.amendFacts(roomId, 2, olga.id);
  expect(facts?.message).toBeNull();
  if (!facts) throw new Error('There is no such room.');
  expect(await log.amend({ roomId, seq: 2, userId: olga.id, message: null, facts })).toBe('stale');
  expect(await log.amend({ roomId: 'nowhere', seq: 1, userId: olga.id, message: null, facts })).toBe('stale');
  expect(await log.amendFacts('nowhere', 1, olga.id)).toBeNull();
  expect(await stands()).toEqual(UNTOUCHED);
});

test('[R14] rights that change between the look and the change are judged again', async () => {
  log.next = [() => setRole(mia, 'member')];
  await expect(remove(mia)).rejects.toMatchObject({ code: 'forbidden' });
  log.next = [() => mute(ann, Date.now() + 60_000)];
  await expect(edit(ann)).rejects.toMatchObject({ code: 'muted', retryAfterMs: expect.any(Number) });
  expect(await stands()).toEqual(UNTOUCHED);
  log.next = [() => mute(ann, null)];
  await remove(ann);
  expect((await stands()).text).toBe('');
});

test('[R14] they are judged so often, and not for ever', async () => {
  const readings = Array.from({ length: 9 }, (_, i) => () => mute(olga, Date.now() + 60_000 + i));
  log.next = [...readings];
  await expect(remove(olga)).rejects.toMatchObject({ code: 'overloaded' });
  expect(log.next).toHaveLength(readings.length - 5);
  expect(await stands()).toEqual(UNTOUCHED);
});

test('[R14] who waits for the room sees the rights as they were left by those before', async () => {
  const before = database.source.createQueryRunner();
  await before.startTransaction();
  try {
    await before.query('SELECT FROM rooms WHERE id = $1 FOR NO KEY UPDATE', [roomId]);
    const removed = remove(mia).then(
      () => 'removed',
      (error) => error.code,
    );
    const isLocked = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await eventually(
      (): Promise<unknown[]> => database.source.query(isLocked),
      (waiting) => waiting.length === 1,
    );
    await before.query(`UPDATE members SET role = 'member' WHERE room_id = $1 AND user_id = $2`, [
      roomId,
      mia.id,
    ]);
    await before.commitTransaction();
    expect(await removed).toBe('forbidden');
    expect(await stands()).toEqual(UNTOUCHED);
  } finally {
    await before.release();
  }
});
