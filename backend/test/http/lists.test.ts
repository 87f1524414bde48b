import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ask, bearer } from './ask.js';
import { type HttpApp, openHttpApp } from './http-app.js';

type Row = Record<string, unknown>;

let app: HttpApp;
let token: unknown;
beforeAll(async () => {
  app = await openHttpApp();
  const enter = (username: string) => ask(`${app.url}/api/auth/guest`, 'POST', { username });
  const { body } = await enter('Ann');
  token = body.accessToken;
  const guests: Row[] = [];
  // The exact name is the last of all.
  for (const name of ['Bobby 1', 'Bobby 2', 'Mc Bob', 'Bob'])
    guests.push((await enter(name)).body.user as Row);
  for (const id of ['teahouse', 'iced-tea', 'tea', 'teapot']) {
    await ask(`${app.url}/api/rooms`, 'POST', { kind: 'public', name: id, id }, bearer(token));
  }
  for (const { id } of guests) {
    await ask(`${app.url}/api/rooms/tea/bans`, 'POST', { userId: id }, bearer(token));
  }
});
afterAll(() => app.close());

const get = (path: string) => ask(`${app.url}/api/${path}`, 'GET', undefined, bearer(token));

const LISTS = [
  { list: 'users', path: 'users?query=bob', key: 'username', first: 'Bob', count: 4 },
  { list: 'rooms', path: 'rooms?scope=public&query=tea', key: 'id', first: 'tea', count: 4 },
  { list: 'rooms', path: 'rooms?scope=mine', key: 'id', first: null, count: 5 },
  { list: 'members', path: 'rooms/general/members?query=bob', key: 'username', first: 'Bob', count: 4 },
  { list: 'bans', path: 'rooms/tea/bans?', key: 'username', first: 'Bob', count: 4 },
];

describe.each(LISTS)('[Q1] $path', ({ list, path, key, first, count }) => {
  const rowsOf = (body: Row) => (body[list] as Row[]).map((row) => row[key]);

  test('says that there is more, and its cursor leads through all of it, each row once', async () => {
    const whole = (await get(path)).body;
    expect(whole).toMatchObject({ hasMore: false });
    expect(whole).not.toHaveProperty('cursor');
    const rows: unknown[] = [];
    for (let cursor = '', more: unknown = true; more; ) {
      const { status, body } = await get(`${path}&limit=1${cursor}`);
      expect(status).toBe(200);
      rows.push(...rowsOf(body));
      expect(rows.length).toBeLessThanOrEqual(count);
      more = body.hasMore;
      cursor = `&cursor=${body.cursor}`;
    }
    expect(rows).toEqual(rowsOf(whole));
    expect(new Set(rows).size).toBe(count);
    if (first !== null) expect(rows[0]).toBe(first);
  });

  test('takes no cursor that it did not give', async () => {
    const forged = [
      [],
      [0, 'a', 'b'],
      [0, 1e300, 'x'],
      ['a', '\u0000'],
      [0, 0, '\u0000'],
      ['\u0000', 'x', 0],
      {},
      'x',
    ];
    const cursors = [
      ...forged.map((place) => Buffer.from(JSON.stringify(place)).toString('base64url')),
      'AAAA',
      '',
    ];
    for (const cursor of cursors) {
      expect(await get(`${path}&cursor=${cursor}`)).toMatchObject({
        status: 400,
        body: { error: { code: 'bad_request' } },
      });
    }
    for (const limit of ['0', '1001', '-1', 'x'])
      expect((await get(`${path}&limit=${limit}`)).status).toBe(400);
  });
});

test.each(['users?', 'rooms?scope=public&', 'rooms/general/members?'])(
  'a query that folds to more than any name holds finds nothing: %s',
  async (path) => {
    // Each folds to 18 letters and spaces.
    const { status, body } = await get(`${path}query=${encodeURIComponent('\ufdfa'.repeat(64))}`);
    expect({ status, found: body.users ?? body.rooms ?? body.members }).toEqual({ status: 200, found: [] });
  },
);
