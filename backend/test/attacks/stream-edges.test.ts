import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Head, Message } from '@parley/protocol';
import { MemoryHotHistory } from '../../src/adapters/memory/memory-hot-history.js';
import { digestKey } from '../../src/adapters/postgres/digest-key.js';
import { PostgresMessageLog } from '../../src/adapters/postgres/message-log.js';
import { PostgresRoomStore } from '../../src/adapters/postgres/room-store.js';
import type { EncodedEvent, RoomChanges } from '../../src/chat/changes/room-changes.js';
import { RoomStream } from '../../src/chat/feed/room-stream.js';
import { NewestPage } from '../../src/chat/pages/newest-page.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { addPerson, type TestPerson } from '../support/people.js';

/** Counts what it is asked. */
class CountingLog extends PostgresMessageLog {
  reads = 0;
  override changesSince(roomId: string, rev: number, limit: number) {
    this.reads += 1;
    return super.changesSince(roomId, rev, limit);
  }
}

let database: TestDatabase;
let rooms: PostgresRoomStore;
let log: CountingLog;
let ann: TestPerson;
let published: RoomChanges[] = [];
const streams: RoomStream[] = [];

beforeAll(async () => {
  database = await createDatabase();
  rooms = new PostgresRoomStore(database.source);
  log = new CountingLog(database.source, database.address, digestKey('a secret'));
  log.onStored((flush) => published.push(...flush));
  ann = await addPerson(database.source, 'ann');
});
afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
});
afterAll(async () => {
  await log.close();
  await database.drop();
});

async function newRoom(): Promise<string> {
  const id = `room-${randomUUID().slice(0, 8)}`;
  await rooms.create({ id, name: id, kind: 'public', ownerId: null, memberIds: [ann.id] });
  published = [];
  return id;
}

const say = (roomId: string, message: string) =>
  log.append({ roomId, userId: ann.id, username: 'ann', clientId: randomUUID(), message });

function streamOf(
  roomId: string,
  page = new NewestPage(rooms, new MemoryHotHistory(), log),
): { stream: RoomStream; seqs: number[] } {
  const seqs: number[] = [];
  const stream = new RoomStream(roomId, page, log, {
    deliver(_roomId: string, events: readonly EncodedEvent[]) {
      for (const { name, json } of events) {
        if (name === 'message') seqs.push((JSON.parse(json.toString()) as Message).seq);
      }
    },
    evict: () => undefined,
    fault(error) {
      throw error;
    },
  });
  streams.push(stream);
  return { stream, seqs };
}

async function headOf(roomId: string): Promise<Head> {
  const head = (await rooms.heads([roomId])).get(roomId);
  if (!head) throw new Error(`no room ${roomId}`);
  return head;
}

test('[F3] a hole that was there before the stream had opened is filled without anybody asking', async () => {
  const roomId = await newRoom();
  await say(roomId, 'one');
  /** Two messages are stored between the reading of the page and the opening; the bus lost the first of them. */
  class SlowPage extends NewestPage {
    override async read(id: string) {
      const page = await super.read(id);
      await say(id, 'two');
      await say(id, 'three');
      stream.receive(published.at(-1) as RoomChanges);
      return page;
    }
  }
  const { stream, seqs } = streamOf(roomId, new SlowPage(rooms, new MemoryHotHistory(), log));
  await stream.open();
  await eventually(
    () => seqs,
    ({ length }) => length === 2,
  );
  expect(seqs).toEqual([2, 3]);
});

test('[F7] a word of a head in another history that is no more is answered, and the publication is ignored', async () => {
  const roomId = await newRoom();
  await say(roomId, 'one');
  const { stream } = streamOf(roomId);
  await stream.open();
  const gone = randomUUID();
  await stream.waitUntil({ epoch: gone, rev: 900 });
  expect(stream.snapshot(1).head).toEqual(await headOf(roomId));

  log.reads = 0;
  stream.receive({ ...(published[0] as RoomChanges), epoch: gone, from: 900, to: 900 });
  await eventually(
    () => log.reads,
    (reads) => reads > 0,
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(log.reads).toBe(1);
});

test('[M6] a stream knows access to be current only for rights that are as new as itself', async () => {
  const roomId = await newRoom();
  const before = await headOf(roomId);
  await say(roomId, 'later');
  const { stream } = streamOf(roomId);
  await stream.open();
  expect(stream.isAccessCurrent(ann.id, before)).toBe(false);
  const now = await headOf(roomId);
  expect(stream.isAccessCurrent(ann.id, now)).toBe(true);
  expect(stream.isAccessCurrent(ann.id, { ...now, epoch: randomUUID() })).toBe(false);
});

test('a closed stream lets nobody wait', async () => {
  const roomId = await newRoom();
  const { stream } = streamOf(roomId);
  await stream.open();
  const head = await headOf(roomId);
  stream.close();
  await expect(stream.waitUntil({ ...head, rev: head.rev + 1 })).rejects.toThrow();
});
