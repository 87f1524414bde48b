import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { LIMITS } from '@parley/protocol';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { Unlimited } from '../../src/adapters/memory/unlimited.js';
import { PostgresRoomStore } from '../../src/adapters/postgres/room-store.js';
import { AnswerBudget } from '../../src/chat/messages/answer-budget.js';
import { Sync } from '../../src/chat/messages/sync.js';
import { PresenceTracker } from '../../src/chat/presence/presence-tracker.js';
import { CreateRoom } from '../../src/chat/rooms/create-room.js';
import { FindRoom } from '../../src/chat/rooms/find-room.js';
import { JoinRoom } from '../../src/chat/rooms/join-room.js';
import { LeaveRoom } from '../../src/chat/rooms/leave-room.js';
import { MyRooms } from '../../src/chat/rooms/my-rooms.js';
import { RoomCommands } from '../../src/realtime/commands/room.commands.js';
import type { Connection } from '../../src/realtime/connection/connection.js';
import { FanOut } from '../../src/realtime/delivery/fan-out.js';
import { SubscriptionRegistry } from '../../src/realtime/delivery/subscription-registry.js';
import { RoomEntry } from '../../src/realtime/subscriptions/room-entry.js';
import { Subscriptions } from '../../src/realtime/subscriptions/subscriptions.js';
import { type House, openHouse } from '../support/house.js';
import { addPerson, callerOf } from '../support/people.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** The room commands on a source whose statements are counted. */
function openRoomCommands(): RoomCommands {
  const { database, log, bus, presence, accounts, streams, memberships } = house;
  const rooms = new PostgresRoomStore(database.source);
  const limits = new Unlimited();
  const budget = new AnswerBudget(limits);
  const findRoom = new FindRoom(rooms);
  const myRooms = new MyRooms(rooms, presence);
  const registry = new SubscriptionRegistry();
  const raise = (error: unknown) => {
    throw error;
  };
  const fanOut = new FanOut(registry, raise);
  const tracker = new PresenceTracker(presence, accounts, rooms, bus, 'here', raise);
  const subscriptions = new Subscriptions(streams, registry, tracker, fanOut, findRoom);
  return new RoomCommands(
    new CreateRoom(rooms, accounts, memberships, limits, bus, myRooms),
    new JoinRoom(rooms, memberships, limits, bus, { onDemand: false }),
    new LeaveRoom(rooms, memberships),
    findRoom,
    new Sync(rooms, log, myRooms, streams, budget),
    subscriptions,
    new RoomEntry(subscriptions, tracker, fanOut, budget),
  );
}

test('[C3] a sync of as many rooms as it may name, none of which is there, is a handful of queries', async () => {
  const { source } = house.database;
  const me = callerOf(await addPerson(source, 'ann'));
  const roomCommands = openRoomCommands();
  const watch = Array.from({ length: LIMITS.syncRooms }, () => randomUUID());
  const head = { epoch: randomUUID(), rev: 0 };
  const rooms = Object.fromEntries(watch.map((roomId) => [roomId, head]));
  const query = jest.spyOn((source.driver as PostgresDriver).master, 'query');
  // No room is watched, so nothing is asked of the connection.
  const answer = await roomCommands.catchUp({ rooms, watch }, me, {} as Connection);
  expect(Object.values(answer.rooms)).toEqual(watch.map(() => ({ status: 'gone' })));
  expect(query.mock.calls.length).toBeGreaterThan(0);
  expect(query.mock.calls.length).toBeLessThanOrEqual(5);
});
