import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Answer, ask } from './ask.js';
import { FRIEND, type HttpApp, openHttpApp } from './http-app.js';

let strict: HttpApp;
let open: HttpApp;
beforeAll(async () => {
  [strict, open] = await Promise.all([openHttpApp(), openHttpApp({ corsOrigin: '*' })]);
});
afterAll(() => Promise.all([strict.close(), open.close()]));

function logIn(app: HttpApp, origin: string): Promise<Answer> {
  return ask(`${app.url}/api/auth/login`, 'POST', { username: 'x', password: 'y' }, { origin });
}

test.each(['http://evil.example', 'null', `${FRIEND}.evil.example`, 'http://127.0.0.1:1', 'garbage'])(
  'a page of %s is refused',
  async (origin) => {
    const answer = await logIn(strict, origin);
    expect(answer).toMatchObject({
      status: 403,
      body: { success: false, error: { code: 'foreign_origin' } },
    });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  },
);

test('a page that is allowed may bring its cookies', async () => {
  const { status, headers } = await logIn(strict, FRIEND);
  expect(status).toBe(401);
  expect(headers.get('access-control-allow-origin')).toBe(FRIEND);
  expect(headers.get('access-control-allow-credentials')).toBe('true');
  expect(headers.get('vary')).toContain('Origin');
});

test('a page that is allowed may ask first what it may do', async () => {
  const response = await fetch(`${strict.url}/api/me`, {
    method: 'OPTIONS',
    headers: {
      origin: FRIEND,
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization',
    },
  });
  expect(response.status).toBe(204);
  expect(response.headers.get('access-control-allow-headers')).toBe('authorization');
});

test('a page of this very host is nobody’s stranger', async () => {
  expect((await logIn(strict, strict.url)).status).toBe(401);
});

test('where every page may come, none brings cookies', async () => {
  const { status, headers } = await logIn(open, 'http://anywhere.example');
  expect(status).toBe(401);
  expect(headers.get('access-control-allow-origin')).toBe('http://anywhere.example');
  expect(headers.get('access-control-allow-credentials')).toBeNull();
});

test('where every page may come, a foreign one neither uses nor gets the cookie of a session', async () => {
  const guest = { username: 'Guest', session: 'cookie' };
  const own = { origin: open.url };
  const foreign = { origin: 'http://anywhere.example' };
  const { headers } = await ask(`${open.url}/api/auth/guest`, 'POST', guest, own);
  const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
  expect(cookie).toContain('parley_refresh');

  for (const route of ['logout', 'refresh']) {
    const answer = await ask(`${open.url}/api/auth/${route}`, 'POST', {}, { ...foreign, cookie });
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'unauthenticated' } } });
    expect(answer.headers.get('set-cookie')).toBeNull();
  }
  // The session is as it was.
  const renewed = await ask(`${open.url}/api/auth/refresh`, 'POST', {}, { ...own, cookie });
  expect(renewed.status).toBe(200);

  const asked = await ask(`${open.url}/api/auth/guest`, 'POST', guest, foreign);
  expect(asked).toMatchObject({ status: 403, body: { error: { code: 'foreign_origin' } } });
  expect(asked.headers.get('set-cookie')).toBeNull();
});
