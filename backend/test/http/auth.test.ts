import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SignedIn } from '@parley/protocol';
import { ask, bearer } from './ask.js';
import { type HttpApp, openHttpApp } from './http-app.js';

const PASSWORD = 'correct horse battery';

let app: HttpApp;
beforeAll(async () => {
  app = await openHttpApp();
});
afterAll(() => app.close());

const auth = (route: string, body?: unknown, headers = {}) =>
  ask(`${app.url}/api/auth/${route}`, 'POST', body, headers);
const me = (token: unknown) => ask(`${app.url}/api/me`, 'GET', undefined, bearer(token));
const register = (username: string, more = {}) => auth('register', { username, password: PASSWORD, ...more });

describe('an account over REST', () => {
  test('registers, logs in, and is told who it is', async () => {
    const registered = await register('anna');
    expect(registered.status).toBe(201);
    SignedIn.parse(registered.body);
    expect(registered.headers.get('cache-control')).toBe('no-store');
    const loggedIn = await auth('login', { username: 'anna', password: PASSWORD });
    expect(loggedIn.status).toBe(200);
    const { status, body } = await me(loggedIn.body.accessToken);
    expect(status).toBe(200);
    expect(body).toEqual(registered.body.user);
  });

  test('is refused with the wrong password, in the one shape of errors', async () => {
    const { status, body } = await auth('login', { username: 'anna', password: 'wrong' });
    expect(status).toBe(401);
    expect(body).toEqual({
      success: false,
      error: { code: 'bad_credentials', message: 'The name or the password is wrong.', retry: false },
    });
  });

  test('may be a guest', async () => {
    const { status, body } = await auth('guest', { username: 'Just Looking' });
    expect(status).toBe(201);
    expect(body.user).toMatchObject({ username: 'Just Looking', kind: 'guest' });
    expect((await me(body.accessToken)).status).toBe(200);
  });

  test('renews with the token in the body', async () => {
    const first = await register('renate');
    const second = await auth('refresh', { refreshToken: first.body.refreshToken });
    expect(second.status).toBe(200);
    expect(second.body.refreshToken).not.toBe(first.body.refreshToken);
    expect((await me(second.body.accessToken)).body).toMatchObject({ username: 'renate' });
  });

  test.each(['bearer', 'body'])(
    'logs out by the %s alone, and its access token is worth nothing at once',
    async (way) => {
      const { body } = await register(`leaving-by-${way}`);
      const left =
        way === 'body'
          ? await auth('logout', { refreshToken: body.refreshToken })
          : await auth('logout', undefined, bearer(body.accessToken));
      expect(left.status).toBe(204);
      expect(await me(body.accessToken)).toMatchObject({
        status: 401,
        body: { error: { code: 'session_ended' } },
      });
    },
  );

  test('cannot log out of nothing', async () => {
    expect(await auth('logout')).toMatchObject({ status: 401, body: { error: { code: 'unauthenticated' } } });
  });
});

describe('the refresh cookie', () => {
  const cookieOf = (headers: Headers) => headers.get('set-cookie') ?? '';
  const port = () => new URL(app.url).port;

  test('carries the port, is out of reach of scripts and other sites, and keeps the token out of the answer', async () => {
    const { headers, body } = await register('clara', { session: 'cookie' });
    expect(body).not.toHaveProperty('refreshToken');
    const cookie = cookieOf(headers);
    expect(cookie).toMatch(new RegExp(`^parley_refresh_${port()}=[\\w-]{43};`));
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Strict/);
    expect(cookie).toMatch(/; Path=\/api\/auth;/);
    expect(cookie).not.toMatch(/; Secure/);
  });

  test('is for TLS only when the request came by TLS', async () => {
    const { headers } = await auth(
      'guest',
      { username: 'By TLS', session: 'cookie' },
      { 'x-forwarded-proto': 'https' },
    );
    expect(cookieOf(headers)).toMatch(/; Secure/);
  });

  test('renews into a cookie, and goes at the end', async () => {
    const signedIn = await register('cookie-monster', { session: 'cookie' });
    const cookie = cookieOf(signedIn.headers).split(';')[0] ?? '';
    const renewed = await auth('refresh', undefined, { origin: app.url, cookie: `theme=dark; ${cookie}` });
    expect(renewed.status).toBe(200);
    expect(renewed.body).not.toHaveProperty('refreshToken');
    const next = cookieOf(renewed.headers).split(';')[0] ?? '';
    expect(next).not.toBe(cookie);

    const left = await auth('logout', undefined, { origin: app.url, cookie: next });
    expect(left.status).toBe(204);
    expect(cookieOf(left.headers)).toMatch(/Expires=Thu, 01 Jan 1970/);
    expect((await me(renewed.body.accessToken)).status).toBe(401);
  });

  test('[A10] counts only with the Origin of a page', async () => {
    const { headers } = await register('without-origin', { session: 'cookie' });
    const cookie = cookieOf(headers).split(';')[0] ?? '';
    for (const origin of ['http://evil.example', 'null']) {
      expect(await auth('refresh', undefined, { origin, cookie })).toMatchObject({ status: 403 });
    }
    expect(await auth('refresh', undefined, { cookie })).toMatchObject({
      status: 401,
      body: { error: { code: 'unauthenticated' } },
    });
    expect(await auth('refresh', undefined, { origin: app.url, cookie })).toMatchObject({ status: 200 });
  });

  test('of another port is somebody else’s', async () => {
    const signedIn = await register('two-servers', { session: 'cookie' });
    const cookie = (cookieOf(signedIn.headers).split(';')[0] ?? '').replace(port(), '1');
    expect(await auth('refresh', undefined, { origin: app.url, cookie })).toMatchObject({
      status: 401,
      body: { error: { code: 'unauthenticated' } },
    });
  });
});

describe('a bearer token', () => {
  test.each([
    ['absent', {}, 'unauthenticated'],
    ['of another scheme', { authorization: 'Basic YTpi' }, 'unauthenticated'],
    ['garbage', bearer('garbage'), 'bad_token'],
    ['unsigned', bearer('eyJhbGciOiJub25lIn0.e30.'), 'bad_token'],
  ])('that is %s is refused', async (_, headers, code) => {
    const answer = await ask(`${app.url}/api/me`, 'GET', undefined, headers);
    expect(answer).toMatchObject({ status: 401, body: { success: false, error: { code, retry: false } } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('of nobody’s session is refused', async () => {
    const token = app.house.tokens.issue({
      userId: '00000000-0000-4000-8000-000000000000',
      sessionId: '00000000-0000-4000-8000-000000000001',
    });
    expect(await me(token)).toMatchObject({ status: 401, body: { error: { code: 'session_ended' } } });
  });

  test('is not a refresh token, nor the reverse', async () => {
    const { body } = await register('mixed-up');
    expect((await me(body.refreshToken)).status).toBe(401);
    expect((await auth('refresh', { refreshToken: body.accessToken })).status).toBe(400);
  });

  test('finds each of many callers at once to be themselves', async () => {
    const people = await Promise.all(
      ['one-x', 'two-x', 'three-x'].map((name) => auth('guest', { username: name })),
    );
    const callers = await Promise.all(
      Array.from({ length: 30 }, async (_, i) => {
        const person = people[i % 3]?.body;
        return { asked: person?.user, answered: (await me(person?.accessToken)).body };
      }),
    );
    for (const { asked, answered } of callers) expect(answered).toEqual(asked);
  });
});
