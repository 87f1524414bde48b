import { expect, test } from '@jest/globals';
import { type CommandName, commands } from '@parley/protocol';
import { Redis } from 'ioredis';
import { RATES, type RateName } from '../../src/chat/ports/rate-limit.js';
import { samplesOf } from '../hostile/samples.js';
import { PlainTalker } from '../support/plain-talker.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { register, Talker } from '../support/talker.js';

/** Above every limit of a command. */
const TOO_OFTEN = 650;
const NAMES = (Object.keys(commands) as CommandName[]).filter((name) => name !== 'authenticate');

const cluster = sharedCluster({ instances: 3, redis: true });

const urlOf = (i: number) => cluster.instances[i]?.url ?? '';

/** One person on a socket of each instance. */
async function everywhere(name: string): Promise<Talker[]> {
  const signedIn = await register(urlOf(0), name);
  return Promise.all([0, 1, 2].map((i) => Talker.connect(urlOf(i), signedIn)));
}

/** As if so many points were taken already: on a slow machine the window would be over before. */
async function used(rate: RateName, key: string, points: number): Promise<void> {
  const redis = new Redis(cluster.redis?.url ?? '');
  await redis.set(`chat:rate:${rate}:${key}`, points, 'PX', RATES[rate].perMs);
  redis.disconnect();
}

interface Outcome {
  /** Not `rate_limited`. */
  through: number;
  waits: (number | undefined)[];
}

/** Says the same many times, by turns on each socket. */
async function flood(sockets: Talker[], name: string, input: unknown, times: number): Promise<Outcome> {
  const asked = Array.from({ length: times }, (_, i) =>
    sockets[i % sockets.length]?.askAnything(name, input),
  );
  const refusals = (await Promise.all(asked)).flatMap((reply) => (!reply || reply.ok ? [] : [reply.error]));
  const limited = refusals.filter(({ code }) => code === 'rate_limited');
  return { through: times - limited.length, waits: limited.map(({ retryAfterMs }) => retryAfterMs) };
}

test.each(NAMES)(
  '[B9] %s is limited, and says when to try again',
  async (name) => {
    const sockets = await everywhere(`one-${name.replaceAll('_', '-')}`);
    const input = samplesOf(commands[name].input).find((one) => commands[name].input.safeParse(one).success);
    const { through, waits } = await flood(sockets, name, input, TOO_OFTEN);
    expect(through).toBeLessThan(TOO_OFTEN);
    for (const wait of waits) expect(wait).toBeGreaterThan(0);
    for (const socket of sockets) socket.close();
  },
  60_000,
);

test('[B9] a limit holds for all sockets of a person on all instances together, and for nobody else', async () => {
  const [mia, tom] = [await everywhere('mia'), await everywhere('tom')];
  const typing = { roomId: 'general', isTyping: true };
  expect((await flood(mia, 'typing', typing, 90)).through).toBe(RATES.typing.points);
  expect((await flood(tom, 'typing', typing, 3)).through).toBe(3);
  for (const socket of [...mia, ...tom]) socket.close();
});

test('[B9] requests over REST are limited, and Retry-After says for how long', async () => {
  const mia = await register(urlOf(0), 'rest-mia');
  await used('request', mia.user.id, RATES.request.points - 30);
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, i) =>
      fetch(`${urlOf(i % 3)}/api/me`, { headers: { authorization: `Bearer ${mia.accessToken}` } }),
    ),
  );
  const limited = answers.filter(({ status }) => status === 429);
  expect(limited.length).toBe(30);
  for (const { headers } of limited) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  for (const answer of answers) await answer.arrayBuffer();
}, 60_000);

test('[B9] while Redis is away a limit holds on each instance, and nobody is kept out; then it is one again', async () => {
  const [mia, tom] = [await everywhere('away-mia'), await everywhere('away-tom')];
  const typing = { roomId: 'general', isTyping: true };
  await cluster.redis?.kill();
  const { through, waits } = await flood(mia, 'typing', typing, 300);
  expect(through).toBeGreaterThanOrEqual(RATES.typing.points);
  expect(through).toBeLessThanOrEqual(3 * RATES.typing.points);
  for (const wait of waits) expect(wait).toBeGreaterThan(0);
  expect((await flood(tom, 'typing', typing, 3)).through).toBe(3);
  await cluster.redis?.restart();
  for (let tries = 0; ; tries += 1) {
    const zoe = await everywhere(`away-zoe-${tries}`);
    const together = await flood(zoe, 'typing', typing, 3 * RATES.typing.points);
    for (const socket of zoe) socket.close();
    if (together.through === RATES.typing.points) break;
    expect(tries).toBeLessThan(20);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  for (const socket of [...mia, ...tom]) socket.close();
}, 60_000);

test('[B9] tokens shown on sockets are limited by address, and it is said how long', async () => {
  const mia = await register(urlOf(0), 'token-mia');
  await used('handshake', '127.0.0.1', RATES.handshake.points);
  for (const token of [mia.accessToken, 'garbage']) {
    const refused = Talker.open(urlOf(1), { auth: { token } });
    const [error] = (await refused.hear('connect_error')) as [Error & { data?: unknown }];
    expect(error.data).toMatchObject({ code: 'rate_limited', retry: true, retryAfterMs: expect.any(Number) });
    refused.close();
    const stranger = Talker.open(urlOf(2));
    const reply = await stranger.ask('authenticate', { token });
    expect(reply).toMatchObject({ error: { code: 'rate_limited', retryAfterMs: expect.any(Number) } });
    stranger.close();
    const plain = PlainTalker.open(urlOf(0), { headers: { authorization: `Bearer ${token}` } });
    expect(await plain.hear('ERROR')).toMatchObject({
      code: 'rate_limited',
      retryAfterMs: expect.any(Number),
    });
    plain.close();
  }
});
