import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, get as request } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { HistoryPage, Message } from '@parley/protocol';
import { eventually } from '../support/eventually.js';
import { ask, bearer } from './ask.js';
import { type HttpApp, openHttpApp } from './http-app.js';

/** Above what fits into the buffers of two sockets, so that a reader who waits makes the server wait. */
const MANY = 20_000;
const LONG = 1_000;

let app: HttpApp;
let ann: { id: string; token: string };
let bob: { id: string; token: string };
beforeAll(async () => {
  app = await openHttpApp({ exports: { perPerson: 1, perInstance: 2, stallMs: 2_000 } });
  [ann, bob] = await Promise.all([enter('Ann'), enter('Bob')]);
}, 20_000);
afterAll(() => app.close());

const readers: IncomingMessage[] = [];
afterEach(() => {
  for (const reader of readers.splice(0)) reader.destroy();
});

async function enter(username: string): Promise<{ id: string; token: string }> {
  const { body } = await ask(`${app.url}/api/auth/guest`, 'POST', { username });
  return { id: (body.user as { id: string }).id, token: String(body.accessToken) };
}

/** A room of both, with messages of one a second since 1970. */
async function roomOf(count: number, length = 10): Promise<string> {
  const { rooms, database } = app.house;
  const id = randomUUID();
  await rooms.create({ id, name: 'r', kind: 'private', ownerId: ann.id, memberIds: [ann.id, bob.id] });
  await database.source.query(
    `INSERT INTO messages (room_id, seq, rev, created_rev, id, user_id, client_id, sent_digest, body, sent_at)
     SELECT $1, n, n + 2, n + 2, gen_random_uuid(), $2, gen_random_uuid(), '', repeat('x', $4), n * 1000
     FROM generate_series(1, $3::int) n`,
    [id, ann.id, count, length],
  );
  await database.source.query(
    'UPDATE rooms SET last_seq = $2::bigint, last_rev = $2::bigint + 2 WHERE id = $1',
    [id, count],
  );
  return id;
}

const urlOf = (roomId: string, query = '') => `${app.url}/api/chat/${roomId}/export${query}`;

async function seqsOf(roomId: string, query = ''): Promise<number[]> {
  const response = await fetch(urlOf(roomId, query), { headers: bearer(ann.token) });
  const text = await response.text();
  expect(text.endsWith('\n') || text === '').toBe(true);
  const lines = text.split('\n').slice(0, -1);
  expect(Number(response.headers.get('parley-messages'))).toBe(lines.length);
  return lines.map((line) => Message.parse(JSON.parse(line)).seq);
}

/** An export whose reader has taken nothing yet. */
async function begin(roomId: string, { token } = ann): Promise<IncomingMessage> {
  const sent = request(urlOf(roomId), { headers: { ...bearer(token), connection: 'close' } });
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  readers.push(response);
  return response;
}

/** Reads to the end; false when the server cut it off. */
async function readAll(response: IncomingMessage): Promise<{ bytes: number; whole: boolean }> {
  let bytes = 0;
  await new Promise<void>((closed) => {
    response
      .on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      })
      .on('error', () => undefined)
      .on('close', closed);
  });
  return { bytes, whole: response.complete };
}

/** Of a request that takes a place and gives it back at once. */
const statusOf = async (roomId: string) =>
  (await fetch(urlOf(roomId), { method: 'HEAD', headers: bearer(ann.token) })).status;
const isOk = (status: number) => status === 200;

/** The last seq that was read from the database meanwhile; 0 when none was. */
async function furthestReadBy(task: () => Promise<void>): Promise<number> {
  const { log } = app.house;
  const read = log.lines.bind(log);
  let furthest = 0;
  log.lines = (id, from, to) => {
    furthest = to;
    return read(id, from, to);
  };
  try {
    await task();
    return furthest;
  } finally {
    log.lines = read;
  }
}

const fromTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe('an export', () => {
  test('[L1] is the whole room, one message a line as history has it, and its headers say so before', async () => {
    const roomId = await roomOf(1_234);
    expect(await seqsOf(roomId)).toEqual(fromTo(1, 1_234));
    const { headers, body } = await ask(urlOf(roomId, '?after=1233'), 'GET', undefined, bearer(ann.token));
    const history = `${app.url}/api/chat/${roomId}/history?limit=1`;
    const page = HistoryPage.parse((await ask(history, 'GET', undefined, bearer(ann.token))).body);
    expect(body).toEqual(page.messages[0]);
    const head = (await app.house.rooms.heads([roomId])).get(roomId);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/x-ndjson; charset=utf-8',
      'content-disposition': `attachment; filename="${roomId}.ndjson"`,
      'cache-control': 'private, no-store',
      'parley-epoch': head?.epoch,
      'parley-rev': '1236',
      'parley-after': '1233',
      'parley-last-seq': '1234',
      'parley-messages': '1',
    });
  });

  test('[L2] of a part has that part, and none has no lines', async () => {
    const roomId = await roomOf(1_000);
    expect(await seqsOf(roomId, '?after=10&before=600')).toEqual(fromTo(11, 599));
    expect(await seqsOf(roomId, '?since=100000&until=200000')).toEqual(fromTo(100, 199));
    expect(await seqsOf(roomId, '?since=100000&after=150&before=153')).toEqual([151, 152]);
    for (const none of ['?after=1000', '?after=99999', '?before=1', '?before=0', '?since=9999999']) {
      expect(await seqsOf(roomId, none)).toEqual([]);
    }
    expect(await seqsOf(await roomOf(0))).toEqual([]);
  });

  test('[L3] ends where the room stood when it began, and goes on from there by after', async () => {
    const roomId = await roomOf(MANY, LONG);
    const reader = await begin(roomId);
    for (let i = 0; i < 3; i++) {
      await app.house.log.append({
        ...{ roomId, userId: bob.id, username: 'Bob' },
        ...{ clientId: randomUUID(), message: 'later' },
      });
    }
    const chunks: Buffer[] = [];
    for await (const chunk of reader) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    expect(text.split('\n').length - 1).toBe(MANY);
    expect(text).not.toContain('later');
    expect(await seqsOf(roomId, `?after=${reader.headers['parley-last-seq']}`)).toEqual(
      fromTo(MANY + 1, MANY + 3),
    );
  }, 15_000);

  test('[L4] travels compressed for those who take it so', async () => {
    const roomId = await roomOf(2_000);
    const response = await fetch(urlOf(roomId), {
      headers: { ...bearer(ann.token), 'accept-encoding': 'gzip' },
    });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect((await response.text()).split('\n')).toHaveLength(2_001);
  });

  test('[L1] HEAD tells what would come, and reads nothing', async () => {
    const roomId = await roomOf(700);
    const furthest = await furthestReadBy(async () => {
      const response = await fetch(urlOf(roomId), { method: 'HEAD', headers: bearer(ann.token) });
      expect([response.status, response.headers.get('parley-messages')]).toEqual([200, '700']);
    });
    expect(furthest).toBe(0);
    expect(await seqsOf(roomId)).toHaveLength(700);
  });

  test('[M5] of a room that is not mine, or not there, or without a token is refused', async () => {
    const roomId = await roomOf(1);
    const { token } = await enter('Eve');
    for (const id of [roomId, randomUUID()]) {
      const { status, body } = await ask(urlOf(id), 'GET', undefined, bearer(token));
      expect([status, body.error]).toEqual([404, expect.objectContaining({ code: 'not_found' })]);
    }
    expect((await ask(urlOf(roomId))).status).toBe(401);
  });

  test.each([
    ['?after=5&before=5', 'after must lie below before'],
    ['?since=9&until=3', 'since must lie before until'],
    ['?limit=5', 'limit'],
    ['?userId=x', 'userId'],
  ])('[B1] with %s is refused: %s', async (query, word) => {
    const { status, body } = await ask(urlOf('general', query), 'GET', undefined, bearer(ann.token));
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'bad_request', message: expect.stringContaining(word) });
  });
});

describe('an export that does not come to its end', () => {
  const whole = MANY * LONG;
  let roomId: string;
  beforeAll(async () => {
    roomId = await roomOf(MANY, LONG);
  }, 20_000);

  test('[L5] looks cut off to a person who is removed meanwhile, who gets nothing more', async () => {
    const reader = await begin(roomId, bob);
    await app.house.memberships.end(roomId, { id: bob.id, username: 'Bob' });
    const { bytes, whole: ended } = await readAll(reader);
    expect(ended).toBe(false);
    expect(bytes).toBeLessThan(whole);
  });

  test('[L5] looks cut off when the session ends', async () => {
    const { id, token } = await enter('Cem');
    await app.house.memberships.begin(roomId, { id, username: 'Cem' });
    const reader = await begin(roomId, { id, token });
    expect((await ask(`${app.url}/api/auth/logout`, 'POST', {}, bearer(token))).status).toBe(204);
    expect((await readAll(reader)).whole).toBe(false);
  });

  test('[L5] looks cut off when messages are missing, and when the room is deleted', async () => {
    const { source } = app.house.database;
    const broken = await roomOf(3_000, LONG);
    await source.query('DELETE FROM messages WHERE room_id = $1 AND seq = 2900', [broken]);
    expect((await readAll(await begin(broken))).whole).toBe(false);

    const deleted = await roomOf(MANY, LONG);
    const reader = await begin(deleted);
    await source.query('DELETE FROM rooms WHERE id = $1', [deleted]);
    expect((await readAll(reader)).whole).toBe(false);
  }, 15_000);

  test('[L6] waits for its reader: what nobody takes is not read, and at last it ends', async () => {
    const furthest = await furthestReadBy(async () => {
      const reader = await begin(roomId);
      reader.pause();
      await eventually(() => statusOf(roomId), isOk);
    });
    expect(furthest).toBeGreaterThan(0);
    expect(furthest).toBeLessThan(MANY / 2);
  }, 15_000);

  test('[L7] holds a place until its reader goes: one more of the same person is rate_limited, one more of all overloaded', async () => {
    const dee = await enter('Dee');
    await app.house.memberships.begin(roomId, { id: dee.id, username: 'Dee' });
    const mine = await begin(roomId);
    const refusedFor = async ({ token }: { token: string }) => {
      const { status, headers, body } = await ask(urlOf(roomId), 'GET', undefined, bearer(token));
      return [status, headers.get('retry-after'), (body.error as { code: string }).code];
    };
    expect(await refusedFor(ann)).toEqual([429, '5', 'rate_limited']);
    const hers = await begin(roomId, dee);
    expect(await refusedFor(await enter('Eli'))).toEqual([503, '5', 'overloaded']);
    mine.destroy();
    hers.destroy();
    await eventually(() => statusOf(roomId), isOk);
  });

  test('[L5] looks cut off when the server stops, which begins no other', async () => {
    const stopped = await begin(roomId);
    app.exports.stop();
    expect((await readAll(stopped)).whole).toBe(false);
    expect(await ask(urlOf(roomId), 'GET', undefined, bearer(ann.token))).toMatchObject({
      ...{ status: 503, body: { error: { code: 'shutting_down' } } },
    });
  });
});
