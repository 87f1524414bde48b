import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { LIMITS } from '@parley/protocol';
import { MemoryRateLimit } from '../../src/adapters/memory/memory-rate-limit.js';
import { RATES } from '../../src/chat/ports/rate-limit.js';
import { openHouse } from '../support/house.js';
import { ask, bearer } from './ask.js';
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

test('[B8] pages are limited by their bytes: one person reads many short ones, and fewer long ones', async () => {
  await app.close();
  // A megabyte, in a window that a slow machine does not outlast.
  const limit = new MemoryRateLimit({ ...RATES, answers: { points: 1_024, perMs: 600_000 } });
  app = await openHttpApp({ house: await openHouse({ limit }) });
  const { house } = app;
  const { body } = await auth('guest', { username: 'Reader' });
  const { id } = body.user as { id: string };
  const page = (roomId: string) =>
    ask(`${app.url}/api/chat/${roomId}/history`, 'GET', undefined, bearer(String(body.accessToken)));
  const rooms = ['short', 'long'];
  for (const roomId of rooms) {
    await house.rooms.create({ id: roomId, name: roomId, kind: 'public', ownerId: null, memberIds: [id] });
    const message = roomId === 'long' ? '语'.repeat(LIMITS.messageLength) : 'hello';
    const draft = () => ({ roomId, userId: id, username: 'Reader', clientId: randomUUID(), message });
    await Promise.all(Array.from({ length: 12 }, () => house.log.append(draft())));
  }
  const statuses = async (roomId: string, count: number) => {
    const answers: number[] = [];
    for (let i = 0; i < count; i++) answers.push((await page(roomId)).status);
    return answers;
  };
  expect(await statuses('short', 20)).toEqual(Array(20).fill(200));
  // A long one has a quarter of it.
  expect(await statuses('long', 6)).toEqual([200, 200, 200, 200, expect.any(Number), 429]);
  expect(await page('short')).toMatchObject(tooFast);
});

test('new identities are limited, accounts and guests together', async () => {
  const guests = await Promise.all(
    Array.from({ length: RATES.newIdentity.points }, () => auth('guest', { username: 'Guest' })),
  );
  expect(guests.every(({ status }) => status === 201)).toBe(true);
  expect(await auth('guest', { username: 'Guest' })).toMatchObject(tooFast);
  expect(await auth('register', { username: 'anna', password: 'long enough' })).toMatchObject(tooFast);
});
