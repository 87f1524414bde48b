import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Message } from '@parley/protocol';
import { Unlimited } from '../../src/adapters/memory/unlimited.js';
import { digestKey } from '../../src/adapters/postgres/digest-key.js';
import { PostgresMessageLog } from '../../src/adapters/postgres/message-log.js';
import { PostgresRoomStore } from '../../src/adapters/postgres/room-store.js';
import type { RoomChanges } from '../../src/chat/changes/room-changes.js';
import { AmendMessage } from '../../src/chat/messages/amend-message.js';
import type { Amended } from '../../src/chat/stores/message-log.js';
import { amend as amendAnyhow } from '../support/amend.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { addPerson, callerOf, type TestPerson } from '../support/people.js';
import { rowsOf } from '../support/rows-of.js';

const CANARY = 'the canary sings at noon';

let database: TestDatabase;
let rooms: PostgresRoomStore;
let log: PostgresMessageLog;
let ann: TestPerson;
let bob: TestPerson;
let cleo: TestPerson;
let told: RoomChanges[] = [];

beforeAll(async () => {
  database = await createDatabase();
  rooms = new PostgresRoomStore(database.source);
  log = new PostgresMessageLog(database.source, database.address, digestKey('a secret'));
  log.onStored((flush) => told.push(...flush));
  ann = await addPerson(database.source, 'ann');
  bob = await addPerson(database.source, 'bob');
  cleo = await addPerson(database.source, 'cleo');
});
afterAll(async () => {
  await log.close();
  await database.drop();
});

/** A room that cleo owns, where ann said three things. */
async function aRoom(): Promise<string> {
  const id = `room-${randomUUID().slice(0, 8)}`;
  const memberIds = [ann.id, bob.id, cleo.id];
  await rooms.create({ id, name: id, kind: 'public', ownerId: cleo.id, memberIds });
  for (const text of ['one', CANARY, 'three']) await say(id, text);
  told = [];
  return id;
}

const say = (roomId: string, message: string, clientId: string = randomUUID()) =>
  log.append({ roomId, userId: ann.id, username: 'ann', clientId, message });

const amend = (roomId: string, seq: number, by: TestPerson, message: string | null) =>
  amendAnyhow(log, { roomId, seq, userId: by.id, message });

/** As the user asks for it: null once it is done, else the code of the refusal. */
const ask = (roomId: string, seq: number, by: TestPerson, message: string | null): Promise<string | null> => {
  const amendment = new AmendMessage(log, new Unlimited());
  const me = callerOf(by);
  const asked =
    message === null ? amendment.delete(me, { roomId, seq }) : amendment.edit(me, { roomId, seq, message });
  return asked.then(
    () => null,
    (error) => error.code,
  );
};

function messageOf(amended: Amended | null): Message {
  if (!amended) throw new Error('There is no such message.');
  return amended.message;
}

const newest = async (roomId: string) =>
  (await log.newest(roomId, 100))?.messages.map((json): Message => JSON.parse(json)) ?? [];

describe('an edit', () => {
  test('[E1] takes the next rev, keeps its place and its time, and is told once', async () => {
    const room = await aRoom();
    const [, before] = await newest(room);
    const after = messageOf(await amend(room, 2, ann, 'quiet'));
    expect(after).toEqual({ ...before, rev: 7, message: 'quiet', editedAt: expect.any(Number) });
    expect((await newest(room))[1]).toEqual(after);
    expect(told.map(({ from, to, lastSeq, events }) => [from, to, lastSeq, events[0]?.name])).toEqual([
      [7, 7, 3, 'message_updated'],
    ]);
    expect(JSON.parse(told[0]?.events[0]?.json.toString() ?? '')).toEqual(after);
  });

  test('[E2] with the text it has already changes nothing and is told to nobody', async () => {
    const room = await aRoom();
    const once = await amend(room, 2, ann, 'quiet');
    expect(await amend(room, 2, ann, 'quiet')).toEqual({ ...once, outcome: 'same' });
    expect(told).toHaveLength(1);
  });

  test('[E3] belongs to the writer alone, while a member', async () => {
    const room = await aRoom();
    expect(await ask(room, 2, bob, 'mine')).toBe('forbidden');
    expect(await ask(room, 2, cleo, 'mine')).toBe('forbidden');
    await rooms.setMember(room, ann, false);
    expect(await ask(room, 2, ann, 'late')).toBe('not_a_member');
    expect(await ask('nowhere', 2, ann, 'x')).toBe('not_found');
    expect(await ask(room, 9, bob, 'x')).toBe('not_found');
    expect((await newest(room))[1]?.message).toBe(CANARY);
    expect(told).toEqual([]);
  });

  test('[E4] leaves the answer to a resend as it was, and a resend leaves the edit as it is', async () => {
    const room = await aRoom();
    const clientId = randomUUID();
    const first = await say(room, 'draft', clientId);
    await amend(room, 4, ann, 'final');
    expect(await say(room, 'draft', clientId)).toEqual({ ...first, outcome: 'dup' });
    expect(await say(room, 'final', clientId)).toEqual({ outcome: 'conflict' });
    expect((await newest(room)).at(-1)?.message).toBe('final');
  });
});

describe('a deletion', () => {
  test('[E5] takes the text away from every table and leaves the place, so that seqs keep having no holes', async () => {
    const room = await aRoom();
    const gone = messageOf(await amend(room, 2, ann, null));
    expect(gone).toMatchObject({ seq: 2, rev: 7, message: '', deletedAt: expect.any(Number) });
    expect((await newest(room)).map(({ seq, message }) => [seq, message])).toEqual([
      [1, 'one'],
      [2, ''],
      [3, 'three'],
    ]);
    const rows: unknown[] = await database.source.query(
      `SELECT FROM messages m WHERE m.room_id = $1 AND m::text LIKE '%' || $2 || '%'`,
      [room, CANARY],
    );
    expect(rows).toEqual([]);
  });

  test('[S3] [S4] leaves the answer to a resend as it was, and another text is a conflict still', async () => {
    const room = await aRoom();
    const clientId = randomUUID();
    const first = await say(room, 'regretted', clientId);
    await amend(room, 4, ann, 'softened');
    await amend(room, 4, ann, null);
    expect(await say(room, 'regretted', clientId)).toEqual({ ...first, outcome: 'dup' });
    for (const other of ['softened', '', 'regretted ']) {
      expect(await say(room, other, clientId)).toEqual({ outcome: 'conflict' });
    }
  });

  test('[E5] lets nobody confirm a guess by a dump: what is kept of the text takes the deployment’s key', async () => {
    const room = await aRoom();
    await say(room, CANARY);
    for (const seq of [2, 4]) await amend(room, seq, ann, null);
    await amend(room, 1, ann, CANARY.toUpperCase());
    const rows: { body: string; client_id: string; sent_digest: Buffer | null }[] =
      await database.source.query('SELECT * FROM messages WHERE room_id = $1 ORDER BY seq', [room]);
    expect(rows.map(({ body, sent_digest }) => [body, sent_digest?.length ?? 0])).toEqual([
      [CANARY.toUpperCase(), 32],
      ['', 32],
      ['three', 0],
      ['', 32],
    ]);
    const kept = rows.flatMap(({ sent_digest }) => sent_digest?.toString('hex') ?? []);
    for (const { client_id } of rows) {
      for (const text of ['one', CANARY]) {
        const identified = `${room} ${ann.id} ${client_id} ${text}`;
        for (const guess of [text, identified, client_id + text]) {
          const digest = createHash('sha256').update(guess).digest('hex').slice(0, 16);
          expect(kept.filter((one) => one.startsWith(digest))).toEqual([]);
        }
        // Nor does another deployment tell.
        const [row]: { digest: Buffer }[] = await database.source.query(
          'SELECT sent_digest($1, $2, $3, $4, $5) AS digest',
          [digestKey('another secret'), room, ann.id, client_id, text],
        );
        expect(kept).not.toContain(row?.digest.toString('hex'));
      }
    }
    // Nor do two deletions tell that the same was said.
    expect(new Set(kept).size).toBe(kept.length);
  });

  test('[E5] is for ever: it cannot be edited back, and happens once', async () => {
    const room = await aRoom();
    const gone = await amend(room, 2, ann, null);
    expect(await amend(room, 2, ann, null)).toEqual({ ...gone, outcome: 'same' });
    expect(await ask(room, 2, ann, CANARY)).toBe('forbidden');
    // Nor by those who do not ask.
    expect(await amend(room, 2, ann, CANARY)).toEqual({ ...gone, outcome: 'same' });
    expect(told).toHaveLength(1);
  });

  test('[E3] may be the room owner’s or a member administrator’s work too, nobody else’s', async () => {
    const room = await aRoom();
    expect(await ask(room, 1, bob, null)).toBe('forbidden');
    expect(await ask(room, 1, cleo, null)).toBeNull();
    await database.source.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [bob.id]);
    expect(await ask(room, 2, bob, null)).toBeNull();
    await rooms.setMember(room, bob, false);
    expect(await ask(room, 3, bob, null)).toBe('not_a_member');
    expect(told).toHaveLength(2);
    await database.source.query(`UPDATE users SET role = 'member' WHERE id = $1`, [bob.id]);
  });
});

test('what is kept of a text that was changed is an HMAC, as it is defined', async () => {
  const key = randomBytes(64);
  const [ipad, opad] = [0x36, 0x5c].map((pad) => key.map((byte) => byte ^ pad)) as [Buffer, Buffer];
  const ids = [randomUUID(), randomUUID()] as const;
  const [row]: { digest: Buffer }[] = await database.source.query(
    'SELECT sent_digest($1, $2, $3, $4, $5) AS digest',
    [Buffer.concat([ipad, opad]), 'general', ...ids, 'grüße'],
  );
  const expected = createHmac('sha256', key)
    .update(['general', ...ids, 'grüße'].join(' '))
    .digest('hex');
  expect(row?.digest.toString('hex')).toBe(expected);
});

test('[C2] catch-up tells new messages from changed ones, each as it stands now', async () => {
  const room = await aRoom();
  const { rev } = (await log.newest(room, 1))?.head ?? { rev: 0 };
  await say(room, 'four');
  await amend(room, 4, ann, 'four, edited');
  await amend(room, 3, ann, null);
  await amend(room, 1, ann, 'one, edited');
  const delta = await log.changesSince(room, rev, 100);
  expect(delta?.head.rev).toBe(rev + 4);
  expect(rowsOf(delta, 'message').map(({ seq, message }) => [seq, message])).toEqual([[4, 'four, edited']]);
  expect(rowsOf(delta, 'message_updated').map(({ seq, message }) => [seq, message])).toEqual([
    [3, ''],
    [1, 'one, edited'],
  ]);
  expect(await log.changesSince(room, rev, 2)).toBeNull();
});

test('[N1][N2] amendments from many connections at once, between new messages, leave no holes in seq or rev', async () => {
  const room = await aRoom();
  const work = Array.from({ length: 120 }, (_, i) =>
    i % 3 === 0 ? say(room, `more ${i}`) : amend(room, 1 + (i % 3), ann, `version ${i}`),
  );
  await Promise.all(work);
  const messages = await newest(room);
  const head = (await rooms.heads([room])).get(room);
  expect(messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 43 }, (_, i) => i + 1));
  const revs = told.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
  expect(revs.sort((a, b) => a - b)).toEqual(Array.from({ length: revs.length }, (_, i) => 7 + i));
  expect(head?.rev).toBe(6 + revs.length);
});
