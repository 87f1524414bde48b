import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MemoryBus } from '../../src/adapters/memory/memory-bus.js';
import { MemoryHotHistory } from '../../src/adapters/memory/memory-hot-history.js';
import { digestKey } from '../../src/adapters/postgres/digest-key.js';
import { PostgresMessageLog } from '../../src/adapters/postgres/message-log.js';
import { PostgresRoomStore } from '../../src/adapters/postgres/room-store.js';
import type { RoomChanges } from '../../src/chat/changes/room-changes.js';
import { ChangePublisher } from '../../src/chat/feed/change-publisher.js';
import { NewestPage } from '../../src/chat/pages/newest-page.js';
import type { HotPage } from '../../src/chat/ports/hot-history.js';
import { amend } from '../support/amend.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { addPerson } from '../support/people.js';

/** Can be out of reach, and keeps what it has meanwhile. */
class DistantHistory extends MemoryHotHistory {
  away = false;

  override async apply(changes: RoomChanges): Promise<boolean> {
    return this.away ? false : super.apply(changes);
  }

  override async fill(roomId: string, page: HotPage): Promise<boolean> {
    return this.away ? false : super.fill(roomId, page);
  }
}

let database: TestDatabase;
let log: PostgresMessageLog;

beforeAll(async () => {
  database = await createDatabase();
  log = new PostgresMessageLog(database.source, database.address, digestKey('a secret'));
});
afterAll(async () => {
  await log.close();
  await database.drop();
});

test('[E5] a text that was deleted while the hot list was out of reach leaves it as soon as it is back, read or not', async () => {
  const rooms = new PostgresRoomStore(database.source);
  const ann = await addPerson(database.source, 'ann');
  const roomId = `room-${randomUUID().slice(0, 8)}`;
  await rooms.create({ id: roomId, name: roomId, kind: 'public', ownerId: null, memberIds: [ann.id] });
  const history = new DistantHistory();
  const newest = new NewestPage(rooms, history, log);
  const publisher = new ChangePublisher(new MemoryBus(() => undefined), history, newest, {
    routing: 'shared',
  });
  log.onStored((flush) => publisher.publish(flush));
  try {
    const draft = { roomId, userId: ann.id, username: 'ann', clientId: randomUUID(), message: 'canary' };
    await log.append(draft);
    await newest.refill(roomId);
    history.away = true;
    await amend(log, { roomId, seq: 1, userId: ann.id, message: null });
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect((await history.read(roomId))?.messages.join()).toContain('canary');
    history.away = false;
    const deadline = Date.now() + 3_000;
    while ((await history.read(roomId))?.messages.join().includes('canary')) {
      if (Date.now() > deadline) throw new Error('The text is still in the hot list.');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } finally {
    publisher.close();
  }
}, 15_000);
