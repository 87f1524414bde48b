import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Message } from '@parley/protocol';
import { PostgresMessageLog } from '../../src/adapters/postgres/message-log.js';
import { PostgresRoomStore } from '../../src/adapters/postgres/room-store.js';
import type { RoomChanges } from '../../src/chat/room-changes.js';
import type { Amended } from '../../src/chat/stores/message-log.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { addPerson, type TestPerson } from '../support/people.js';

const CANARY = 'the canary sings at noon';

let database: TestDatabase;
let rooms: PostgresRoomStore;
let log: PostgresMessageLog;
let ann: TestPerson;
let bob: TestPerson;
let cleo: TestPerson;
let told: RoomChanges[] = [];

beforeAll(async () => {
  database = await createDatabase();
  rooms = new PostgresRoomStore(database.source);
  log = new PostgresMessageLog(database.source, database.address);
  log.onStored((flush) => told.push(...flush));
  ann = await addPerson(database.source, 'ann');
  bob = await addPerson(database.source, 'bob');
  cleo = await addPerson(database.source, 'cleo');
});
afterAll(async () => {
  await log.close();
  await database.drop();
});

/** A room that cleo owns, where ann said three things. */
async function aRoom(): Promise<string> {
  const id = `room-${randomUUID().slice(0, 8)}`;
  const memberIds = [ann.id, bob.id, cleo.id];
  await rooms.create({ id, name: id, kind: 'public', ownerId: cleo.id, memberIds });
  for (const text of ['one', CANARY, 'three']) await say(id, text);
  told = [];
  return id;
}

const say = (roomId: string, message: string, clientId: string = randomUUID()) =>
  log.append({ roomId, userId: ann.id, username: 'ann', clientId, message });

const amend = (roomId: string, seq: number, by: TestPerson, message: string | null) =>
  log.amend({ roomId, seq, userId: by.id, message });

function messageOf(amended: Amended): Message {
  if (!('message' in amended)) throw new Error(`not amended: ${amended.outcome}`);
  return amended.message;
}

const newest = async (roomId: string) =>
  (await log.newest(roomId, 100))?.messages.map((json): Message => JSON.parse(json)) ?? [];

describe('an edit', () => {
  test('[E1] takes the next rev, keeps its place and its time, and is told once', async () => {
    const room = await aRoom();
    const [, before] = await newest(room);
    const after = messageOf(await amend(room, 2, ann, 'quiet'));
    expect(after).toEqual({ ...before, rev: 7, message: 'quiet', editedAt: expect.any(Number) });
    expect((await newest(room))[1]).toEqual(after);
    expect(told.map(({ from, to, lastSeq, events }) => [from, to, lastSeq, events[0]?.name])).toEqual([
      [7, 7, 3, 'message_updated'],
    ]);
    expect(JSON.parse(told[0]?.events[0]?.json.toString() ?? '')).toEqual(after);
  });

  test('[E2] with the text it has already changes nothing and is told to nobody', async () => {
    const room = await aRoom();
    const once = await amend(room, 2, ann, 'quiet');
    expect(await amend(room, 2, ann, 'quiet')).toEqual({ ...once, outcome: 'same' });
    expect(told).toHaveLength(1);
  });

  test('[E3] belongs to the writer alone, while a member', async () => {
    const room = await aRoom();
    expect(await amend(room, 2, bob, 'mine')).toEqual({ outcome: 'forbidden' });
    expect(await amend(room, 2, cleo, 'mine')).toEqual({ outcome: 'forbidden' });
    await rooms.setMember(room, ann, false);
    expect(await amend(room, 2, ann, 'late')).toEqual({ outcome: 'not_a_member' });
    expect(await amend('nowhere', 2, ann, 'x')).toEqual({ outcome: 'not_found' });
    expect(await amend(room, 9, bob, 'x')).toEqual({ outcome: 'no_message' });
    expect((await newest(room))[1]?.message).toBe(CANARY);
    expect(told).toEqual([]);
  });

  test('[E4] leaves the answer to a resend as it was, and a resend leaves the edit as it is', async () => {
    const room = await aRoom();
    const clientId = randomUUID();
    const first = await say(room, 'draft', clientId);
    await amend(room, 4, ann, 'final');
    expect(await say(room, 'draft', clientId)).toEqual({ ...first, outcome: 'dup' });
    expect(await say(room, 'final', clientId)).toEqual({ outcome: 'conflict' });
    expect((await newest(room)).at(-1)?.message).toBe('final');
  });
});

describe('a deletion', () => {
  test('[E5] takes the text away from every table and leaves the place, so that seqs keep having no holes', async () => {
    const room = await aRoom();
    const gone = messageOf(await amend(room, 2, ann, null));
    expect(gone).toMatchObject({ seq: 2, rev: 7, message: '', deletedAt: expect.any(Number) });
    expect((await newest(room)).map(({ seq, message }) => [seq, message])).toEqual([
      [1, 'one'],
      [2, ''],
      [3, 'three'],
    ]);
    const rows: unknown[] = await database.source.query(
      `SELECT FROM messages m WHERE m.room_id = $1 AND m::text LIKE '%' || $2 || '%'`,
      [room, CANARY],
    );
    expect(rows).toEqual([]);
  });

  test('[E5] is for ever: it cannot be edited back, and happens once', async () => {
    const room = await aRoom();
    const gone = await amend(room, 2, ann, null);
    expect(await amend(room, 2, ann, null)).toEqual({ ...gone, outcome: 'same' });
    expect(await amend(room, 2, ann, CANARY)).toEqual({ outcome: 'deleted' });
    expect(told).toHaveLength(1);
  });

  test('[E3] may be the room owner’s or a member administrator’s work too, nobody else’s', async () => {
    const room = await aRoom();
    expect(await amend(room, 1, bob, null)).toEqual({ outcome: 'forbidden' });
    expect((await amend(room, 1, cleo, null)).outcome).toBe('changed');
    await database.source.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [bob.id]);
    expect((await amend(room, 2, bob, null)).outcome).toBe('changed');
    await rooms.setMember(room, bob, false);
    expect(await amend(room, 3, bob, null)).toEqual({ outcome: 'not_a_member' });
    await database.source.query(`UPDATE users SET role = 'member' WHERE id = $1`, [bob.id]);
  });
});

test('[C2] catch-up tells new messages from changed ones, each as it stands now', async () => {
  const room = await aRoom();
  const { rev } = (await log.newest(room, 1))?.head ?? { rev: 0 };
  await say(room, 'four');
  await amend(room, 4, ann, 'four, edited');
  await amend(room, 3, ann, null);
  await amend(room, 1, ann, 'one, edited');
  const delta = await log.changesSince(room, rev, 100);
  expect(delta?.head.rev).toBe(rev + 4);
  expect(delta?.messages.map(({ seq, message }) => [seq, message])).toEqual([[4, 'four, edited']]);
  expect(delta?.updated.map(({ seq, message }) => [seq, message])).toEqual([
    [3, ''],
    [1, 'one, edited'],
  ]);
  expect(await log.changesSince(room, rev, 2)).toBeNull();
});

test('[N1][N2] amendments from many connections at once, between new messages, leave no holes in seq or rev', async () => {
  const room = await aRoom();
  const work = Array.from({ length: 120 }, (_, i) =>
    i % 3 === 0 ? say(room, `more ${i}`) : amend(room, 1 + (i % 3), ann, `version ${i}`),
  );
  await Promise.all(work);
  const messages = await newest(room);
  const head = (await rooms.heads([room])).get(room);
  expect(messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 43 }, (_, i) => i + 1));
  const revs = told.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
  expect(revs.sort((a, b) => a - b)).toEqual(Array.from({ length: revs.length }, (_, i) => 7 + i));
  expect(head?.rev).toBe(6 + revs.length);
});
