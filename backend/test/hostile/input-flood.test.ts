import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import type { Reply } from '@parley/protocol';
import { WebSocket } from 'ws';
import { PACKET_RATES } from '../../src/network/packet-rates.js';
import { keepUntilTestEnds } from '../support/keep.js';
import { PlainTalker } from '../support/plain-talker.js';
import { Poller } from '../support/poller.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { register, Talker } from '../support/talker.js';

const keep = keepUntilTestEnds();
// Each test comes from an address of its own.
const cluster = sharedCluster({ env: { TRUST_PROXY: 'loopback' } });
let bob: Talker;

beforeAll(async () => {
  bob = await Talker.register(cluster.url, 'bob');
  await bob.do('join_room', { roomId: 'general' });
});

let addresses = 0;
const elsewhere = () => {
  addresses += 1;
  return { 'x-forwarded-for': `203.0.113.${addresses}` };
};

async function openFrom(headers: Record<string, string>): Promise<Talker> {
  const { accessToken } = await register(cluster.url, `p-${randomUUID().slice(0, 8)}`);
  const talker = keep(Talker.open(cluster.url, { auth: { token: accessToken }, extraHeaders: headers }));
  await talker.hear('server_info');
  return talker;
}

/** Others are served meanwhile, and what they have to wait is no second. */
async function expectServed(): Promise<void> {
  const begun = performance.now();
  expect(await bob.ask('mark_read', { roomId: 'general', seq: 0 })).toMatchObject({ ok: true });
  expect(performance.now() - begun).toBeLessThan(3_000);
}

const codeOf = (reply: Reply<unknown>) => (reply.ok ? 'ok' : reply.error.code);

test('[B12] one POST of thousands of commands by nobody is refused up to the limit, and then its session ends', async () => {
  const stranger = await Poller.open(cluster.url, { headers: elsewhere() });
  await stranger.send('40');
  await stranger.poll();
  const posted = stranger.send(...Array<string[]>(13_000).fill(['42["a"]', '42["sync"]']).flat());
  await expectServed();
  // Answered all the same: what carries it may be a proxy's, and carry others.
  expect((await posted).status).toBe(200);
  const told = await stranger.pollAll();
  expect(told.at(-2)).toMatch(/^42\["goodbye",\{"code":"rate_limited"/);
  expect(told.at(-1)).toBe('41');
  expect(told.length).toBeLessThanOrEqual(PACKET_RATES.stranger.points * 2);
  expect((await stranger.send('2')).status).toBe(400);
});

test('[B12] malformed and unknown commands are limited like all others, and each is answered', async () => {
  const mallory = await openFrom(elsewhere());
  const codes = new Set<string>();
  // More than once where it takes the machine so long that they are no flood.
  for (let round = 0; round < 5 && !codes.has('rate_limited'); round++) {
    const asked = Array.from({ length: PACKET_RATES.person.points * 1.4 }, (_, n) =>
      n % 2 ? mallory.askAnything('typing', { roomId: 1 }) : mallory.askAnything('nonsense', 1),
    );
    for (const reply of await Promise.all(asked)) codes.add(codeOf(reply));
  }
  expect(codes).toEqual(new Set(['bad_request', 'unknown_command', 'rate_limited']));
  await expectServed();
}, 30_000);

/** So far ahead of the rate a connection is read more slowly, and no further. */
const SLOWED_MOST_MS = 5_000;

/** What is sent, by what, and how to ask for something behind it. */
interface Flood {
  what: string;
  send(): void;
  ask(): Promise<unknown>;
  closed(): boolean;
}

async function isClosed(flood: Flood): Promise<false> {
  while (!flood.closed()) await new Promise((resolve) => setTimeout(resolve, 20));
  return false;
}

async function overSocketIo(what: string, send: (socket: WebSocket) => void): Promise<Flood> {
  const talker = await openFrom(elsewhere());
  const socket: unknown = Reflect.get(talker.socket.io.engine.transport, 'ws');
  if (!(socket instanceof WebSocket)) throw new Error('no websocket of Node.js');
  return {
    what: `Socket.IO: ${what}`,
    send: () => send(socket),
    ask: () => talker.ask('mark_read', { roomId: 'general', seq: 0 }),
    closed: () => !talker.socket.connected,
  };
}

async function overPlainWebSocket(what: string, send: (socket: WebSocket) => void): Promise<Flood> {
  const talker = keep(PlainTalker.open(cluster.url, { headers: elsewhere() }));
  await talker.hear('CONNECTED');
  return {
    what: `/ws: ${what}`,
    send: () => send(talker.socket),
    ask: () => talker.subscribe(1001),
    closed: () => talker.closed !== null,
  };
}

test('[B12] whatever comes in thousands, its sender is read more slowly, or sent away', async () => {
  const floods = await Promise.all([
    overSocketIo('unknown commands', (socket) => socket.send('42["a"]')),
    overSocketIo('acknowledgements of nothing', (socket) => socket.send('43999[]')),
    overSocketIo('answers to no ping', (socket) => socket.send('3')),
    overSocketIo('packets that mean nothing', (socket) => socket.send('6')),
    overSocketIo('pings of WebSocket itself', (socket) => socket.ping()),
    overPlainWebSocket('no JSON', (socket) => socket.send('{')),
    overPlainWebSocket('binary', (socket) => socket.send(Buffer.from([1]))),
    overPlainWebSocket('frames of no type', (socket) => socket.send('{}')),
    overPlainWebSocket('pings', (socket) => socket.ping()),
  ]);
  const { points, perMs } = PACKET_RATES.person;
  const COUNT = points * 3;
  // Less than the time that so many take at their rate, without what one may be ahead of it.
  const EARLY_MS = ((COUNT - points) * perMs) / points - SLOWED_MOST_MS;
  const served = await Promise.all(
    floods.map(async (flood) => {
      const begun = performance.now();
      for (let n = 0; n < COUNT && !flood.closed(); n++) flood.send();
      // One of the two comes: it is sent away, or answered, and that no sooner than the rate allows. On a slow machine it
      // may be read for longer than a question waits for its answer.
      for (let answered = false; !answered && !flood.closed(); ) {
        const asked = flood.ask().then(
          () => true,
          () => false,
        );
        answered = await Promise.race([asked, isClosed(flood)]);
      }
      return !flood.closed() && performance.now() - begun < EARLY_MS ? flood.what : null;
    }),
  );
  await expectServed();
  expect(served.filter((what) => what !== null)).toEqual([]);
}, 90_000);
