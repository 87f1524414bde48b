import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { LIMITS } from '@parley/protocol';
import { WebSocket, WebSocketServer } from 'ws';
import { Heartbeat } from '../../src/realtime/ws/heartbeat.js';
import { eventually } from '../support/eventually.js';
import { keepUntilTestEnds } from '../support/keep.js';
import { PlainTalker } from '../support/plain-talker.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { call, register, Talker } from '../support/talker.js';

const ELSEWHERE = 'http://pages.example.org';
const cluster = sharedCluster({
  env: { GUESTS: 'off', WS_PORT: '0', RATE_LIMITS: 'off', CORS_ORIGIN: ELSEWHERE, LOG_LEVEL: 'info' },
});
let url: string;
let ownUrl: string;

beforeAll(async () => {
  const [instance] = cluster.instances;
  url = instance?.url ?? '';
  const [, port] = /Plain WebSockets: ws:\/\/localhost:(\d+)/.exec(instance?.output() ?? '') ?? [];
  ownUrl = `ws://127.0.0.1:${port}`;
});

const keep = keepUntilTestEnds();
let people = 0;
const someone = () => register(url, `p${++people}`);

/** What the handshake is answered with: 101, or a refusal. */
async function statusOf(address: string, origin?: string): Promise<number | undefined> {
  const socket = keep(new WebSocket(address, origin === undefined ? {} : { headers: { origin } }));
  socket.on('error', () => undefined);
  return Promise.race([
    once(socket, 'open').then(() => 101),
    once(socket, 'unexpected-response').then(([, response]) => response.statusCode),
  ]);
}

describe('the handshake', () => {
  test.each([
    ['a program', undefined, 101],
    ['a page of this server', () => new URL(url).origin, 101],
    ['a page of an allowed origin', () => ELSEWHERE, 101],
    ['a page from elsewhere', () => 'http://evil.example.org', 403],
    ['a page with an allowed origin for a beginning', () => `${ELSEWHERE}.evil.example.org`, 403],
    ['a page without an origin of its own', () => 'null', 403],
  ])('[A9] [A10] of %s', async (_who, origin, status) => {
    expect(await statusOf(`${url.replace('http', 'ws')}/ws`, origin?.())).toBe(status);
  });

  test('[A9] pages from elsewhere are refused on the own port too', async () => {
    expect(await statusOf(ownUrl)).toBe(101);
    expect(await statusOf(ownUrl, 'http://evil.example.org')).toBe(403);
  });

  test('[W12] the own port is for WebSockets alone, and says so', async () => {
    const response = await fetch(ownUrl.replace('ws', 'http'));
    expect(response.status).toBe(426);
  });

  test('Socket.IO goes on beside it', async () => {
    const ann = keep(await Talker.connect(url, await someone()));
    expect(await ann.ask('join_room', { roomId: 'general' })).toMatchObject({ ok: true });
  });
});

test('[W2] where no guests are allowed one has 5 s to say who one is', async () => {
  const talker = PlainTalker.open(ownUrl);
  const begun = Date.now();
  const { code, reason } = await talker.end();
  expect({ code, reason }).toEqual({ code: 1008, reason: 'unauthenticated' });
  expect(Date.now() - begun).toBeGreaterThan(LIMITS.anonymousMs - 500);
  expect(talker.heard).toMatchObject([{ type: 'ERROR', code: 'unauthenticated', retry: false }]);
}, 10_000);

test('[W2] a guest is refused where none are allowed, a token in the first frame is taken', async () => {
  const ann = await someone();
  const talker = keep(PlainTalker.open(ownUrl));
  await once(talker.socket, 'open');
  talker.send({ type: 'AUTHENTICATE', username: 'stranger' });
  await talker.hear('ERROR', ({ code, frame }) => code === 'guests_off' && frame === 'AUTHENTICATE');
  talker.send({ type: 'AUTHENTICATE', token: ann.accessToken });
  expect(await talker.hear('CONNECTED')).toMatchObject({ userId: ann.user.id });
});

test('[A11] [W10] a session that ends closes its connections, and no others', async () => {
  const [ann, bob] = [await someone(), await someone()];
  const [hers, his] = [
    await PlainTalker.with(url, ann.accessToken),
    await PlainTalker.with(url, bob.accessToken),
  ];
  keep(his);
  await call(url, 'POST', '/api/auth/logout', ann, {});
  expect(await hers.end()).toEqual({ code: 1008, reason: 'session_ended' });
  expect(hers.heard.at(-1)).toMatchObject({ type: 'ERROR', code: 'session_ended', retry: false, afterMs: 0 });
  await his.subscribe(1);
});

test('[A11] whoever was told goodbye and does not go is not heard any more', async () => {
  const [ann, bob] = [await someone(), await someone()];
  const [stubborn, polite] = [
    await PlainTalker.with(url, ann.accessToken),
    await PlainTalker.with(url, ann.accessToken),
  ];
  await stubborn.subscribe(2);
  stubborn.socket.pause();
  await call(url, 'POST', '/api/auth/logout', ann, {});
  await polite.end();
  stubborn.send({ type: 'MESSAGE', groupId: 2, message: 'still here' });
  // Its answer to the goodbye comes behind what it said.
  stubborn.socket.resume();
  await stubborn.end();
  const other = keep(await PlainTalker.with(url, bob.accessToken));
  expect(await other.subscribe(2)).toMatchObject({ seq: 0 });
});

test('[B6] [W10] an oversize frame ends that connection, with a logged reason, and no other', async () => {
  const { accessToken } = await someone();
  const [one, other] = [
    await PlainTalker.with(url, accessToken),
    keep(await PlainTalker.with(url, accessToken)),
  ];
  one.send({ type: 'MESSAGE', groupId: 1, message: 'x'.repeat(LIMITS.frameBytes) });
  expect((await one.end()).code).toBe(1009);
  await other.subscribe(1);
  await eventually(
    () => cluster.instances[0]?.output() ?? '',
    (output) => output.includes('Max payload size exceeded'),
  );
});

test('[W11] who does not read is cut off, and who reads as much is not', async () => {
  const ann = await someone();
  const [deaf, reader] = [
    await PlainTalker.with(url, ann.accessToken),
    keep(await PlainTalker.with(url, ann.accessToken)),
  ];
  await deaf.subscribe(5);
  await reader.subscribe(5);
  deaf.socket.pause();
  const clock = setInterval(() => {
    // More than all buffers on the way hold together, in time.
    for (let n = 0; n < 100; n++) reader.send({ type: 'MESSAGE', groupId: 5, message: 'x'.repeat(8_000) });
  }, 200);
  try {
    await reader.until(
      () => /cut off: it leaves more than/.test(cluster.instances[0]?.output() ?? ''),
      'for the one who does not read to be cut off',
      30_000,
    );
  } finally {
    clearInterval(clock);
  }
  deaf.socket.resume();
  expect((await deaf.end()).code).toBe(1006);
  expect(reader.closed).toBeNull();
}, 40_000);

test('[W10] a stop is told, with the time to come back, before the connection is closed', async () => {
  const { accessToken } = await someone();
  const known = await PlainTalker.with(url, accessToken);
  const stranger = PlainTalker.open(ownUrl);
  await once(stranger.socket, 'open');
  const silent = await PlainTalker.with(url, accessToken);
  // It will not answer the goodbye.
  silent.socket.pause();
  const begun = Date.now();
  expect(await cluster.instances[0]?.stop()).toBe(0);
  expect(Date.now() - begun).toBeLessThan(5_000);
  expect(await known.end()).toEqual({ code: 1001, reason: 'shutting_down' });
  expect(known.heard.at(-1)).toMatchObject({
    code: 'shutting_down',
    retry: true,
    afterMs: expect.any(Number),
  });
  expect((await stranger.end()).code).toBe(1001);
  silent.socket.resume();
  await silent.end();
}, 15_000);

test('[W11] a peer that is gone without a word is found by its silence, and one that answers is kept', async () => {
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  const server = new WebSocketServer({ server: http });
  const heartbeat = new Heartbeat(server.clients, 400);
  server.on('connection', (socket) => heartbeat.watch(socket));
  const address = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const [dead, alive] = [new WebSocket(address, { autoPong: false }), new WebSocket(address)];
  await once(dead, 'close');
  // It has answered several pings by then.
  await once(alive, 'ping');
  await once(alive, 'ping');
  expect(alive.readyState).toBe(WebSocket.OPEN);
  alive.terminate();
  heartbeat.stop();
  server.close();
  http.close();
});
