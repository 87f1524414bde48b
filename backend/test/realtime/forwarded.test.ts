import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RATES } from '../../src/chat/ports/rate-limit.js';
import { startCluster, type TestCluster } from '../support/instances.js';
import { PlainTalker } from '../support/plain-talker.js';
import { Talker } from '../support/talker.js';

let alone: TestCluster;
let proxied: TestCluster;

beforeAll(async () => {
  [alone, proxied] = await Promise.all([
    startCluster({ instances: 1, redis: false }),
    startCluster({ instances: 1, redis: false, env: { TRUST_PROXY: 'loopback' } }),
  ]);
}, 40_000);
afterAll(async () => {
  await Promise.all([alone.stop(), proxied.stop()]);
});

let guests = 0;

/** Asks to become a guest, each in one of the ways there are, as somebody at that address. Told: how it went. */
const WAYS: Record<string, (url: string, address: string) => Promise<string>> = {
  REST: async (url, address) => {
    const response = await fetch(`${url}/api/auth/guest`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify({ username: `Guest ${++guests}` }),
    });
    const body = (await response.json()) as { error?: { code: string } };
    return body.error?.code ?? 'ok';
  },
  'Socket.IO': async (url, address) => {
    const talker = Talker.open(url, { extraHeaders: { 'x-forwarded-for': address } });
    const reply = await talker.ask('authenticate', { username: `Guest ${++guests}` });
    talker.close();
    return reply.ok ? 'ok' : reply.error.code;
  },
  '/ws': async (url, address) => {
    const talker = PlainTalker.open(url, { headers: { 'x-forwarded-for': address } });
    await talker.until(() => talker.heard.length > 0, 'to hear how it went');
    talker.close();
    const [refused] = talker.all('ERROR');
    return refused?.code ?? 'ok';
  },
};

describe.each(Object.keys(WAYS))('by %s', (way) => {
  const enter = (cluster: TestCluster, address: string) => WAYS[way]?.(cluster.url, address);

  test('a client that names another address each time is counted where it is', async () => {
    for (let i = 0; (await WAYS.REST?.(alone.url, `203.0.113.${i}`)) === 'ok'; i += 1) {
      expect(i).toBeLessThan(RATES.newIdentity.points);
    }
    expect(await enter(alone, '198.51.100.77')).toBe('rate_limited');
  });

  test('behind a trusted proxy each client is counted for itself, by the last address the proxy tells', async () => {
    const mine = `192.0.2.${Object.keys(WAYS).indexOf(way) + 1}`;
    for (let i = 0; (await WAYS.REST?.(proxied.url, `203.0.113.${i}, ${mine}`)) === 'ok'; i += 1) {
      expect(i).toBeLessThan(RATES.newIdentity.points);
    }
    expect(await enter(proxied, mine)).toBe('rate_limited');
    expect(await enter(proxied, `198.51.100.${Object.keys(WAYS).indexOf(way)}`)).toBe('ok');
  });
});
