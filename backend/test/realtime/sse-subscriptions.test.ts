import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Room } from '@parley/protocol';
import { Unlimited } from '../../src/adapters/memory/unlimited.js';
import type { Caller } from '../../src/chat/caller.js';
import { RoomStreams } from '../../src/chat/feed/room-streams.js';
import { AnswerBudget } from '../../src/chat/messages/answer-budget.js';
import { PresenceTracker } from '../../src/chat/presence/presence-tracker.js';
import { FindRoom } from '../../src/chat/rooms/find-room.js';
import { WriteScheduler } from '../../src/realtime/connection/write-scheduler.js';
import { FanOut } from '../../src/realtime/delivery/fan-out.js';
import { SubscriptionRegistry } from '../../src/realtime/delivery/subscription-registry.js';
import { SseConnection } from '../../src/realtime/sse/sse-connection.js';
import { SseSubscriptions } from '../../src/realtime/sse/sse-subscriptions.js';
import { RoomEntry } from '../../src/realtime/subscriptions/room-entry.js';
import { Subscriptions } from '../../src/realtime/subscriptions/subscriptions.js';
import { type House, openHouse } from '../support/house.js';
import { addPerson, callerOf, type TestPerson } from '../support/people.js';

const budget = new AnswerBudget(new Unlimited());

let house: House;
let streams: RoomStreams;
let subscriptions: SseSubscriptions;
let ann: TestPerson;
let bob: TestPerson;
let me: Caller;
beforeAll(async () => {
  house = await openHouse();
  ann = await addPerson(house.database.source, 'ann');
  bob = await addPerson(house.database.source, 'bob');
  me = callerOf(bob);
  const raise = (error: unknown) => {
    throw error;
  };
  const { rooms, log, newest, bus, presence, accounts } = house;
  const findRoom = new FindRoom(rooms);
  const registry = new SubscriptionRegistry();
  const fanOut = new FanOut(registry, raise);
  streams = new RoomStreams(bus, newest, log, rooms);
  // News of who is here may outlive the test.
  const tracker = new PresenceTracker(presence, accounts, rooms, bus, 'here', () => undefined);
  const inner = new Subscriptions(streams, registry, tracker, fanOut, findRoom);
  subscriptions = new SseSubscriptions(
    inner,
    new RoomEntry(inner, tracker, fanOut, budget),
    log,
    findRoom,
    fanOut,
    budget,
  );
});
afterAll(async () => {
  streams.stop();
  await house.close();
});

const say = (roomId: string, message: string) =>
  house.log.append({ roomId, userId: ann.id, username: 'ann', clientId: randomUUID(), message });

/** A private room of both with one message, as bob sees it: rev 3. */
async function newRoom(): Promise<Room> {
  const id = randomUUID();
  const memberIds = [ann.id, bob.id];
  await house.rooms.create({ id, name: 'plans', kind: 'private', ownerId: ann.id, memberIds });
  await say(id, 'first');
  const room = await house.rooms.roomFor(bob.id, id);
  if (!room) throw new Error('no room');
  return room;
}

/** `told`: all that was written until now. */
function connect(roomId: string): { connection: SseConnection; told: () => Promise<string> } {
  const out = new PassThrough();
  let text = '';
  out.on('data', (chunk: Buffer) => {
    text += chunk;
  });
  const connection = new SseConnection(
    { out, address: 'here' },
    roomId,
    new WriteScheduler(),
    () => undefined,
  );
  return {
    connection,
    async told() {
      connection.flush();
      await new Promise((resolve) => setImmediate(resolve));
      return text;
    },
  };
}

test('[M6][V5] whoever is removed while what they missed is read is told nothing of it', async () => {
  const room = await newRoom();
  await house.memberships.end(room.id, bob);
  await say(room.id, 'for ann');
  const { connection, told } = connect(room.id);
  const begun = subscriptions.begin(connection, me, room, { epoch: room.epoch, rev: 2 });
  await expect(begun).rejects.toMatchObject({ code: 'not_found' });
  expect(await told()).not.toContain('event:');
  connection.close('not_found');
});

test('[V3] what happens between the look at the room and the first watch of it is told, too, and once', async () => {
  const room = await newRoom();
  for (const text of ['second', 'third']) await say(room.id, text);
  const { connection, told } = connect(room.id);
  // As the room stood before these two were said.
  await subscriptions.begin(connection, me, room, { epoch: room.epoch, rev: room.rev });
  const text = await told();
  const events = text.split('\n').filter((line) => line.startsWith('event: '));
  expect(events).toEqual(['event: message', 'event: message', 'event: room_head', 'event: room_head']);
  expect(text.match(/"message":"(\w+)"/g)).toEqual(['"message":"second"', '"message":"third"']);
  connection.close('shutting_down');
});

test('[M13] what a reader missed is read no further when it has gone while the part before waited for it', async () => {
  const room = await newRoom();
  await say(room.id, 'second');
  const { connection } = connect(room.id);
  const begun = subscriptions.begin(connection, me, room, { epoch: room.epoch, rev: room.rev - 1 });
  connection.close('shutting_down');
  const read = jest.spyOn(house.log, 'changesSince');
  await expect(begun).rejects.toMatchObject({ code: 'unavailable' });
  expect(read).not.toHaveBeenCalled();
  read.mockRestore();
});
