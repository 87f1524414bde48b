import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { HistoryPage } from '@parley/protocol';
import { type Answer, ask, bearer } from './ask.js';
import { type HttpApp, openHttpApp } from './http-app.js';

const HOUR = 3_600_000;
const BEGAN = Date.UTC(2026, 0, 1);
/** Above what the hot list holds, so that both ways of reading are walked. */
const MESSAGES = 130;

let app: HttpApp;
let ann: { id: string; token: string };
let bob: { id: string; token: string };
beforeAll(async () => {
  app = await openHttpApp();
  [ann, bob] = await Promise.all([enter('Ann'), enter('Bob')]);
  for (let i = 1; i <= MESSAGES; i++) {
    const [userId, username] = i % 10 === 0 ? [bob.id, 'Bob'] : [ann.id, 'Ann'];
    await app.house.log.append({
      ...{ roomId: 'general', userId, username },
      ...{ clientId: randomUUID(), message: `message ${i}` },
    });
  }
  // One an hour. The hot list is made of the rows as they are now.
  await app.house.database.source.query('UPDATE messages SET sent_at = $1::bigint + (seq - 1) * $2', [
    BEGAN,
    HOUR,
  ]);
  await app.house.newest.refill('general');
}, 20_000);
afterAll(() => app.close());

async function enter(username: string): Promise<{ id: string; token: string }> {
  const { body } = await ask(`${app.url}/api/auth/guest`, 'POST', { username });
  return { id: (body.user as { id: string }).id, token: String(body.accessToken) };
}

const say = (message: string) =>
  app.house.log.append({
    ...{ roomId: 'general', userId: ann.id, username: 'Ann' },
    ...{ clientId: randomUUID(), message },
  });
const get = (query: string, headers: Record<string, string> = {}): Promise<Answer> =>
  ask(`${app.url}/api/chat/general/history${query}`, 'GET', undefined, { ...bearer(bob.token), ...headers });

async function page(query: string) {
  const { status, body } = await get(query);
  expect(status).toBe(200);
  const { messages, hasMore, hasOlder, hasNewer } = HistoryPage.parse(body);
  return { seqs: messages.map(({ seq }) => seq), hasMore, hasOlder, hasNewer };
}
const fromTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);
const at = (hours: number) => new Date(BEGAN + hours * HOUR).toISOString();

describe('where a page lies', () => {
  test('[H4] around a seq it is in the middle, hot and cold; at either end of the room the page is still full', async () => {
    const both = { hasMore: true, hasOlder: true, hasNewer: true };
    expect(await page('?around=100&limit=5')).toEqual({ seqs: fromTo(98, 102), ...both });
    expect(await page('?around=10&limit=4')).toEqual({ seqs: fromTo(8, 11), ...both });
    expect(await page('?around=2&limit=5')).toEqual({ seqs: fromTo(1, 5), ...both, hasOlder: false });
    expect(await page('?around=130&limit=5')).toEqual({ seqs: fromTo(126, 130), ...both, hasNewer: false });
    expect(await page('?around=999999&limit=5')).toMatchObject({ seqs: fromTo(126, 130) });
    expect(await page('?around=0&limit=5')).toMatchObject({ seqs: fromTo(1, 5) });
  });

  test('[H2] a seq beyond the newest gives an empty page that says what lies before it', async () => {
    expect(await page('?after=130')).toEqual({ seqs: [], hasMore: false, hasOlder: true, hasNewer: false });
    expect(await page('?after=999999')).toMatchObject({ seqs: [], hasOlder: true });
    expect(await page('?before=1')).toEqual({ seqs: [], hasMore: false, hasOlder: false, hasNewer: true });
    expect((await get('?after=999999')).body).toMatchObject({ before: 131, after: 130 });
  });

  test('[H5] since begins at a time and goes on from there; until ends before a time; together they are a part', async () => {
    expect(await page(`?since=${at(20)}&limit=3`)).toEqual({
      ...{ seqs: [21, 22, 23], hasMore: true, hasOlder: false, hasNewer: true },
    });
    expect(await page(`?since=${BEGAN + 20 * HOUR - 1}&limit=3`)).toMatchObject({ seqs: [21, 22, 23] });
    expect(await page(`?since=${BEGAN + 20 * HOUR + 1}&limit=3`)).toMatchObject({ seqs: [22, 23, 24] });
    expect(await page(`?until=${at(20)}&limit=3`)).toEqual({
      ...{ seqs: [18, 19, 20], hasMore: true, hasOlder: true, hasNewer: false },
    });
    expect(await page(`?since=${at(20)}&until=${at(23)}`)).toEqual({
      ...{ seqs: [21, 22, 23], hasMore: false, hasOlder: false, hasNewer: false },
    });
    expect(await page(`?since=${at(20)}&until=${at(25)}&after=22&limit=2`)).toMatchObject({
      ...{ seqs: [23, 24], hasOlder: true, hasNewer: true },
    });
    expect(await page('?since=2026-01-06&limit=1')).toMatchObject({ seqs: [121] });
    expect(await page('?since=2026-01-06T02:00:00%2B02:00&limit=1')).toMatchObject({ seqs: [121] });
    expect(await page(`?since=${at(10)}&before=5`)).toMatchObject({ seqs: [], hasOlder: false });
  });

  test('[H5] times without messages give an empty page', async () => {
    const none = { seqs: [], hasMore: false, hasOlder: false, hasNewer: false };
    expect(await page(`?since=${at(1_000)}`)).toEqual(none);
    expect(await page(`?until=${at(-1)}`)).toEqual(none);
    expect(await page(`?since=${BEGAN + 1}&until=${BEGAN + 2}`)).toEqual(none);
  });

  test('[H6] userId gives what one person said, in the same ways', async () => {
    const bobs = `userId=${bob.id}`;
    expect(await page(`?${bobs}&limit=3`)).toEqual({
      ...{ seqs: [110, 120, 130], hasMore: true, hasOlder: true, hasNewer: false },
    });
    expect(await page(`?${bobs}&before=30`)).toEqual({
      ...{ seqs: [10, 20], hasMore: false, hasOlder: false, hasNewer: true },
    });
    expect(await page(`?${bobs}&around=55&limit=2`)).toMatchObject({ seqs: [50, 60] });
    expect(await page(`?${bobs}&since=${at(100)}&limit=1`)).toMatchObject({ seqs: [110] });
    expect(await page(`?userId=${randomUUID()}`)).toMatchObject({ seqs: [], hasOlder: false });
  });

  test('[H4] an empty room has an empty page, whatever is asked', async () => {
    await app.house.rooms.create({ id: 'empty', name: 'e', kind: 'public', ownerId: null, memberIds: [] });
    for (const query of ['', '?around=5', '?after=5', '?before=5', `?since=${at(0)}`]) {
      const url = `${app.url}/api/chat/empty/history${query}`;
      const { body } = await ask(url, 'GET', undefined, bearer(bob.token));
      expect(body).toEqual({
        ...{ success: true, messages: [], hasMore: false, hasOlder: false, hasNewer: false },
        ...{ before: 1, after: 0 },
      });
    }
  });

  test('[H7] the links lead through the whole room in both directions, and keep the question', async () => {
    const walk = async (from: string, rel: 'prev' | 'next') => {
      const seqs: number[][] = [];
      for (let path: string | undefined = from; path; ) {
        const { body, headers } = await ask(`${app.url}${path}`, 'GET', undefined, bearer(bob.token));
        seqs.push(HistoryPage.parse(body).messages.map(({ seq }) => seq));
        path = headers.get('link')?.match(new RegExp(`<([^>]*)>; rel="${rel}"`))?.[1];
      }
      return rel === 'prev' ? seqs.reverse().flat() : seqs.flat();
    };
    const history = '/api/chat/general/history';
    expect(await walk(`${history}?limit=7`, 'prev')).toEqual(fromTo(1, MESSAGES));
    expect(await walk(`${history}?limit=7&after=0`, 'next')).toEqual(fromTo(1, MESSAGES));
    expect(await walk(`${history}?limit=7&around=64`, 'next')).toEqual(fromTo(61, MESSAGES));
    expect(await walk(`${history}?limit=7&since=${at(10)}&until=${at(40)}`, 'next')).toEqual(fromTo(11, 40));
    expect(await walk(`${history}?limit=2&userId=${bob.id}`, 'prev')).toEqual(
      fromTo(1, 13).map((n) => n * 10),
    );
  });

  test.each([
    ['?before=5&after=1', 'one of them at most'],
    ['?before=5&around=1', 'one of them at most'],
    [`?around=5&since=${BEGAN}`, 'around goes with neither'],
    ['?since=5&until=5', 'since must lie before until'],
    ['?since=yesterday', 'since: a time'],
    ['?since=2026-01-01T00:00:00', 'since: a time'],
    ['?since=2026-01-06T02:00:00+02:00', '%2B'],
    ['?since=2026-02-31', 'since: a time'],
    ['?userId=me', 'userId'],
    ['?around=-1', 'around'],
    ['?around=1.5', 'around'],
    ['?around=1&around=2', 'around'],
    ['?limit=101', 'limit'],
    ['?page=2', 'page'],
  ])('[B1] %s is refused with a word of what is wrong: %s', async (query, word) => {
    const { status, body } = await get(query);
    expect({ status, body }).toEqual({
      status: 400,
      body: {
        success: false,
        error: { code: 'bad_request', message: expect.stringContaining(word), retry: false },
      },
    });
  });
});

describe('a page that is asked for again', () => {
  const tagOf = async (query: string) => String((await get(query)).headers.get('etag'));

  test('[H8] is answered with 304 and no body while it is the same, and says that it must be asked for', async () => {
    const first = await get('?limit=3');
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    expect(first.headers.get('vary')).toContain('Authorization');
    const tag = String(first.headers.get('etag'));
    for (const named of [tag, `"other", ${tag}`, tag.replace('W/', ''), '*']) {
      const again = await get('?limit=3', { 'if-none-match': named });
      expect({ status: again.status, body: again.body }).toEqual({ status: 304, body: {} });
      expect(again.headers.get('etag')).toBe(tag);
    }
    expect((await get('?limit=3', { 'if-none-match': 'W/"other"' })).status).toBe(200);
    expect(await tagOf('?limit=4')).not.toBe(tag);
  });

  test('[H8] a new message changes the newest page and no page of the past; a new name changes both', async () => {
    const [newest, past] = [await tagOf(''), await tagOf('?before=50')];
    await say('one more');
    expect((await get('', { 'if-none-match': newest })).status).toBe(200);
    expect((await get('?before=50', { 'if-none-match': past })).status).toBe(304);
    await app.house.database.source.query("UPDATE users SET username = 'Anna' WHERE id = $1", [ann.id]);
    // Seen when the room goes on, or after a minute.
    await say('and one more');
    expect((await get('?before=50', { 'if-none-match': past })).status).toBe(200);
  });

  test('[H8] is not made again while the room stands where it stood', async () => {
    const tag = await tagOf('?before=20&limit=7');
    const made = jest.spyOn(app.house.log, 'around');
    try {
      const again = () => get('?before=20&limit=7', { 'if-none-match': tag });
      const links = (await get('?before=20&limit=7')).headers.get('link');
      expect(made).toHaveBeenCalledTimes(1);
      const { status, headers } = await again();
      expect({ status, link: headers.get('link'), tag: headers.get('etag') }).toEqual({
        ...{ status: 304, link: links, tag },
      });
      expect(made).toHaveBeenCalledTimes(1);
      expect((await get('?before=20&limit=7', { 'if-none-match': 'W/"other"' })).status).toBe(200);
      expect(made).toHaveBeenCalledTimes(2);
      await say('news');
      expect((await again()).status).toBe(304);
      expect(made).toHaveBeenCalledTimes(3);
    } finally {
      made.mockRestore();
    }
  });

  test('[H8] a tag gives nobody a room that is not theirs', async () => {
    const id = randomUUID();
    const memberIds = [bob.id];
    await app.house.rooms.create({ id, name: 'b', kind: 'private', ownerId: bob.id, memberIds });
    const url = `${app.url}/api/chat/${id}/history`;
    const tag = String((await ask(url, 'GET', undefined, bearer(bob.token))).headers.get('etag'));
    const headers = { ...bearer(ann.token), 'if-none-match': tag };
    expect(await ask(url, 'GET', undefined, headers)).toMatchObject({ status: 404 });
  });
});

test('[H9] history is compressed on its way, and says the head it was read at', async () => {
  const { headers, body } = await get('?limit=100', { 'accept-encoding': 'gzip' });
  expect(headers.get('content-encoding')).toBe('gzip');
  expect(HistoryPage.parse(body).messages).toHaveLength(100);
  const head = (await app.house.rooms.heads(['general'])).get('general');
  expect([headers.get('parley-epoch'), Number(headers.get('parley-rev'))]).toEqual([head?.epoch, head?.rev]);
  expect(
    (await get('?limit=100', { 'accept-encoding': 'identity' })).headers.get('content-encoding'),
  ).toBeNull();
});
