import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Message } from '@parley/protocol';
import { MemoryHotHistory } from '../../src/adapters/memory/memory-hot-history.js';
import { digestKey } from '../../src/adapters/postgres/digest-key.js';
import { PostgresMessageLog } from '../../src/adapters/postgres/message-log.js';
import { PostgresRoomStore } from '../../src/adapters/postgres/room-store.js';
import { NewestPage } from '../../src/chat/pages/newest-page.js';
import { type House, openHouse } from '../support/house.js';
import { addPerson, type TestPerson } from '../support/people.js';

/** What it has read arrives when it is let through. */
class SlowLog extends PostgresMessageLog {
  readonly readings: (() => void)[] = [];
  override async newest(roomId: string, limit: number) {
    const page = await super.newest(roomId, limit);
    await new Promise<void>((resolve) => this.readings.push(resolve));
    return page;
  }
}

let house: House;
let log: SlowLog;
let ann: TestPerson;
beforeAll(async () => {
  house = await openHouse();
  log = new SlowLog(house.database.source, house.database.address, digestKey('a secret'));
  ann = await addPerson(house.database.source, 'ann');
});
afterAll(async () => {
  await log.close();
  await house.close();
});

const readings = async (count: number) => {
  while (log.readings.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
};

test('[H3] a reading under way serves those whose head is in it, and nobody who knows of more', async () => {
  const id = `room-${randomUUID().slice(0, 8)}`;
  await house.rooms.create({ id, name: id, kind: 'public', ownerId: null, memberIds: [ann.id] });
  const page = new NewestPage(house.rooms, new MemoryHotHistory(), log);
  const say = (message: string) =>
    log.append({ roomId: id, userId: ann.id, username: 'ann', clientId: randomUUID(), message });
  /** Three who have just looked how far the room is. */
  const threeRead = async () => {
    const head = (await house.rooms.heads([id])).get(id) ?? { epoch: '', rev: 0 };
    const read = async () => {
      const found = await page.readAt(id, head);
      return found?.messages.map((json) => (JSON.parse(json) as Message).message);
    };
    return { pages: Promise.all([read(), read(), read()]) };
  };

  await say('before');
  const first = await threeRead();
  await readings(1);
  await say('meanwhile');
  const second = await threeRead();
  await new Promise((resolve) => setImmediate(resolve));
  log.readings[0]?.();
  await readings(2);
  log.readings[1]?.();
  expect(await first.pages).toEqual([['before'], ['before'], ['before']]);
  const both = ['before', 'meanwhile'];
  expect(await second.pages).toEqual([both, both, both]);
  expect(log.readings).toHaveLength(2);
});

test('[H3] a reader that had looked into the hot list before it was filled looks again, and not at the log', async () => {
  const id = `room-${randomUUID().slice(0, 8)}`;
  await house.rooms.create({ id, name: id, kind: 'public', ownerId: null, memberIds: [ann.id] });
  const asked: (() => void)[] = [];
  /** The answer about a head waits, as behind others for a connection. */
  class SlowRooms extends PostgresRoomStore {
    override async heads(roomIds: readonly string[]) {
      await new Promise<void>((resolve) => asked.push(resolve));
      return super.heads(roomIds);
    }
  }
  const page = new NewestPage(new SlowRooms(house.database.source), new MemoryHotHistory(), house.log);
  const looks = jest.spyOn(house.log, 'newest');
  const first = page.read(id);
  const second = page.read(id);
  asked[0]?.();
  const found = await first;
  asked[1]?.();
  expect(await second).toEqual(found);
  expect(looks).toHaveBeenCalledTimes(1);
});
