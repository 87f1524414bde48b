import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Message } from '@parley/protocol';
import { makeDataSource } from '../../src/adapters/postgres/data-source.js';
import { digestKey } from '../../src/adapters/postgres/digest-key.js';
import { PostgresMessageLog } from '../../src/adapters/postgres/message-log.js';
import { PostgresRoomStore } from '../../src/adapters/postgres/room-store.js';
import type { RoomChanges } from '../../src/chat/changes/room-changes.js';
import type { Stored } from '../../src/chat/stores/message-log.js';
import { isUnavailable } from '../../src/errors/unavailable.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { addPerson, type TestPerson } from '../support/people.js';
import { rowsOf } from '../support/rows-of.js';

let database: TestDatabase;
let rooms: PostgresRoomStore;
let ann: TestPerson;
let bob: TestPerson;
const logs: PostgresMessageLog[] = [];

beforeAll(async () => {
  database = await createDatabase();
  rooms = new PostgresRoomStore(database.source);
  ann = await addPerson(database.source, 'ann');
  bob = await addPerson(database.source, 'bob');
});

afterAll(async () => {
  await Promise.all(logs.map((log) => log.close()));
  await database.drop();
});

/** A log with connections of its own, as each instance has. */
function openLog(): { log: PostgresMessageLog; told: RoomChanges[] } {
  const log = new PostgresMessageLog(database.source, database.address, digestKey('a secret'));
  const told: RoomChanges[] = [];
  log.onStored((flush) => told.push(...flush));
  logs.push(log);
  return { log, told };
}

async function newRoom(...members: TestPerson[]): Promise<string> {
  const id = `room-${randomUUID().slice(0, 8)}`;
  await rooms.create({ id, name: id, kind: 'public', ownerId: null, memberIds: members.map((m) => m.id) });
  return id;
}

const draft = (roomId: string, person: TestPerson, message: string, clientId: string = randomUUID()) => ({
  roomId,
  userId: person.id,
  username: person.username,
  clientId,
  message,
});

async function newestSeqs(log: PostgresMessageLog, roomId: string): Promise<number[]> {
  const newest = await log.newest(roomId, 100);
  return newest?.messages.map((json) => (JSON.parse(json) as Message).seq) ?? [];
}

function messageOf(stored: Stored) {
  if (!('message' in stored)) throw new Error(`not stored: ${stored.outcome}`);
  return stored.message;
}

describe('numbers', () => {
  test('[N1] messages of a room are numbered 1, 2, 3 ... without holes, from any number of instances', async () => {
    const room = await newRoom(ann, bob);
    const [one, two, three] = [openLog().log, openLog().log, openLog().log];
    const sends = Array.from({ length: 300 }, (_, i) =>
      ([one, two, three][i % 3] ?? one).append(draft(room, i % 2 ? ann : bob, `m${i}`)),
    );
    const seqs = (await Promise.all(sends)).map((stored) => messageOf(stored).seq).sort((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
    expect(await newestSeqs(one, room)).toEqual(Array.from({ length: 100 }, (_, i) => i + 201));
  });

  test('[N2] messages and memberships share one rev counter without holes', async () => {
    const room = await newRoom(ann);
    const { log, told } = openLog();
    const first = messageOf(await log.append(draft(room, ann, 'before')));
    const joined = await rooms.setMember(room, bob, true);
    const second = messageOf(await log.append(draft(room, bob, 'after')));
    expect([first.rev, joined?.head.rev, second.rev]).toEqual([2, 3, 4]);
    expect([first.seq, second.seq]).toEqual([1, 2]);
    expect(told.map(({ from, to }) => [from, to])).toEqual([
      [2, 2],
      [4, 4],
    ]);
  });

  test('[N3] what one sender sends in one breath keeps its order', async () => {
    const room = await newRoom(ann);
    const { log } = openLog();
    const texts = Array.from({ length: 600 }, (_, i) => `line ${i}`);
    const stored = await Promise.all(texts.map((text) => log.append(draft(room, ann, text))));
    const bySeq = stored.map(messageOf).sort((a, b) => a.seq - b.seq);
    expect(bySeq.map(({ message }) => message)).toEqual(texts);
  });

  test('[N4] times never run backwards in a room', async () => {
    const room = await newRoom(ann);
    const { log } = openLog();
    const ahead = Date.now() + 3_600_000;
    await database.source.query('UPDATE rooms SET last_at = $2 WHERE id = $1', [room, ahead]);
    expect(messageOf(await log.append(draft(room, ann, 'x'))).timestamp).toBe(ahead);
  });
});

describe('[R12] slow mode, after the clock was two hours ahead and put right', () => {
  const AHEAD_MS = 2 * 3_600_000;
  const SLOW_MS = 5_000;

  async function saidAhead(): Promise<{ room: string; log: PostgresMessageLog; first: Message }> {
    const room = await newRoom(ann, bob);
    await database.source.query('UPDATE rooms SET slow_seconds = $2 WHERE id = $1', [room, SLOW_MS / 1_000]);
    const { log } = openLog();
    const first = messageOf(await log.append(draft(room, ann, 'said ahead')));
    await database.source.query('UPDATE messages SET sent_at = sent_at + $2 WHERE room_id = $1', [
      room,
      AHEAD_MS,
    ]);
    await database.source.query('UPDATE rooms SET last_at = last_at + $2 WHERE id = $1', [room, AHEAD_MS]);
    return { room, log, first };
  }

  test('asks for no longer wait than its own, and counts on from when a message was really sent', async () => {
    const { room, log } = await saidAhead();
    const refused = await log.append(draft(room, ann, 'too early'));
    expect(refused).toMatchObject({ outcome: 'slow_mode' });
    expect('waitMs' in refused && refused.waitMs).toBeLessThanOrEqual(SLOW_MS);
    await database.source.query('UPDATE rooms SET slow_seconds = 1 WHERE id = $1', [room]);
    await eventually(
      () => log.append(draft(room, ann, 'a second later')),
      ({ outcome }) => outcome === 'stored',
    );
    // Its time stands still until the clock has come there again; the wait does not.
    expect(await log.append(draft(room, ann, 'at once'))).toMatchObject({ outcome: 'slow_mode' });
  });

  test('lets write who sent last when every clock was ahead, and is itself again with the next message', async () => {
    const { room, log, first } = await saidAhead();
    const made = (Date.now() + AHEAD_MS).toString(16).padStart(12, '0');
    const id = `${made.slice(0, 8)}-${made.slice(8)}${first.id.slice(13)}`;
    await database.source.query('UPDATE messages SET id = $2 WHERE id = $1', [first.id, id]);
    expect(await log.append(draft(room, ann, 'not kept out'))).toMatchObject({ outcome: 'stored' });
    const next = await log.append(draft(room, ann, 'too early'));
    expect('waitMs' in next && next.waitMs).toBeLessThanOrEqual(SLOW_MS);
  });
});

describe('the same clientId', () => {
  test('[S3] sent twice stores one message and answers both times alike', async () => {
    const room = await newRoom(ann);
    const [one, two] = [openLog().log, openLog().log];
    const same = draft(room, ann, 'once');
    const first = messageOf(await one.append(same));
    const again = await two.append(same);
    expect(again.outcome).toBe('dup');
    expect(messageOf(again)).toEqual(first);
    expect(await newestSeqs(one, room)).toHaveLength(1);
  });

  test('[S3] sent by ten connections at once stores one message', async () => {
    const room = await newRoom(ann);
    const same = draft(room, ann, 'once');
    const all = await Promise.all(Array.from({ length: 10 }, () => openLog().log.append(same)));
    expect(all.filter(({ outcome }) => outcome === 'stored')).toHaveLength(1);
    expect(new Set(all.map((stored) => messageOf(stored).id)).size).toBe(1);
  });

  test('[S3] twice within one batch stores one message', async () => {
    const room = await newRoom(ann);
    const same = draft(room, ann, 'once');
    const { log } = openLog();
    const all = await Promise.all([
      log.append(same),
      log.append(same),
      log.append({ ...same, message: 'other' }),
    ]);
    expect(all.map(({ outcome }) => outcome)).toEqual(['stored', 'dup', 'conflict']);
  });

  test('[S4] with another text is a conflict, and in another room or from another person a message of its own', async () => {
    const [here, there] = [await newRoom(ann, bob), await newRoom(ann)];
    const { log } = openLog();
    const mine = draft(here, ann, 'text');
    await log.append(mine);
    expect((await log.append({ ...mine, message: 'other' })).outcome).toBe('conflict');
    expect((await log.append({ ...mine, roomId: there })).outcome).toBe('stored');
    expect((await log.append(draft(here, bob, 'text', mine.clientId))).outcome).toBe('stored');
  });
});

describe('rights and failures', () => {
  test('[S5] a stranger, one who left, and a room that is not there are told apart and store nothing', async () => {
    const room = await newRoom(ann);
    const { log } = openLog();
    expect((await log.append(draft(room, bob, 'x'))).outcome).toBe('not_a_member');
    await rooms.setMember(room, ann, false);
    expect((await log.append(draft(room, ann, 'x'))).outcome).toBe('not_a_member');
    expect((await log.append(draft('no-such-room', ann, 'x'))).outcome).toBe('not_found');
    expect(await newestSeqs(log, room)).toEqual([]);
  });

  test('[S6] a text that cannot be stored is refused alone; the rest of its batch is stored', async () => {
    const room = await newRoom(ann);
    const { log } = openLog();
    const sends = ['good', 'bad \u0000', 'also good'].map((text) => log.append(draft(room, ann, text)));
    const [first, spoilt, last] = await Promise.allSettled(sends);
    expect(spoilt).toMatchObject({ status: 'rejected', reason: { code: 'bad_request' } });
    expect(first).toMatchObject({ status: 'fulfilled', value: { message: { seq: 1 } } });
    expect(last).toMatchObject({ status: 'fulfilled', value: { message: { seq: 2 } } });
  });

  test('[S7] connections that are killed between two batches are not noticed by who sends', async () => {
    const room = await newRoom(ann);
    const { log } = openLog();
    for (let round = 1; round <= 20; round += 1) {
      await log.append(draft(room, ann, `round ${round}`));
      await killLanes();
    }
    expect(await newestSeqs(log, room)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  test('[S7] after its connections are killed the log says unavailable, or stores once, and works again', async () => {
    const room = await newRoom(ann);
    const { log } = openLog();
    await log.append(draft(room, ann, 'warm'));
    const drafts = Array.from({ length: 50 }, (_, i) => draft(room, ann, `m${i}`));
    const results = Promise.allSettled(drafts.map((one) => log.append(one)));
    await killLanes();
    for (const result of await results) {
      if (result.status === 'rejected') expect(isUnavailable(result.reason)).toBe(true);
    }
    const again = await Promise.all(drafts.map((one) => log.append(one)));
    expect(again.map((stored) => messageOf(stored).message)).toEqual(drafts.map(({ message }) => message));
    expect(await newestSeqs(log, room)).toEqual(Array.from({ length: 51 }, (_, i) => i + 1));
  });

  test('[S8] more than a lane holds is refused as overloaded at once, and what was taken is stored', async () => {
    const room = await newRoom(ann);
    const { log } = openLog();
    const results = await Promise.allSettled(
      Array.from({ length: 6_000 }, (_, i) => log.append(draft(room, ann, `m${i}`))),
    );
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'overloaded' });
    const newest = await log.newest(room, 1);
    expect(newest?.messages.map((json) => (JSON.parse(json) as Message).seq)).toEqual([
      results.length - refused.length,
    ]);
  });
});

describe('reading', () => {
  test('[H2] the messages around a seq come ascending, within their span, of everybody or of one person', async () => {
    const room = await newRoom(ann, bob);
    const { log } = openLog();
    await Promise.all(
      Array.from({ length: 10 }, (_, i) => log.append(draft(room, i % 2 ? ann : bob, `m${i}`))),
    );
    const around = async (
      at: number,
      sides: number,
      span: { first: number; last: number; userId?: string },
    ) => {
      const found = await log.around(room, span, { at, below: sides, above: sides });
      return [found.below.map(({ seq }) => seq), found.above.map(({ seq }) => seq)];
    };
    const whole = { first: 1, last: 10 };
    expect(await around(5, 2, whole)).toEqual([
      [3, 4],
      [5, 6],
    ]);
    expect(await around(11, 3, whole)).toEqual([[8, 9, 10], []]);
    expect(await around(1, 3, whole)).toEqual([[], [1, 2, 3]]);
    expect(await around(5, 9, { first: 4, last: 6 })).toEqual([[4], [5, 6]]);
    expect(await around(5, 2, { ...whole, userId: ann.id })).toEqual([
      [2, 4],
      [6, 8],
    ]);
    expect(await around(5, 2, { ...whole, userId: randomUUID() })).toEqual([[], []]);
  });

  test('[H5] the first message since a time is found, also where many share one', async () => {
    const room = await newRoom(ann);
    const { log } = openLog();
    await Promise.all(Array.from({ length: 9 }, (_, i) => log.append(draft(room, ann, `m${i}`))));
    await database.source.query('UPDATE messages SET sent_at = 1000 * ((seq + 2) / 3) WHERE room_id = $1', [
      room,
    ]);
    const times = [0, 1_000, 1_001, 2_000, 3_000, 3_001];
    const found = await Promise.all(times.map((time) => log.firstSince(room, time)));
    expect(found).toEqual([1, 1, 4, 4, 7, 10]);
    expect(await log.firstSince(await newRoom(ann), 5)).toBe(1);
  });

  test('[L1] lines are the messages as JSON.stringify would print them, one a line', async () => {
    const room = await newRoom(ann);
    const { log } = openLog();
    const texts = ['plain', 'two\nlines', '"quoted" \\ / \u0001 \u2028 \u007f', '☕ 😀 é', '</script>'];
    const stored: string[] = [];
    for (const text of texts)
      stored.push(JSON.stringify(messageOf(await log.append(draft(room, ann, text)))));
    expect(await log.lines(room, 1, 5)).toEqual({ text: stored.join('\n'), count: 5, last: 5 });
    expect(await log.lines(room, 4, 9)).toEqual({ text: stored.slice(3).join('\n'), count: 2, last: 5 });
    expect(await log.lines(room, 6, 9)).toEqual({ text: '', count: 0, last: 5 });
  });

  test('[C2] catch-up is the state of what changed: an overtaken membership is told once, as it is now', async () => {
    const room = await newRoom(ann);
    const { log } = openLog();
    const before = (await rooms.heads([room])).get(room);
    await rooms.setMember(room, bob, true);
    await log.append(draft(room, bob, 'hello'));
    await rooms.setMember(room, bob, false);
    const delta = await log.changesSince(room, before?.rev ?? 0, 100);
    expect(delta?.head.rev).toBe((before?.rev ?? 0) + 3);
    expect(rowsOf(delta, 'member_updated')).toMatchObject([
      { userId: bob.id, member: false, rev: delta?.head.rev },
    ]);
    expect(rowsOf(delta, 'message').map(({ message }) => message)).toEqual(['hello']);
    expect(await log.changesSince(room, before?.rev ?? 0, 1)).toBeNull();
  });

  test('[C3] whoever was away for long does not make the database read the whole room', async () => {
    const room = await newRoom(ann);
    await database.source.query(
      `INSERT INTO messages (room_id, seq, rev, id, user_id, client_id, sent_digest, body, sent_at)
       SELECT $1, n, n + 1, gen_random_uuid(), $2, gen_random_uuid(), '', 'm', n FROM generate_series(1, 20000) n`,
      [room, ann.id],
    );
    await database.source.query('ANALYZE messages');
    const rowsRead = async () => {
      const rows: { n: number }[] = await database.source.query(
        `SELECT seq_tup_read + idx_tup_fetch AS n FROM pg_stat_user_tables WHERE relname = 'messages'`,
      );
      return rows[0]?.n ?? 0;
    };
    const before = await rowsRead();
    const source = await makeDataSource(database.address).initialize();
    const log = new PostgresMessageLog(source, database.address, digestKey('a secret'));
    logs.push(log);
    expect(await log.changesSince(room, 1, 50)).toBeNull();
    // PostgreSQL counts what a connection did once it has ended.
    await source.destroy();
    const deadline = Date.now() + 5_000;
    while ((await rowsRead()) === before && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 20));
    const read = (await rowsRead()) - before;
    expect([read > 0, read < 200]).toEqual([true, true]);
  });
});

async function killLanes(): Promise<void> {
  await database.source.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'parley lanes' AND datname = current_database()`);
}
