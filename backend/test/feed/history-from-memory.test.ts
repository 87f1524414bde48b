import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Head, Message } from '@parley/protocol';
import fc from 'fast-check';
import { Unlimited } from '../../src/adapters/memory/unlimited.js';
import type { Caller } from '../../src/chat/caller.js';
import { lastStates } from '../../src/chat/changes/change-states.js';
import { encodeEvent, type RoomChanges } from '../../src/chat/changes/room-changes.js';
import type { RoomStream, StreamListener } from '../../src/chat/feed/room-stream.js';
import { RoomStreams } from '../../src/chat/feed/room-streams.js';
import { AnswerBudget } from '../../src/chat/messages/answer-budget.js';
import { type HistoryRead, ReadHistory } from '../../src/chat/messages/read-history.js';
import { amend } from '../support/amend.js';
import { type House, openHouse } from '../support/house.js';
import { addPerson, callerOf, type TestPerson } from '../support/people.js';

const budget = new AnswerBudget(new Unlimited());

const DEAF: StreamListener = {
  deliver: () => undefined,
  evict: () => undefined,
  fault(error) {
    throw error;
  },
};

let house: House;
let ann: TestPerson;
let me: Caller;
/** What happens to a publication on its way. */
let carry: (changes: RoomChanges) => void;
let streams: RoomStreams;
let fromMemory: ReadHistory;
let fromStores: ReadHistory;

beforeAll(async () => {
  house = await openHouse();
  const { rooms, log, newest, bus } = house;
  ann = await addPerson(house.database.source, 'ann');
  me = callerOf(ann);
  streams = new RoomStreams(bus, newest, log, rooms);
  // Memberships are published by the rules, messages by the log.
  bus.listen({
    changes: (changes) => streams.receive(changes),
    elsewhere: () => undefined,
    ephemeral: () => undefined,
    control: () => undefined,
    link: () => undefined,
  });
  log.onStored((flush) => {
    for (const changes of flush) carry(changes);
  });
  fromMemory = new ReadHistory(rooms, log, newest, streams, budget);
  // Of an instance where nobody watches.
  fromStores = new ReadHistory(rooms, log, newest, house.streams, budget);
});
afterAll(async () => {
  streams.stop();
  await house.close();
});

async function newRoom(): Promise<{ id: string; stream: RoomStream }> {
  const id = `room-${randomUUID().slice(0, 8)}`;
  await house.rooms.create({ id, name: id, kind: 'public', ownerId: null, memberIds: [ann.id] });
  return { id, stream: await streams.open(id, DEAF) };
}

const say = (roomId: string, message: string) =>
  house.log.append({ roomId, userId: ann.id, username: 'ann', clientId: randomUUID(), message });

async function headOf(roomId: string): Promise<Head> {
  const head = (await house.rooms.heads([roomId])).get(roomId);
  if (!head) throw new Error(`no room ${roomId}`);
  return head;
}

const queries = fc.oneof(
  fc.record({ limit: fc.integer({ min: 1, max: 8 }) }),
  fc.record({ limit: fc.integer({ min: 1, max: 8 }), before: fc.nat(20) }),
  fc.record({ limit: fc.integer({ min: 1, max: 8 }), after: fc.nat(20) }),
  fc.record({ limit: fc.integer({ min: 1, max: 8 }), around: fc.nat(20) }),
);
const steps = fc.array(
  fc.record({
    what: fc.constantFrom('say', 'say', 'edit', 'delete', 'leave', 'come', 'react', 'react', 'take back'),
    seq: fc.integer({ min: 1, max: 10 }),
    emoji: fc.constantFrom('👍', '❤️'),
    /** How its publication fares: at once, late, or never. */
    carried: fc.constantFrom(0, 0, 3, null),
  }),
  { maxLength: 16 },
);
type Step = { what: string; seq: number; emoji: string };

async function take({ what, seq, emoji }: Step, roomId: string, n: number): Promise<void> {
  const guest = { id: bob.id, username: 'bob' };
  if (what === 'say') await say(roomId, `said ${n}`);
  else if (what === 'come' || what === 'leave')
    await house.memberships[what === 'come' ? 'begin' : 'end'](roomId, guest);
  else if (what === 'react' || what === 'take back') await react(roomId, seq, emoji, what === 'react');
  else {
    const message = what === 'edit' ? `edit ${n}` : null;
    await amend(house.log, { roomId, seq, userId: ann.id, message });
  }
}
/** By one of two, in turns. */
async function react(roomId: string, seq: number, emoji: string, on: boolean): Promise<void> {
  const userId = seq % 2 ? ann.id : bob.id;
  const reacted = await house.reactions.react({ roomId, seq, userId, emoji, on });
  if (!reacted || reacted === 'stale' || reacted.outcome !== 'changed') return;
  const { reaction, head, lastSeq } = reacted;
  const events = [encodeEvent('reaction_updated', reaction)];
  carry({ roomId, epoch: head.epoch, from: head.rev, to: head.rev, lastSeq, events });
}
let bob: TestPerson;
beforeAll(async () => {
  bob = await addPerson(house.database.source, 'bob');
});

test('[H3] a page from memory is the page of the table, byte for byte, however its room was told of', async () => {
  await fc.assert(
    fc.asyncProperty(steps, queries, async (all, query) => {
      carry = () => undefined;
      const { id, stream } = await newRoom();
      for (const [n, step] of all.entries()) {
        carry = (changes) => {
          if (step.carried === 0) streams.receive(changes);
          else if (step.carried) setTimeout(() => streams.receive(changes), step.carried);
        };
        await take(step, id, n);
      }
      expect(await fromMemory.run(me, id, query)).toEqual(await fromStores.run(me, id, query));
      const whole = await fromMemory.run(me, id, { limit: 100 });
      const { text } = await house.log.lines(id, 1, 1_000);
      expect(whole.messages.join('\n')).toBe(text);
      streams.release(id, stream);
    }),
    { numRuns: 30 },
  );
}, 30_000);

test('[C2] what a stream remembers of a while is what the table tells of it', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.nat(16), async (all, since) => {
      carry = (changes) => streams.receive(changes);
      const { id, stream } = await newRoom();
      let head = await headOf(id);
      for (const [n, step] of all.entries()) {
        if (n === since) head = await headOf(id);
        await take(step, id, n);
      }
      const now = await headOf(id);
      await stream.waitUntil(now);
      const heard = stream.changesAfter(head);
      const stored = await house.log.changesSince(id, head.rev, 500);
      const { lastSeq: _, ...state } = stored ?? { lastSeq: 0 };
      expect(heard && { head: heard.at, more: false, changes: lastStates(heard.events) }).toEqual(state);
      streams.release(id, stream);
    }),
    { numRuns: 30 },
  );
}, 30_000);

test('[H3][E5] while others write, edit and delete, no page lacks what was acknowledged before it was asked for', async () => {
  carry = (changes) => void wait(Math.random() * 4).then(() => streams.receive(changes));
  const { id, stream } = await newRoom();
  /** The newest rev of each seq that was answered to its writer, and the texts that are gone. */
  const acknowledged = new Map<number, number>();
  const gone = new Set<string>();
  let pages = 0;
  let writing = true;
  const note = (message: Message) =>
    acknowledged.set(message.seq, Math.max(message.rev, acknowledged.get(message.seq) ?? 0));
  const writer = async (name: string) => {
    for (let n = 0; n < 40; n++) {
      const text = `${name} ${n}`;
      const said = await say(id, text);
      if (!('message' in said)) throw new Error(said.outcome);
      note(said.message);
      if (n % 4 === 3) continue;
      const edit = await amend(house.log, {
        roomId: id,
        seq: said.message.seq,
        userId: ann.id,
        message: n % 2 ? null : `${text}!`,
      });
      if (edit) note(edit.message);
      gone.add(text);
    }
  };
  const reader = async (history: ReadHistory) => {
    while (writing) {
      const before = [...acknowledged];
      const goneBefore = new Set(gone);
      const page: HistoryRead = await history.run(me, id, { limit: 100 });
      const found = new Map(
        page.messages.map((json): [number, Message] => [JSON.parse(json).seq, JSON.parse(json)]),
      );
      const newest = Math.max(0, ...found.keys());
      for (const [seq, rev] of before) {
        if (seq > newest - 100) expect(found.get(seq)?.rev).toBeGreaterThanOrEqual(rev);
      }
      for (const { message } of found.values()) expect(goneBefore).not.toContain(message);
      pages++;
    }
  };
  const readers = [fromMemory, fromMemory, fromStores, fromStores, fromStores].map(reader);
  await Promise.all(['a', 'b', 'c'].map(writer));
  writing = false;
  await Promise.all(readers);
  expect(pages).toBeGreaterThan(20);
  await stream.waitUntil(await headOf(id));
  const { text } = await house.log.lines(id, 21, 120);
  expect(stream.snapshot(100).page.messages.text).toBe(`[${text.replaceAll('\n', ',')}]`);
  streams.release(id, stream);
}, 30_000);
