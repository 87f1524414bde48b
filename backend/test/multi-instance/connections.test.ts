import { expect, test } from '@jest/globals';
import type { SignedIn } from '@parley/protocol';
import { Follower } from '../support/follower.js';
import { PlainTalker } from '../support/plain-talker.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { register, Talker } from '../support/talker.js';

const PER_PERSON = 6;
const PER_ADDRESS = 12;

const cluster = sharedCluster({
  instances: 3,
  redis: true,
  env: {
    CONNECTIONS_PER_PERSON: String(PER_PERSON),
    CONNECTIONS_PER_ADDRESS: String(PER_ADDRESS),
    TRUST_PROXY: 'loopback',
  },
});

const urlOf = (i: number) => cluster.instances[i % 3]?.url ?? '';

/** A socket of somebody at an address of their own. */
function open(i: number, { accessToken }: SignedIn, address: string): Talker {
  return Talker.open(urlOf(i), {
    auth: { token: accessToken },
    extraHeaders: { 'x-forwarded-for': address },
  });
}

const wasSentAway = ({ heard }: Talker) => heard.some(({ name }) => name === 'goodbye');
/** Until as many as may be are left; told: what those heard who were sent away. */
async function settle(talkers: Talker[], left: number): Promise<unknown[]> {
  for (const one of talkers) await one.until(() => one.heard.length > 0, 'to hear anything');
  const deadline = Date.now() + 5_000;
  while (talkers.filter((one) => !wasSentAway(one)).length !== left && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(talkers.filter((one) => !wasSentAway(one))).toHaveLength(left);
  for (const one of talkers.filter(wasSentAway)) await one.hear('disconnect');
  return talkers.flatMap(({ heard }) =>
    heard.filter(({ name }) => name === 'goodbye').map(({ args }) => args[0]),
  );
}

const TOLD = {
  code: 'rate_limited',
  message: 'Too many connections at once.',
  retry: true,
  retryAfterMs: expect.any(Number),
  afterMs: expect.any(Number),
};

test('[B10] a person has so many connections on all instances together, whatever the transport, and others have theirs', async () => {
  const [mia, tom] = [await register(urlOf(0), 'mia'), await register(urlOf(1), 'tom')];
  const sockets = Array.from({ length: PER_PERSON + 3 }, (_, i) => open(i, mia, '192.0.2.1'));
  expect(await settle(sockets, PER_PERSON)).toEqual([TOLD, TOLD, TOLD]);
  const headers = { authorization: `Bearer ${mia.accessToken}`, 'x-forwarded-for': '192.0.2.2' };
  const plain = PlainTalker.open(urlOf(1), { headers });
  expect((await plain.end()).reason).toBe('rate_limited');
  const follower = await Follower.open(urlOf(2), 'general', { accessToken: mia.accessToken });
  await follower.hear('goodbye');
  const other = open(0, tom, '192.0.2.1');
  expect(await settle([other], 1)).toEqual([]);
  // A place that is left is free, also on another instance.
  sockets.find((one) => !wasSentAway(one))?.close();
  await new Promise((resolve) => setTimeout(resolve, 200));
  const next = open(1, mia, '192.0.2.3');
  expect(await settle([next], 1)).toEqual([]);
  for (const one of [...sockets, other, next]) one.close();
});

test('[B10] an address has so many, signed in or not, and a neighbour is not disturbed', async () => {
  const options = { extraHeaders: { 'x-forwarded-for': '198.51.100.1' } };
  const strangers = Array.from({ length: PER_ADDRESS + 4 }, (_, i) => Talker.open(urlOf(i), options));
  const gone = () => strangers.filter((one) => one.heard.some(({ name }) => name === 'goodbye'));
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(gone()).toHaveLength(4);
  const neighbour = Talker.open(urlOf(0), { extraHeaders: { 'x-forwarded-for': '198.51.100.2' } });
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(wasSentAway(neighbour)).toBe(false);
  for (const one of [...strangers, neighbour]) one.close();
});

test('[B10] while Redis is away each instance counts its own, and nobody is kept out', async () => {
  const zoe = await register(urlOf(0), 'zoe');
  await cluster.redis?.kill();
  const here = Array.from({ length: PER_PERSON + 2 }, () => open(0, zoe, '203.0.113.1'));
  expect(await settle(here, PER_PERSON)).toEqual([TOLD, TOLD]);
  const there = open(1, zoe, '203.0.113.1');
  expect(await settle([there], 1)).toEqual([]);
  await cluster.redis?.restart();
  // Those that are there are told again, and then there is no room on the others.
  for (let tries = 0; ; tries += 1) {
    const late = open(2, zoe, '203.0.113.2');
    await late.hear('server_info');
    await new Promise((resolve) => setTimeout(resolve, 250));
    late.close();
    if (wasSentAway(late)) break;
    expect(tries).toBeLessThan(40);
  }
  for (const one of [...here, there]) one.close();
}, 40_000);
