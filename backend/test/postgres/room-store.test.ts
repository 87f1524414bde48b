import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MemoryPresence } from '../../src/adapters/memory/memory-presence.js';
import { SteadyClock } from '../../src/adapters/memory/steady-clock.js';
import { Unlimited } from '../../src/adapters/memory/unlimited.js';
import { PostgresRoomStore } from '../../src/adapters/postgres/room-store.js';
import { ListRooms } from '../../src/chat/rooms/list-rooms.js';
import { MyRooms } from '../../src/chat/rooms/my-rooms.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { addPerson, callerOf, type TestPerson } from '../support/people.js';

const ALL = { after: null, limit: 100 };

let database: TestDatabase;
let rooms: PostgresRoomStore;
let ann: TestPerson;
let bob: TestPerson;
let eve: TestPerson;

beforeAll(async () => {
  database = await createDatabase();
  rooms = new PostgresRoomStore(database.source);
  ann = await addPerson(database.source, 'ann');
  bob = await addPerson(database.source, 'bob');
  eve = await addPerson(database.source, 'eve');
});
afterAll(() => database.drop());

test('the room general is there from the first start', async () => {
  expect(await rooms.roomFor(ann.id, 'general')).toMatchObject({ kind: 'public', role: null, lastSeq: 0 });
});

test('[R2] a private room is seen by its members and by nobody else', async () => {
  const id = randomUUID();
  await rooms.create({ id, name: 'secret', kind: 'private', ownerId: ann.id, memberIds: [ann.id, bob.id] });
  expect(await rooms.roomFor(ann.id, id)).toMatchObject({ role: 'owner', rev: 2 });
  expect(await rooms.roomFor(bob.id, id)).toMatchObject({ role: 'member' });
  expect(await rooms.roomFor(eve.id, id)).toBeNull();
  await rooms.setMember(id, bob, false);
  expect(await rooms.roomFor(bob.id, id)).toBeNull();
  expect((await rooms.publicRooms(ann.id, 'secret', ALL)).items).toEqual([]);
});

test('[R5] two people have one direct room, however often and from whichever side it is asked for', async () => {
  const asked = await Promise.all([
    rooms.direct(ann.id, bob.id),
    rooms.direct(bob.id, ann.id),
    rooms.direct(ann.id, bob.id),
  ]);
  expect(new Set(asked.map(({ roomId }) => roomId)).size).toBe(1);
  expect(asked.filter(({ created }) => created)).toHaveLength(1);
  const id = asked[0]?.roomId ?? '';
  expect(await rooms.roomFor(ann.id, id)).toMatchObject({ name: 'bob', peer: { userId: bob.id } });
  expect(await rooms.roomFor(bob.id, id)).toMatchObject({ name: 'ann', peer: { userId: ann.id } });
  expect(await rooms.roomFor(eve.id, id)).toBeNull();
});

test('an id is given once, even to two who ask at once', async () => {
  const room = { id: 'contested', name: 'x', kind: 'public' as const, ownerId: null, memberIds: [] };
  const made = await Promise.all([rooms.create(room), rooms.create(room)]);
  expect(made.sort()).toEqual([false, true]);
});

test('[U1] a read cursor goes forward only, never past the newest message, and is the members own', async () => {
  await rooms.create({ id: 'reading', name: 'x', kind: 'public', ownerId: null, memberIds: [ann.id] });
  await database.source.query(`UPDATE rooms SET last_seq = 10 WHERE id = 'reading'`);
  expect(await rooms.markRead('reading', ann.id, 4)).toBe(4);
  expect(await rooms.markRead('reading', ann.id, 2)).toBe(4);
  expect(await rooms.markRead('reading', ann.id, 99)).toBe(10);
  expect(await rooms.markRead('reading', eve.id, 1)).toBeNull();
});

test('what was said before somebody joined is not unread to them', async () => {
  await rooms.create({ id: 'old', name: 'x', kind: 'public', ownerId: null, memberIds: [] });
  await database.source.query(`UPDATE rooms SET last_seq = 10 WHERE id = 'old'`);
  await rooms.setMember('old', bob, true);
  expect(await rooms.roomFor(bob.id, 'old')).toMatchObject({ lastSeq: 10, readSeq: 10 });
});

test('joining twice and leaving twice changes something once', async () => {
  await rooms.create({ id: 'twice', name: 'x', kind: 'public', ownerId: null, memberIds: [] });
  const changed = [];
  for (const member of [true, true, false, false]) {
    changed.push((await rooms.setMember('twice', ann, member))?.changed?.member ?? null);
  }
  expect(changed).toEqual([true, null, false, null]);
  expect((await rooms.heads(['twice', 'absent'])).get('twice')?.rev).toBe(2);
});

test('a search for public rooms takes its words literally', async () => {
  await rooms.create({ id: 'percent', name: '100% wool', kind: 'public', ownerId: null, memberIds: [] });
  expect((await rooms.publicRooms(ann.id, '0% W', ALL)).items.map(({ id }) => id)).toEqual(['percent']);
  expect((await rooms.publicRooms(ann.id, '%_%', ALL)).items).toEqual([]);
});

test('[Q1] pages of my rooms and of the public ones show each once, in whatever language the database sorts', async () => {
  const { source, drop } = await createDatabase('en-US');
  try {
    const store = new PostgresRoomStore(source);
    const zoe = await addPerson(source, 'zoe');
    // A program sorts the digits and the hyphen before the line below, English behind it.
    const ids = ['tea_b', 'tea1', 'tea-c', 'teaa', 'tea_a', 'tea9'];
    for (const id of ids)
      await store.create({ id, name: id, kind: 'public', ownerId: zoe.id, memberIds: [zoe.id] });
    const list = new ListRooms(
      store,
      new MyRooms(store, new MemoryPresence(new SteadyClock())),
      new Unlimited(),
    );
    for (const scope of ['mine', 'public'] as const) {
      const seen: string[] = [];
      for (let cursor: string | undefined, more = true; more; ) {
        const page = await list.run(callerOf(zoe), {
          scope,
          query: 'tea',
          limit: 1,
          ...(cursor ? { cursor } : {}),
        });
        seen.push(...page.rooms.map(({ id }) => id));
        ({ cursor, hasMore: more } = page);
        expect(seen.length).toBeLessThanOrEqual(ids.length);
      }
      expect(seen.toSorted()).toEqual(ids.toSorted());
    }
  } finally {
    await drop();
  }
});
