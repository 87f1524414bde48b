import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PostgresModerationStore } from '../../src/adapters/postgres/moderation-store.js';
import { PostgresRoomStore } from '../../src/adapters/postgres/room-store.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { addPerson, type TestPerson } from '../support/people.js';

let database: TestDatabase;
let rooms: PostgresRoomStore;
let moderation: PostgresModerationStore;
let ann: TestPerson;
let bob: TestPerson;
let roomId: string;

beforeAll(async () => {
  database = await createDatabase();
  rooms = new PostgresRoomStore(database.source);
  moderation = new PostgresModerationStore(database.source);
  ann = await addPerson(database.source, 'ann');
  bob = await addPerson(database.source, 'bob');
  roomId = randomUUID();
  const memberIds = [ann.id, bob.id];
  await rooms.create({ id: roomId, name: 'plans', kind: 'private', ownerId: ann.id, memberIds });
});
afterAll(() => database.drop());

const rev = async () => (await rooms.heads([roomId])).get(roomId)?.rev;
const owner = () => ({ id: ann.id, role: 'owner' as const });

test('[R14] nothing is done by rights that either has no longer', async () => {
  const before = await rev();
  const member = { id: bob.id, role: 'member' as const };
  for (const [by, whom] of [
    [{ id: bob.id, role: 'moderator' }, owner()],
    [{ id: randomUUID(), role: 'owner' }, member],
    [owner(), { id: bob.id, role: 'moderator' }],
    [owner(), { id: bob.id, role: null }],
  ] as const) {
    expect(await moderation.changeMember(roomId, by, whom, { act: 'remove' })).toBe('stale');
  }
  expect(await moderation.changeRoom(roomId, { id: bob.id, role: 'owner' }, { name: 'mine' })).toBe('stale');
  expect(await rev()).toBe(before);
  expect(await moderation.changeMember('nowhere', owner(), member, { act: 'remove' })).toBeNull();
});

test('[R11] nobody who is banned becomes a member, whoever asks, until the ban is lifted', async () => {
  const before = (await rev()) ?? 0;
  const act = { act: 'ban', forMs: null, reason: 'Crumbs' } as const;
  await moderation.changeMember(roomId, owner(), { id: bob.id, role: 'member' }, act);
  expect(await rooms.setMember(roomId, bob, true)).toMatchObject({ changed: null, refused: 'banned' });
  expect(await rev()).toBe(before + 1);
  await moderation.changeMember(roomId, owner(), { id: bob.id, role: null }, { act: 'unban' });
  expect(await rooms.setMember(roomId, bob, true)).toMatchObject({
    changed: { member: true },
    refused: null,
  });
});

test('[R15] an owner with others in the room stays, and a room that is given away has one owner', async () => {
  expect(await rooms.setMember(roomId, ann, false)).toMatchObject({ changed: null, refused: 'owner' });
  const given = await moderation.changeMember(
    roomId,
    owner(),
    { id: bob.id, role: 'member' },
    { act: 'transfer' },
  );
  expect(given).toMatchObject({
    outcome: 'changed',
    members: [
      { username: 'ann', role: 'moderator' },
      { username: 'bob', role: 'owner' },
    ],
  });
  expect(await rooms.setMember(roomId, ann, false)).toMatchObject({
    changed: { member: false },
    refused: null,
  });
});
