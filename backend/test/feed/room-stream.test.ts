import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { Head, Message } from '@parley/protocol';
import fc from 'fast-check';
import { MemoryHotHistory } from '../../src/adapters/memory/memory-hot-history.js';
import { digestKey } from '../../src/adapters/postgres/digest-key.js';
import { PostgresMessageLog } from '../../src/adapters/postgres/message-log.js';
import { PostgresRoomStore } from '../../src/adapters/postgres/room-store.js';
import type { EncodedEvent, RoomChanges } from '../../src/chat/changes/room-changes.js';
import { RoomStream, type StreamListener } from '../../src/chat/feed/room-stream.js';
import { NewestPage } from '../../src/chat/pages/newest-page.js';
import { amend } from '../support/amend.js';
import { anEvent } from '../support/an-event.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { addPerson, type TestPerson } from '../support/people.js';

let database: TestDatabase;
let rooms: PostgresRoomStore;
let log: PostgresMessageLog;
let logInParts: LogInParts;
let ann: TestPerson;
let bob: TestPerson;
let published: RoomChanges[] = [];
const open: RoomStream[] = [];

beforeAll(async () => {
  database = await createDatabase();
  rooms = new PostgresRoomStore(database.source);
  const key = digestKey('a secret');
  log = new PostgresMessageLog(database.source, database.address, key);
  logInParts = new LogInParts(database.source, database.address, key);
  log.onStored((flush) => published.push(...flush));
  ann = await addPerson(database.source, 'ann');
  bob = await addPerson(database.source, 'bob');
});
afterEach(() => {
  for (const stream of open.splice(0)) stream.close();
});
afterAll(async () => {
  await log.close();
  await logInParts.close();
  await database.drop();
});

/** What a watcher of the room heard. */
class Heard implements StreamListener {
  readonly seqs: number[] = [];
  /** Each message as it was told last. */
  readonly messages = new Map<number, Message>();
  /** And as it was told each time. */
  readonly texts = new Map<number, string[]>();
  readonly members: { userId: string; member: boolean }[] = [];
  readonly evicted: string[] = [];
  head: Head | null = null;
  readonly order: string[] = [];

  deliver(_roomId: string, events: readonly EncodedEvent[], head: Head | null): void {
    for (const { name, json } of events) {
      const body = JSON.parse(json.toString());
      if (name === 'message') this.seqs.push((body as Message).seq);
      if (name === 'member_updated') this.members.push(body);
      else this.note(body as Message);
      this.order.push(name);
    }
    if (head) this.head = head;
  }
  private note(message: Message): void {
    this.messages.set(message.seq, message);
    this.texts.set(message.seq, [...(this.texts.get(message.seq) ?? []), message.message]);
  }
  evict(_roomId: string, userId: string): void {
    this.evicted.push(userId);
    this.order.push('evict');
  }
  fault(error: unknown): void {
    throw error;
  }
}

async function newRoom(): Promise<{ id: string; say: (n: number) => Promise<void> }> {
  const id = `room-${randomUUID().slice(0, 8)}`;
  await rooms.create({ id, name: id, kind: 'public', ownerId: null, memberIds: [ann.id, bob.id] });
  published = [];
  const say = async (n: number) => {
    for (let i = 0; i < n; i++) {
      await log.append({
        roomId: id,
        userId: ann.id,
        username: 'ann',
        clientId: randomUUID(),
        message: `m${i}`,
      });
    }
  };
  return { id, say };
}

async function openStream(roomId: string, from = log): Promise<{ stream: RoomStream; heard: Heard }> {
  const heard = new Heard();
  const stream = new RoomStream(roomId, new NewestPage(rooms, new MemoryHotHistory(), log), from, heard);
  await stream.open();
  open.push(stream);
  return { stream, heard };
}

const headOf = async (roomId: string): Promise<Head> => {
  const head = (await rooms.heads([roomId])).get(roomId);
  if (!head) throw new Error(`no room ${roomId}`);
  return head;
};
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

test('[F1] publications in order are delivered at once, each once', async () => {
  const room = await newRoom();
  const { stream, heard } = await openStream(room.id);
  await room.say(3);
  for (const changes of [...published, ...published]) stream.receive(changes);
  expect(heard.seqs).toEqual([1, 2, 3]);
});

test('[F2] a busy room, where one hole follows the other, is never read from the store while each closes in time', async () => {
  const room = await newRoom();
  const { stream, heard } = await openStream(room.id);
  await room.say(12);
  const read = jest.spyOn(log, 'changesSince');
  jest.useFakeTimers();
  try {
    for (let i = 0; i < 12; i += 2) {
      // The second first; its hole closes within the time for reordering, when the next one is there already.
      const [earlier, later, ahead] = [published[i], published[i + 1], published[i + 3]];
      if (i === 0 && later) stream.receive(later);
      jest.advanceTimersByTime(20);
      if (ahead) stream.receive(ahead);
      if (earlier) stream.receive(earlier);
    }
    expect(heard.seqs).toEqual(upTo(12));
    expect(read).not.toHaveBeenCalled();
  } finally {
    jest.useRealTimers();
    read.mockRestore();
  }
});

test('[F2] publications out of order wait for the missing one and are delivered in order', async () => {
  const room = await newRoom();
  const { stream, heard } = await openStream(room.id);
  await room.say(3);
  const [one, two, three] = published as [RoomChanges, RoomChanges, RoomChanges];
  stream.receive(three);
  stream.receive(two);
  expect(heard.seqs).toEqual([]);
  stream.receive(one);
  expect(heard.seqs).toEqual([1, 2, 3]);
  expect(heard.head).toBeNull();
});

test('[F3] what never comes is read from the log, and the head that was reached is told', async () => {
  const room = await newRoom();
  const { stream, heard } = await openStream(room.id);
  await room.say(4);
  stream.receive(published[3] as RoomChanges);
  await stream.waitUntil(await headOf(room.id));
  expect(heard.seqs).toEqual([1, 2, 3, 4]);
  expect(heard.head).toEqual(await headOf(room.id));
});

test('[F3] what comes by itself and is edited while what is missing is read is told once, and then as a change', async () => {
  const room = await newRoom();
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  let goOn = () => {};
  const meanwhile = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  class SlowLog extends PostgresMessageLog {
    override async changesSince(roomId: string, rev: number, limit: number) {
      begin();
      await meanwhile;
      return super.changesSince(roomId, rev, limit);
    }
  }
  const slow = new SlowLog(database.source, database.address, digestKey('a secret'));
  const { stream, heard } = await openStream(room.id, slow);
  await room.say(3);
  const [one, two, three] = published as [RoomChanges, RoomChanges, RoomChanges];
  stream.receive(three);
  await begun;
  stream.receive(one);
  stream.receive(two);
  await amend(log, { roomId: room.id, seq: 2, userId: ann.id, message: 'edited' });
  goOn();
  await stream.waitUntil(await headOf(room.id));
  expect(heard.order).toEqual(['message', 'message', 'message', 'message_updated']);
  expect(heard.seqs).toEqual([1, 2, 3]);
  expect(heard.messages.get(2)?.message).toBe('edited');
  await slow.close();
});

test('[F4] a lost last message is found when somebody knows of its rev', async () => {
  const room = await newRoom();
  const { stream, heard } = await openStream(room.id);
  await room.say(1);
  stream.expect(await headOf(room.id));
  await stream.waitUntil(await headOf(room.id));
  expect(heard.seqs).toEqual([1]);
});

test('[F5] a batch that overlaps what was delivered is cut, not repeated', async () => {
  const room = await newRoom();
  const { stream, heard } = await openStream(room.id);
  await room.say(3);
  const [one, , three] = published as [RoomChanges, RoomChanges, RoomChanges];
  stream.receive(one);
  stream.receive({ ...three, from: one.from, events: published.flatMap(({ events }) => events) });
  expect(heard.seqs).toEqual([1, 2, 3]);
});

test('[F6] a removed person is evicted before anything newer is delivered, from the bus and from the log alike', async () => {
  const room = await newRoom();
  const live = await openStream(room.id);
  const late = await openStream(room.id);
  const before = await headOf(room.id);
  const change = await rooms.setMember(room.id, bob, false);
  const member = change?.changed;
  if (!member) throw new Error('nothing changed');
  await room.say(1);
  const removal: RoomChanges = {
    roomId: room.id,
    epoch: before.epoch,
    from: member.rev,
    to: member.rev,
    lastSeq: 0,
    events: [anEvent('member_updated', member)],
  };
  live.stream.receive(removal);
  live.stream.receive(published[0] as RoomChanges);
  await late.stream.waitUntil(await headOf(room.id));
  for (const { heard, stream } of [live, late]) {
    expect(heard.order).toEqual(['evict', 'member_updated', 'message']);
    expect(heard.evicted).toEqual([bob.id]);
    expect(stream.isAccessCurrent(bob.id, before)).toBe(false);
    expect(stream.isAccessCurrent(ann.id, before)).toBe(true);
    expect(stream.isAccessCurrent(bob.id, await headOf(room.id))).toBe(true);
  }
});

test('[F7] another epoch makes the stream begin anew and tell the new head', async () => {
  const room = await newRoom();
  const { stream, heard } = await openStream(room.id);
  await room.say(1);
  await database.source.query('UPDATE rooms SET epoch = $2 WHERE id = $1', [room.id, randomUUID()]);
  const head = await headOf(room.id);
  await stream.waitUntil(head);
  expect(heard.head).toEqual(head);
  expect(stream.snapshot(50).head).toEqual(head);
});

test('[F8] the snapshot holds the newest messages at the head, also while more come in', async () => {
  const room = await newRoom();
  await room.say(120);
  const { stream } = await openStream(room.id);
  published = [];
  await room.say(130);
  for (const changes of published) stream.receive(changes);
  const { head, page } = stream.snapshot(50);
  expect(head).toEqual(await headOf(room.id));
  const seqs = (JSON.parse(page.messages.text) as Message[]).map(({ seq }) => seq);
  expect(seqs).toEqual(upTo(250).slice(-50));
});

/** Reads what was missed in parts of a message or two. */
class LogInParts extends PostgresMessageLog {
  parts = 0;
  override async changesSince(roomId: string, rev: number, limit: number) {
    const delta = await super.changesSince(roomId, rev, limit, 500);
    if (delta?.more) this.parts++;
    return delta;
  }
}

test('[F9] with any loss, repetition and order of publications every watcher hears 1, 2, 3 ... once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(11), { maxLength: 40 }),
      fc.integer({ min: 1, max: 12 }),
      fc.boolean(),
      async (arrivals, n, inParts) => {
        const room = await newRoom();
        const { stream, heard } = await openStream(room.id, inParts ? logInParts : log);
        await room.say(n);
        for (const i of arrivals) {
          const changes = published[i];
          if (changes) stream.receive(changes);
        }
        await stream.waitUntil(await headOf(room.id));
        expect(heard.seqs).toEqual(upTo(n));
      },
    ),
    { numRuns: 60 },
  );
});

test('[F10] with edits and deletions between, whatever is lost, a watcher and a later one see what the log holds', async () => {
  const aStep = fc.record({
    what: fc.constantFrom('say', 'say', 'edit', 'delete'),
    seq: fc.integer({ min: 1, max: 8 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(aStep, { maxLength: 14 }),
      fc.array(fc.nat(14), { maxLength: 40 }),
      fc.boolean(),
      async (steps, arrivals, inParts) => {
        const room = await newRoom();
        await room.say(1);
        published = [];
        const { stream, heard } = await openStream(room.id, inParts ? logInParts : log);
        for (const [i, { what, seq }] of steps.entries()) {
          if (what === 'say') await room.say(1);
          else
            await amend(log, {
              roomId: room.id,
              seq,
              userId: ann.id,
              message: what === 'edit' ? `edit ${i}` : null,
            });
        }
        for (const i of arrivals) {
          const changes = published[i];
          if (changes) stream.receive(changes);
        }
        await stream.waitUntil(await headOf(room.id));
        const messages = (await log.newest(room.id, 100))?.messages ?? [];
        expect(heard.seqs).toEqual(upTo(messages.length).slice(1));
        for (const [seq, message] of heard.messages) expect(JSON.stringify(message)).toBe(messages[seq - 1]);
        expect(stream.snapshot(100).page.messages.text).toBe(`[${messages.join(',')}]`);
      },
    ),
    { numRuns: 60 },
  );
  expect(logInParts.parts).toBeGreaterThan(10);
});

test('[F3] what comes by itself between two parts of what was missed waits: the parts are newer', async () => {
  const room = await newRoom();
  const { heard, stream } = await openStream(room.id, logInParts);
  await room.say(6);
  for (const message of ['once', 'twice'])
    await amend(log, { roomId: room.id, seq: 1, userId: ann.id, message });
  const [, ...later] = published;
  stream.expect(await headOf(room.id));
  // All but the first come while the parts are read, each as early as it can.
  const told = jest.spyOn(heard, 'deliver').mockImplementation((...args) => {
    Heard.prototype.deliver.apply(heard, args);
    for (const changes of later.splice(0)) stream.receive(changes);
  });
  await stream.waitUntil(await headOf(room.id));
  told.mockRestore();
  expect(heard.seqs).toEqual(upTo(6));
  expect(heard.messages.get(1)?.message).toBe('twice');
  expect(heard.texts.get(1)).toEqual(['twice']);
});
