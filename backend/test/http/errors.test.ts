import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { errors } from '@parley/protocol';
import { ask, bearer } from './ask.js';
import { type HttpApp, openHttpApp } from './http-app.js';

let app: HttpApp;
let token: unknown;
beforeAll(async () => {
  app = await openHttpApp();
  token = (await ask(`${app.url}/api/auth/guest`, 'POST', { username: 'Guest' })).body.accessToken;
});
afterAll(() => app.close());

/** Every failure has the one shape, whose status and retry are those of its code, and shows nothing of the inside. */
function expectRefusal({ status, body }: Awaited<ReturnType<typeof ask>>): void {
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(body).toEqual({
    success: false,
    error: {
      code: expect.stringMatching(/^[a-z_]+$/),
      message: expect.any(String),
      retry: expect.any(Boolean),
    },
  });
  expect(Object.keys(errors)).toContain((body.error as { code: string }).code);
  expect(JSON.stringify(body)).not.toMatch(/node_modules|\.ts:|\.js:|at Object|SELECT|secret-text/);
}

const U = '00000000-0000-4000-8000-000000000000';
const HOSTILE: unknown[] = [
  undefined,
  '',
  '{',
  '"text"',
  '[]',
  'null',
  '{"username":',
  {},
  [],
  { username: 1, password: 2 },
  { username: null, password: null },
  { username: { toString: 'secret-text' }, password: ['secret-text'] },
  { username: 'x', password: 'secret-text', extra: 'secret-text' },
  '{"__proto__":{"admin":true,"username":"x"},"password":"secret-text"}',
  '{"constructor":{"prototype":{"username":"x"}}}',
  { username: 'a\u0000b', password: 'secret-text' },
  '{"username":"\\ud800","password":"secret-text"}',
  { username: 'x'.repeat(10_000), password: 'secret-text' },
  { username: 'x', password: 'y'.repeat(10_000) },
  { username: 'x', password: 'y', session: 'localStorage' },
  { username: '\u202eanna', password: 'secret-text' },
  { refreshToken: { $ne: null } },
  { refreshToken: 'x'.repeat(5_000) },
  { kind: 'secret', name: 'x' },
  { kind: 'direct', userIds: [U, U] },
  { kind: 'direct', userIds: [U] },
  { kind: 'public', name: 'x', id: '../etc' },
  { userId: 'me' },
];

describe('hostile bodies are refused in the one shape, and change nothing', () => {
  const routes = [
    'auth/register',
    'auth/login',
    'auth/guest',
    'auth/refresh',
    'rooms',
    'rooms/general/invite',
    'rooms/No Room/join',
    `rooms/general/members/${U}`,
  ];
  test.each(routes)('POST /api/%s', async (route) => {
    for (const body of HOSTILE) {
      if (route === 'auth/refresh' && JSON.stringify(body) === '{}') continue;
      expectRefusal(await ask(`${app.url}/api/${route}`, 'POST', body, bearer(token)));
    }
  });
});

describe('hostile paths and queries are refused in the one shape', () => {
  test.each([
    '/api/rooms/%00',
    '/api/rooms/%ff',
    '/api/rooms/..%2f..%2fetc',
    '/api/rooms/__proto__',
    `/api/rooms/${'x'.repeat(2_000)}`,
    `/api/rooms/${U}`,
    '/api/rooms?scope=all',
    '/api/rooms?scope=public&scope=mine',
    '/api/rooms?scope[$ne]=mine',
    '/api/rooms?unknown=1',
    `/api/rooms?query=${'x'.repeat(65)}`,
    '/api/users?query=%00',
    '/api/rooms?scope=public&query=%00',
    '/api/users?query=a&query=b',
    '/api/users?__proto__[x]=1',
    '/api/chat/general/history?limit=0',
    '/api/chat/general/history?limit=101',
    '/api/chat/general/history?limit=1e2',
    '/api/chat/general/history?limit=-1',
    '/api/chat/general/history?before=1&after=1',
    '/api/chat/general/history?before=NaN',
    '/api/chat/general/history?before=99999999999999999999',
    '/api/chat/no-such-room/history',
    '/api/nowhere',
    '/api',
  ])('GET %s', async (path) => expectRefusal(await ask(app.url + path, 'GET', undefined, bearer(token))));
});

describe('errors say what is wrong', () => {
  test('a field that is missing or unknown is named, a password never told', async () => {
    const { body } = await ask(`${app.url}/api/auth/register`, 'POST', {
      password: 'pw-7',
      extra: 1,
    });
    const { message } = body.error as { message: string };
    expect(message).toMatch(/username/);
    expect(message).toMatch(/password: .*8/);
    expect(message).toMatch(/extra/);
    expect(message).not.toMatch(/pw-7/);
  });

  test('a room of another kind is told which kinds there are', async () => {
    const { body } = await ask(`${app.url}/api/rooms`, 'POST', { kind: 'secret', name: 'x' }, bearer(token));
    expect(body.error).toMatchObject({ code: 'bad_request', message: expect.stringMatching(/kind/) });
  });

  test('a body that is too large is a 413', async () => {
    const answer = await ask(`${app.url}/api/auth/login`, 'POST', { username: 'x'.repeat(200_000) });
    expect(answer).toMatchObject({ status: 413, body: { error: { code: 'bad_request' } } });
  });

  test.each([
    ['GET', '/api/nowhere'],
    ['POST', '/api/rooms/general/nothing'],
    ['PUT', '/api'],
  ])('an unknown route is not found: %s %s', async (method, path) => {
    expect(await ask(app.url + path, method)).toMatchObject({
      status: 404,
      body: { error: { code: 'not_found' } },
    });
  });

  test.each([
    ['GET', '/api/auth/login', 'POST'],
    ['DELETE', '/api/me', 'GET, HEAD'],
    ['PUT', '/api/rooms/general', 'GET, HEAD, PATCH'],
    ['POST', '/health/ready', 'GET, HEAD'],
    ['POST', '/', 'GET, HEAD'],
  ])('a route that is there tells which methods it takes: %s %s', async (method, path, allow) => {
    const response = await fetch(app.url + path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allow);
    expect(await response.json()).toMatchObject({
      success: false,
      error: { code: 'bad_request', message: `This route takes ${allow}.`, retry: false },
    });
  });

  test('a change of a room that changes nothing is a mistake', async () => {
    for (const body of [undefined, {}]) {
      const answer = await ask(`${app.url}/api/rooms/general`, 'PATCH', body, bearer(token));
      expect(answer).toMatchObject({
        status: 400,
        body: { error: { message: expect.stringMatching(/name, topic, slowSeconds/) } },
      });
    }
  });

  test.each(['since', 'until'])('a time in seconds is no time in January 1970: %s', async (name) => {
    for (const route of ['history', 'export']) {
      const { status, body } = await ask(
        `${app.url}/api/chat/general/${route}?${name}=1763683200`,
        'GET',
        undefined,
        bearer(token),
      );
      expect({ status, body }).toMatchObject({
        status: 400,
        body: { error: { message: expect.stringMatching(/milliseconds and not seconds/) } },
      });
    }
  });
});

test('every route but signing in and health wants a token', async () => {
  const routes = [
    ['GET', '/api/me'],
    ['GET', '/api/users'],
    ['GET', '/api/rooms'],
    ['POST', '/api/rooms'],
    ['GET', '/api/rooms/general'],
    ['GET', '/api/rooms/general/members'],
    ['POST', '/api/rooms/general/join'],
    ['POST', '/api/rooms/general/leave'],
    ['POST', '/api/rooms/general/invite'],
    ['DELETE', `/api/rooms/general/members/${U}`],
    ['GET', '/api/chat/general/history'],
    ['GET', '/api/chat/no-such-room/history'],
  ] as const;
  for (const [method, path] of routes) {
    expect(await ask(app.url + path, method)).toMatchObject({
      status: 401,
      body: { error: { code: 'unauthenticated' } },
    });
  }
});
