import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Message } from '@parley/protocol';
import { Unlimited } from '../../src/adapters/memory/unlimited.js';
import { PostgresRoomStore } from '../../src/adapters/postgres/room-store.js';
import type { Caller } from '../../src/chat/caller.js';
import { AnswerBudget } from '../../src/chat/messages/answer-budget.js';
import { ReadHistory } from '../../src/chat/messages/read-history.js';
import { Sync } from '../../src/chat/messages/sync.js';
import { MyRooms } from '../../src/chat/rooms/my-rooms.js';
import { amend } from '../support/amend.js';
import { type House, openHouse } from '../support/house.js';
import { addPerson, callerOf, type TestPerson } from '../support/people.js';

const budget = new AnswerBudget(new Unlimited());

/** Something happens right after somebody's rights were read. */
class InterruptedRoomStore extends PostgresRoomStore {
  next: (() => Promise<void>) | null = null;

  override async mine(userId: string) {
    return this.interrupted(await super.mine(userId));
  }
  override async roomFor(userId: string, roomId: string) {
    return this.interrupted(await super.roomFor(userId, roomId));
  }
  private async interrupted<T>(result: T): Promise<T> {
    const { next } = this;
    this.next = null;
    await next?.();
    return result;
  }
}

let house: House;
let rooms: InterruptedRoomStore;
let ann: TestPerson;
let bob: TestPerson;
let me: Caller;

beforeAll(async () => {
  house = await openHouse();
  rooms = new InterruptedRoomStore(house.database.source);
  ann = await addPerson(house.database.source, 'ann');
  bob = await addPerson(house.database.source, 'bob');
  me = callerOf(bob);
});
afterAll(() => house.close());

const say = (roomId: string, message: string) =>
  house.log.append({ roomId, userId: ann.id, username: 'ann', clientId: randomUUID(), message });

/** A private room of both, with a message. As soon as bob's rights are read, he is removed and ann goes on. */
async function roomToBeRemovedFrom(): Promise<string> {
  const roomId = randomUUID();
  const memberIds = [ann.id, bob.id];
  await house.rooms.create({ id: roomId, name: 'plans', kind: 'private', ownerId: ann.id, memberIds });
  await say(roomId, 'for both');
  rooms.next = async () => {
    await house.memberships.end(roomId, bob);
    await say(roomId, 'for ann');
  };
  return roomId;
}

test.each(['what changed', 'the newest page'])(
  '[M6] sync tells whoever is removed meanwhile that the room is gone, instead of %s',
  async (what) => {
    const roomId = await roomToBeRemovedFrom();
    const { epoch } = (await house.rooms.heads([roomId])).get(roomId) ?? { epoch: '' };
    const head = { epoch: what === 'what changed' ? epoch : randomUUID(), rev: 2 };
    const sync = new Sync(rooms, house.log, new MyRooms(rooms, house.presence), house.streams, budget);
    const synced = await sync.run(me, { rooms: { [roomId]: head }, watch: [] });
    expect(synced.rooms[roomId]).toEqual({ status: 'gone' });
  },
);

test.each([{}, { after: 0 }, { before: 99 }])(
  '[M6] history shows whoever is removed meanwhile nothing that was said afterwards: %j',
  async (query) => {
    const roomId = await roomToBeRemovedFrom();
    const history = new ReadHistory(rooms, house.log, house.newest, house.streams, budget);
    const { messages } = await history.run(me, roomId, { limit: 50, ...query });
    expect(messages.map((json) => (JSON.parse(json) as Message).message)).toEqual(['for both']);
  },
);

test('[M6] history shows whoever is removed meanwhile no edit that was made afterwards', async () => {
  const roomId = await roomToBeRemovedFrom();
  const { next } = rooms;
  rooms.next = async () => {
    await next?.();
    await amend(house.log, { roomId, seq: 1, userId: ann.id, message: 'for ann alone' });
  };
  const history = new ReadHistory(rooms, house.log, house.newest, house.streams, budget);
  await expect(history.run(me, roomId, { limit: 50 })).rejects.toMatchObject({ code: 'not_found' });
});

test('[M6] nor does it from the memory of an instance where the room is watched, and what was before it shows', async () => {
  const deaf = { deliver: () => undefined, evict: () => undefined, fault: () => undefined };
  for (const edited of [false, true]) {
    const roomId = await roomToBeRemovedFrom();
    const stream = await house.streams.open(roomId, deaf);
    const { next } = rooms;
    rooms.next = async () => {
      await next?.();
      if (edited) await amend(house.log, { roomId, seq: 1, userId: ann.id, message: 'for ann alone' });
      await stream.waitUntil((await house.rooms.heads([roomId])).get(roomId) ?? { epoch: '', rev: 0 });
    };
    const history = new ReadHistory(rooms, house.log, house.newest, house.streams, budget);
    const read = history.run(me, roomId, { limit: 50 });
    if (edited) await expect(read).rejects.toMatchObject({ code: 'not_found' });
    else expect((await read).messages.map((json) => JSON.parse(json).message)).toEqual(['for both']);
    house.streams.release(roomId, stream);
  }
});

test('[M8] nobody is told of a room they have left again', async () => {
  const roomId = `open-${randomUUID().slice(0, 8)}`;
  await house.rooms.create({ id: roomId, name: roomId, kind: 'public', ownerId: null, memberIds: [] });
  house.controlEvents.length = 0;
  await house.memberships.publishAdded(roomId, [bob.id]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(house.controlEvents.filter((event) => event.about === 'people')).toEqual([]);
});
