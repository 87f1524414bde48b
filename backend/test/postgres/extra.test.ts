import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LIMITS, type Message } from '@parley/protocol';
import { digestKey } from '../../src/adapters/postgres/digest-key.js';
import { PostgresMessageLog } from '../../src/adapters/postgres/message-log.js';
import { PostgresRoomStore } from '../../src/adapters/postgres/room-store.js';
import type { RoomChanges } from '../../src/chat/changes/room-changes.js';
import type { Draft } from '../../src/chat/stores/message-log.js';
import { amend } from '../support/amend.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { addPerson, type TestPerson } from '../support/people.js';
import { rowsOf } from '../support/rows-of.js';

const EXTRA = { files: [{ name: 'a "picture" \\ {1,2}', bytes: 12 }], quote: { seq: 1, to: [1, 2] } };

let database: TestDatabase;
let log: PostgresMessageLog;
let ann: TestPerson;
let told: RoomChanges[] = [];
beforeAll(async () => {
  database = await createDatabase();
  log = new PostgresMessageLog(database.source, database.address, digestKey('a secret'));
  log.onStored((flush) => told.push(...flush));
  ann = await addPerson(database.source, 'ann');
});
afterAll(async () => {
  await log.close();
  await database.drop();
});

async function newRoom(): Promise<string> {
  const id = `room-${randomUUID().slice(0, 8)}`;
  const rooms = new PostgresRoomStore(database.source);
  await rooms.create({ id, name: id, kind: 'public', ownerId: null, memberIds: [ann.id] });
  told = [];
  return id;
}

const draftOf = (roomId: string, extra?: Draft['extra']): Draft => ({
  ...{ roomId, userId: ann.id, username: 'ann', clientId: randomUUID(), message: 'hello', extra },
});

/** The extra of a message by every road that prints one. */
async function roads(roomId: string, seq: number): Promise<unknown[]> {
  const newest = await log.newest(roomId, 50);
  const around = await log.around(roomId, { first: 1, last: 99 }, { at: seq, below: 0, above: 1 });
  const below = await log.around(roomId, { first: 1, last: 99 }, { at: seq + 1, below: 1, above: 0 });
  const lines = await log.lines(roomId, seq, seq);
  const printed = [newest?.messages[seq - 1], around.above[0]?.json, below.below[0]?.json, lines.text];
  const fresh = await log.changesSince(roomId, 0, 100);
  const changed = await log.changesSince(roomId, seq + 1, 100);
  const parsed = [
    ...printed.map((json) => JSON.parse(json ?? '')),
    rowsOf(fresh, 'message')[seq - 1] as Message & { extra?: unknown },
    ...(rowsOf(changed, 'message_updated') as (Message & { extra?: unknown })[]),
  ];
  return parsed.map((message) => message.extra);
}

test('what a message carries beyond its text is stored once, told, and comes back by every road', async () => {
  const room = await newRoom();
  const drafts = [draftOf(room), draftOf(room, EXTRA), draftOf(room)];
  const stored = await Promise.all(drafts.map((draft) => log.append(draft)));
  expect(stored.map((each) => 'message' in each && each.message)).toMatchObject([
    expect.not.objectContaining({ extra: expect.anything() }),
    { seq: 2, extra: EXTRA },
    expect.not.objectContaining({ extra: expect.anything() }),
  ]);
  const events = told.flatMap((changes) => changes.events.map(({ json }) => JSON.parse(json.toString())));
  expect(events.map(({ extra }) => extra)).toEqual([undefined, EXTRA, undefined]);
  expect(await roads(room, 2)).toEqual([EXTRA, EXTRA, EXTRA, EXTRA, EXTRA]);
  const rows = await database.source.query('SELECT extra FROM messages WHERE room_id = $1 ORDER BY seq', [
    room,
  ]);
  expect(rows).toEqual([{ extra: null }, { extra: EXTRA }, { extra: null }]);
});

test('it survives an edit, and a deletion leaves nothing of it', async () => {
  const room = await newRoom();
  const canary = { note: 'the canary sings at noon' };
  const draft = draftOf(room, canary);
  await log.append(draft);
  const edited = await amend(log, { roomId: room, seq: 1, userId: ann.id, message: 'edited' });
  expect(edited).toMatchObject({ outcome: 'changed', message: { message: 'edited', extra: canary } });
  expect(await roads(room, 1)).toEqual([canary, canary, canary, canary, canary, canary]);
  const deleted = await amend(log, { roomId: room, seq: 1, userId: ann.id, message: null });
  expect(deleted).toMatchObject({ outcome: 'changed', message: { message: '' } });
  expect(deleted?.message).not.toHaveProperty('extra');
  expect(await roads(room, 1)).toEqual(Array.from({ length: 6 }));
  const rows: unknown[] = await database.source.query(`SELECT FROM messages m WHERE m::text LIKE '%canary%'`);
  expect(rows).toEqual([]);
});

test.each(['as it was sent', 'edited', 'deleted'])(
  '[S3] [S4] of a message that is %s, a resend is one, and another extra under its clientId a conflict',
  async (state) => {
    const room = await newRoom();
    const draft = draftOf(room, EXTRA);
    const first = await log.append(draft);
    const message = state === 'edited' ? 'another text' : null;
    if (state !== 'as it was sent') await amend(log, { roomId: room, seq: 1, userId: ann.id, message });
    expect(await log.append({ ...draft, extra: structuredClone(EXTRA) })).toEqual({
      ...first,
      outcome: 'dup',
    });
    for (const extra of [undefined, {}, { ...EXTRA, more: true }]) {
      expect(await log.append({ ...draft, extra })).toEqual({ outcome: 'conflict' });
    }
    const twice = draftOf(room, EXTRA);
    const both = await Promise.all([
      log.append(twice),
      log.append(twice),
      log.append({ ...twice, extra: {} }),
    ]);
    expect(both.map(({ outcome }) => outcome)).toEqual(['stored', 'dup', 'conflict']);
  },
);

test('[M14] it counts for the bytes that an answer may have', async () => {
  const room = await newRoom();
  // Not to be made smaller by PostgreSQL.
  const noise = () => Array.from({ length: 500 }, randomUUID).join('');
  await Promise.all(Array.from({ length: 30 }, () => log.append(draftOf(room, { noise: noise() }))));
  const bytes = LIMITS.answerBytes * 1.5;
  expect((await log.newest(room, 30))?.messages.join('').length).toBeLessThan(bytes);
  expect((await log.lines(room, 1, 30)).text.length).toBeLessThan(bytes);
  const { above } = await log.around(room, { first: 1, last: 30 }, { at: 1, below: 0, above: 30 });
  expect(above.map(({ json }) => json).join('').length).toBeLessThan(bytes);
  const delta = await log.changesSince(room, 0, 100);
  expect(delta?.more).toBe(true);
  expect(JSON.stringify(rowsOf(delta, 'message')).length).toBeLessThan(bytes);
});
