import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PostgresRoomStore } from '../../src/adapters/postgres/room-store.js';
import type { Connection } from '../../src/realtime/connection/connection.js';
import { ConnectionHub } from '../../src/realtime/delivery/connection-hub.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { addPerson, type TestPerson } from '../support/people.js';

let database: TestDatabase;
let rooms: PostgresRoomStore;
let ann: TestPerson;
const roomId = 'plans';

beforeAll(async () => {
  database = await createDatabase();
  rooms = new PostgresRoomStore(database.source);
  ann = await addPerson(database.source, 'ann');
  await rooms.create({ id: roomId, name: roomId, kind: 'public', ownerId: null, memberIds: [ann.id] });
});
afterAll(() => database.drop());

/** Only who it is counts here. */
const someConnection = () => ({ id: randomUUID() }) as Connection;

test('[M6] a control event that comes while memberships are being read is newer than what is read', async () => {
  const hub = new ConnectionHub(rooms);
  const added = hub.add(ann.id, someConnection());
  hub.setMember(roomId, ann.id, false);
  hub.setMember('elsewhere', ann.id, true);
  await added;
  expect([...hub.membersOf(roomId)]).toEqual([]);
  expect([...hub.membersOf('elsewhere')]).toEqual([ann.id]);
});

test('what nobody had told is returned by a reload, once', async () => {
  const hub = new ConnectionHub(rooms);
  await hub.add(ann.id, someConnection());
  hub.setMember(roomId, ann.id, false);
  expect(await hub.reload()).toEqual([{ userId: ann.id, roomId, member: true }]);
  expect(await hub.reload()).toEqual([]);
});

test('[A4] sockets whose memberships cannot be read are not kept, neither the first of a person nor the next', async () => {
  const broken = await createDatabase();
  const hub = new ConnectionHub(new PostgresRoomStore(broken.source));
  await broken.drop();
  const added = await Promise.allSettled(
    [someConnection(), someConnection()].map((one) => hub.add(ann.id, one)),
  );
  expect(added.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(hub.connectionsOf(ann.id).size).toBe(0);
});
