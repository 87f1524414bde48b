import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LIMITS, type Message } from '@parley/protocol';
import { digestKey } from '../../src/adapters/postgres/digest-key.js';
import { PostgresMessageLog } from '../../src/adapters/postgres/message-log.js';
import { PostgresRoomStore } from '../../src/adapters/postgres/room-store.js';
import { amend } from '../support/amend.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { addPerson, type TestPerson } from '../support/people.js';
import { rowsOf } from '../support/rows-of.js';

/** Of these, ten are more than an answer holds. */
const LONG = '语'.repeat(LIMITS.messageLength);
const ALL = 1_000_000;

let database: TestDatabase;
let rooms: PostgresRoomStore;
let log: PostgresMessageLog;
let ann: TestPerson;
let bob: TestPerson;

beforeAll(async () => {
  database = await createDatabase();
  rooms = new PostgresRoomStore(database.source);
  log = new PostgresMessageLog(database.source, database.address, digestKey('a secret'));
  [ann, bob] = await Promise.all([addPerson(database.source, 'ann'), addPerson(database.source, 'bob')]);
});
afterAll(async () => {
  await log.close();
  await database.drop();
});

async function newRoom(): Promise<string> {
  const id = `room-${randomUUID().slice(0, 8)}`;
  await rooms.create({ id, name: id, kind: 'public', ownerId: null, memberIds: [ann.id, bob.id] });
  return id;
}

async function say(roomId: string, count: number, message = LONG): Promise<void> {
  const draft = () => ({ roomId, userId: ann.id, username: 'ann', clientId: randomUUID(), message });
  await Promise.all(Array.from({ length: count }, () => log.append(draft())));
}

const revOf = async (room: string) => (await rooms.heads([room])).get(room)?.rev ?? 0;
const bytesOf = (jsons: readonly string[]) => Buffer.byteLength(jsons.join(','));
/** A message more than the bound, so that a reader can tell there are more. */
const MOST = LIMITS.answerBytes + Buffer.byteLength(LONG) * 2;

test('[M14] a page of long texts is read no further than an answer may have bytes', async () => {
  const room = await newRoom();
  await say(room, 40);
  const newest = await log.newest(room, 40);
  expect(newest?.messages.length).toBeGreaterThan(5);
  expect(bytesOf(newest?.messages ?? [])).toBeLessThan(MOST);
  const sides = await log.around(room, { first: 1, last: 40 }, { at: 20, below: 40, above: 40 });
  for (const side of [sides.below, sides.above]) {
    const bytes = bytesOf(side.map(({ json }) => json));
    expect(bytes).toBeGreaterThan(LIMITS.answerBytes);
    expect(bytes).toBeLessThan(MOST);
  }
  expect([sides.below.at(-1)?.seq, sides.above[0]?.seq]).toEqual([19, 20]);
  const lines = await log.lines(room, 3, 40);
  expect(lines.text.split('\n').map((line) => (JSON.parse(line) as Message).seq)).toEqual(
    Array.from({ length: lines.count }, (_, i) => 3 + i),
  );
  expect(lines.last).toBe(2 + lines.count);
  expect(Buffer.byteLength(lines.text)).toBeLessThan(MOST);
});

test('[M14] one message is answered whatever it takes, or nobody would come past it', async () => {
  const room = await newRoom();
  const from = await revOf(room);
  await say(room, 2);
  const newest = await log.newest(room, 50, 1);
  expect(newest?.messages.map((json) => (JSON.parse(json) as Message).seq)).toEqual([2]);
  const delta = await log.changesSince(room, from, ALL, 1);
  expect(delta).toMatchObject({ changes: [{ event: 'message', row: { seq: 1 } }], more: true });
});

test('[C3] a catch-up in parts leaves out no seq and no change, and each part goes further', async () => {
  const room = await newRoom();
  await say(room, 6, 'before');
  const from = await revOf(room);
  await say(room, 20, 'x'.repeat(500));
  // The newest of them and old ones are changed behind all that was said.
  for (const seq of [20, 3, 9]) await amend(log, { roomId: room, seq, userId: ann.id, message: 'edited' });
  await rooms.setMember(room, bob, false);
  await amend(log, { roomId: room, seq: 5, userId: ann.id, message: null });
  const whole = await log.changesSince(room, from, ALL);
  const told = new Map<number, Message>();
  let parts = 0;
  for (let rev = from, more = true; more; parts++) {
    const part = await log.changesSince(room, rev, ALL, 3_000);
    if (!part) throw new Error('no such room');
    expect(part.head.rev).toBeGreaterThan(rev);
    // Whoever was removed hears of it before anything that came after.
    if (parts === 0)
      expect(rowsOf(part, 'member_updated')).toMatchObject([{ userId: bob.id, member: false }]);
    for (const message of [...rowsOf(part, 'message_updated'), ...rowsOf(part, 'message')])
      told.set(message.seq, message);
    const heard = [...told.keys()].filter((seq) => seq > 6).sort((a, b) => a - b);
    expect(heard).toEqual(heard.map((_, i) => 7 + i));
    ({ more } = part);
    rev = part.head.rev;
    expect(rev <= (whole?.head.rev ?? 0)).toBe(true);
  }
  expect(parts).toBeGreaterThan(3);
  expect(whole?.more).toBe(false);
  const bySeq = (a: Message, b: Message) => a.seq - b.seq;
  expect([...told.values()].sort(bySeq)).toEqual(
    [...rowsOf(whole, 'message_updated'), ...rowsOf(whole, 'message')].sort(bySeq),
  );
});

test('[C3] more rows than are told in parts is told as such, however small they are', async () => {
  const room = await newRoom();
  const from = await revOf(room);
  await say(room, 30, 'x');
  expect(await log.changesSince(room, from, 29, 1_000)).toBeNull();
  expect((await log.changesSince(room, from, 30, 1_000))?.more).toBe(true);
});
