import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { MemoryRateLimit } from '../../src/adapters/memory/memory-rate-limit.js';
import { RATES } from '../../src/chat/ports/rate-limit.js';
import { openHouse } from '../support/house.js';
import { ask } from './ask.js';
import { type HttpApp, openHttpApp } from './http-app.js';

let app: HttpApp;

const tooFast = {
  status: 429,
  body: { success: false, error: { code: 'rate_limited', retry: true, retryAfterMs: expect.any(Number) } },
};

beforeEach(async () => {
  app = await openHttpApp({ house: await openHouse({ limit: new MemoryRateLimit() }) });
});
afterEach(() => app.close());

const auth = (route: string, body: unknown) => ask(`${app.url}/api/auth/${route}`, 'POST', body);
const logIn = (username: string) => auth('login', { username, password: 'wrong' });

test('attempts to sign in are limited, and the answer says how long to wait', async () => {
  await Promise.all(Array.from({ length: RATES.signIn.points }, (_, i) => logIn(`person-${i}`)));
  const answer = await logIn('one-more');
  expect(answer).toMatchObject(tooFast);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(60);
});

test('new identities are limited, accounts and guests together', async () => {
  const guests = await Promise.all(
    Array.from({ length: RATES.newIdentity.points }, () => auth('guest', { username: 'Guest' })),
  );
  expect(guests.every(({ status }) => status === 201)).toBe(true);
  expect(await auth('guest', { username: 'Guest' })).toMatchObject(tooFast);
  expect(await auth('register', { username: 'anna', password: 'long enough' })).toMatchObject(tooFast);
});
