import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SessionList, type SignedIn } from '@parley/protocol';
import { MemoryRateLimit } from '../../src/adapters/memory/memory-rate-limit.js';
import { RATES } from '../../src/chat/ports/rate-limit.js';
import { openHouse } from '../support/house.js';
import { ask, bearer } from './ask.js';
import { type HttpApp, openHttpApp } from './http-app.js';

const PASSWORD = 'correct horse battery';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0';
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';

let app: HttpApp;
beforeAll(async () => {
  app = await openHttpApp();
});
afterAll(() => app.close());

const request = (method: 'GET' | 'POST' | 'DELETE', path: string, token: unknown, body?: unknown) =>
  ask(`${app.url}/api/${path}`, method, body, token === null ? {} : bearer(token));
const auth = (route: string, body: object, agent = 'node') =>
  ask(`${app.url}/api/auth/${route}`, 'POST', body, { 'user-agent': agent });
const register = async (username: string, agent?: string) =>
  (await auth('register', { username, password: PASSWORD }, agent)).body as SignedIn;
const logIn = (username: string, password = PASSWORD, agent?: string) =>
  auth('login', { username, password }, agent);
const sessionsOf = async ({ accessToken }: SignedIn) =>
  SessionList.parse((await request('GET', 'sessions', accessToken)).body).sessions;
const stored = (condition: string) =>
  app.house.database.source.query(`SELECT device, address FROM sessions WHERE ${condition}`);

describe('my sessions', () => {
  test('are told with what they were opened by, from where and when, this one first', async () => {
    const began = Date.now();
    const laptop = await register('anna', FIREFOX);
    const phone = (await logIn('anna', PASSWORD, SAFARI)).body as SignedIn;
    await logIn('anna', PASSWORD, 'curl/8.5.0');
    const found = await sessionsOf(laptop);
    expect(found.map(({ device, current }) => [device, current])).toEqual([
      ['Firefox on Linux', true],
      ['curl', false],
      ['Safari on iOS', false],
    ]);
    for (const { address, createdAt, lastUsedAt } of found) {
      expect(address).toMatch(/127\.0\.0\.1$/);
      expect(createdAt).toBeGreaterThan(began - 1_000);
      expect(lastUsedAt).toBeGreaterThanOrEqual(createdAt);
    }
    expect((await sessionsOf(phone))[0]).toMatchObject({ device: 'Safari on iOS', current: true });
  });

  test('are used when their tokens are renewed, and tell from where that was', async () => {
    const signedIn = await register('berta', FIREFOX);
    const [before] = await sessionsOf(signedIn);
    const renewed = await auth('refresh', { refreshToken: signedIn.refreshToken }, SAFARI);
    const [after] = await sessionsOf(renewed.body as SignedIn);
    expect(after).toMatchObject({ id: before?.id, device: 'Safari on iOS', createdAt: before?.createdAt });
    expect(after?.lastUsedAt).toBeGreaterThan(before?.lastUsedAt ?? Number.POSITIVE_INFINITY);
  });

  test('keep no more of a program than its name, and nothing of one that says nothing', async () => {
    for (const agent of ['', '<script>alert(1)</script>', `evil ${'x'.repeat(4_000)}`]) {
      await logIn('anna', PASSWORD, agent);
    }
    const devices: { device: string | null }[] = await stored(`true`);
    const longest = Math.max(...devices.map(({ device }) => device?.length ?? 0));
    expect(longest).toBeLessThanOrEqual(32);
    expect(devices.filter(({ device }) => device?.includes('<'))).toEqual([]);
  });

  test('can be ended one by one, and what is kept of where they were is gone with them', async () => {
    const laptop = await register('clara', FIREFOX);
    const phone = (await logIn('clara', PASSWORD, SAFARI)).body as SignedIn;
    const id = (await sessionsOf(phone))[0]?.id;
    expect((await request('DELETE', `sessions/${id}`, laptop.accessToken)).status).toBe(204);
    expect(await request('GET', 'me', phone.accessToken)).toMatchObject({
      status: 401,
      body: { error: { code: 'session_ended' } },
    });
    expect(await sessionsOf(laptop)).toHaveLength(1);
    expect(await stored(`id = '${id}'`)).toEqual([{ device: null, address: null }]);
    // A second time there is nothing to end.
    expect((await request('DELETE', `sessions/${id}`, laptop.accessToken)).status).toBe(404);
  });

  test("are mine alone: another person's answer like absent ones, and go on", async () => {
    const [mine, theirs] = [await register('dora'), await register('erna')];
    const id = (await sessionsOf(theirs))[0]?.id;
    const absent = '00000000-0000-4000-8000-000000000001';
    const [foreign, nowhere] = [
      await request('DELETE', `sessions/${id}`, mine.accessToken),
      await request('DELETE', `sessions/${absent}`, mine.accessToken),
    ];
    expect(foreign).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
    expect(foreign.body).toEqual(nowhere.body);
    expect((await request('DELETE', 'sessions', mine.accessToken)).status).toBe(204);
    expect((await request('GET', 'me', theirs.accessToken)).status).toBe(200);
  });

  test('can be ended all but this one', async () => {
    const laptop = await register('frieda');
    const others = [(await logIn('frieda')).body, (await logIn('frieda')).body] as SignedIn[];
    expect((await request('DELETE', 'sessions', laptop.accessToken)).status).toBe(204);
    expect(await sessionsOf(laptop)).toEqual([expect.objectContaining({ current: true })]);
    for (const { accessToken } of others) expect((await request('GET', 'me', accessToken)).status).toBe(401);
  });

  test('that nobody could renew any more are ended, and nothing is kept of where they were', async () => {
    const signedIn = await register('greta', FIREFOX);
    const id = (await sessionsOf(signedIn))[0]?.id;
    const age = (interval: string) =>
      app.house.database.source.query(
        `UPDATE sessions SET last_used_at = now() - interval '${interval}' WHERE id = '${id}'`,
      );
    await age('29 days');
    await app.house.upkeep.run();
    expect(await stored(`id = '${id}' AND ended_at IS NULL`)).toHaveLength(1);
    await age('30 days 1 second');
    await app.house.upkeep.run();
    expect(await stored(`id = '${id}' AND ended_at IS NOT NULL`)).toEqual([{ device: null, address: null }]);
  });
});

describe('a change of the password', () => {
  const change = (token: unknown, oldPassword: string, newPassword: string) =>
    request('POST', 'me/password', token, { oldPassword, newPassword });

  test('ends all other sessions; from then on the new one counts', async () => {
    const here = await register('helga');
    const there = (await logIn('helga')).body as SignedIn;
    expect((await change(here.accessToken, PASSWORD, 'staple in the moonlight')).status).toBe(204);
    expect((await request('GET', 'me', here.accessToken)).status).toBe(200);
    expect((await request('GET', 'me', there.accessToken)).status).toBe(401);
    expect((await auth('refresh', { refreshToken: here.refreshToken })).status).toBe(200);
    expect((await auth('refresh', { refreshToken: there.refreshToken })).status).toBe(401);
    expect((await logIn('helga')).status).toBe(401);
    expect((await logIn('helga', 'staple in the moonlight')).status).toBe(200);
  });

  test('wants the old one: a wrong one changes nothing and ends nothing', async () => {
    const here = await register('ilse');
    const there = (await logIn('ilse')).body as SignedIn;
    expect(await change(here.accessToken, 'wrong', 'staple in the moonlight')).toMatchObject({
      status: 401,
      body: { error: { code: 'bad_credentials' } },
    });
    expect((await request('GET', 'me', there.accessToken)).status).toBe(200);
    expect((await logIn('ilse')).status).toBe(200);
  });

  test('wants a new one as long as any', async () => {
    const { accessToken } = await register('jutta');
    expect(await change(accessToken, PASSWORD, 'short')).toMatchObject({
      status: 400,
      body: { error: { code: 'bad_request', message: expect.stringContaining('newPassword') } },
    });
  });

  test('is nothing for guests', async () => {
    const guest = (await auth('guest', { username: 'Visitor' })).body as SignedIn;
    expect(await change(guest.accessToken, 'whatever', PASSWORD)).toMatchObject({
      status: 403,
      body: { error: { code: 'forbidden' } },
    });
  });

  test('by two at once is done by one of them', async () => {
    const one = await register('karla');
    const two = (await logIn('karla')).body as SignedIn;
    const answers = await Promise.all([
      change(one.accessToken, PASSWORD, 'staple in the moonlight'),
      change(two.accessToken, PASSWORD, 'battery in the sunshine'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 401]);
    const alive = await Promise.all([one, two].map((tab) => request('GET', 'me', tab.accessToken)));
    expect(alive.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  test('may be tried a few times only: whoever finds an open page does not find the password', async () => {
    const limited = await openHttpApp({ house: await openHouse({ limit: new MemoryRateLimit() }) });
    try {
      const url = `${limited.url}/api`;
      const account = { username: 'lena', password: PASSWORD };
      const { body } = await ask(`${url}/auth/register`, 'POST', account, {});
      const attempt = (oldPassword: string) =>
        ask(
          `${url}/me/password`,
          'POST',
          { oldPassword, newPassword: 'staple in the moonlight' },
          bearer(body.accessToken),
        );
      for (let i = 0; i < RATES.changePassword.points; i++) expect((await attempt('wrong')).status).toBe(401);
      expect(await attempt(PASSWORD)).toMatchObject({
        status: 429,
        body: { error: { code: 'rate_limited' } },
      });
    } finally {
      await limited.close();
    }
  });
});
