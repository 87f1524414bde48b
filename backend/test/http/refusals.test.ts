import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { RefusalLimiter } from '../../src/network/refusal-limiter.js';
import { type HttpApp, openHttpApp } from './http-app.js';

const POINTS = 6;
let app: HttpApp;

beforeAll(async () => {
  const refusals = new RefusalLimiter(true, { points: POINTS, perMs: 60_000 });
  app = await openHttpApp({ refusals, trustedProxies: ['loopback'] });
}, 40_000);
afterAll(() => app.close());

const ask = (path: string, address: string) =>
  fetch(`${app.url}${path}`, { headers: { authorization: 'Bearer x', 'x-forwarded-for': address } });

test('[B12] refused requests are bounded for an address, whatever they ask for, and told as rate_limited', async () => {
  const paths = ['/api/me', '/api/nowhere', '/api/chat/general/history'];
  for (let n = 0; n < POINTS; n++) {
    expect([401, 404]).toContain((await ask(paths[n % paths.length] ?? '', '192.0.2.1')).status);
  }
  for (const path of paths) {
    const refused = await ask(path, '192.0.2.1');
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ error: { code: 'rate_limited', retry: true } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('connection')).toBe('close');
  }
  // What is no refusal is answered as ever, and neighbours have their own.
  expect((await ask('/health', '192.0.2.1')).status).toBe(200);
  expect((await ask('/api/me', '192.0.2.2')).status).toBe(401);
});
