import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { LIMITS } from '@parley/protocol';
import { WebSocket } from 'ws';
import { ClientAddresses } from '../../src/network/client-addresses.js';
import { PacedWebSocketServer } from '../../src/realtime/connection/paced-websocket.js';
import { RawWebSocketWriter } from '../../src/realtime/connection/raw-websocket-writer.js';
import { WriteScheduler } from '../../src/realtime/connection/write-scheduler.js';
import { Upgrades } from '../../src/realtime/lifecycle/upgrades.js';
import { HttpReaders } from '../../src/realtime/unread/http-readers.js';
import { UnreadMonitor } from '../../src/realtime/unread/unread-monitor.js';
import { WsConnection } from '../../src/realtime/ws/ws-connection.js';
import { eventually } from '../support/eventually.js';

/** More than the buffers of two networks on one machine take. */
const MUCH = 48 * 1024 * 1024;

let server: Server;
let port: number;
const sockets: Socket[] = [];

beforeEach(async () => {
  server = createServer(({ url }, response) => {
    response.end(Buffer.alloc(url === '/small' ? 0 : MUCH));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server.closeAllConnections();
  server.close();
});

const readersOf = (monitor: UnreadMonitor, lines: string[]) =>
  new HttpReaders(monitor, new ClientAddresses([]), {
    callerOf: () => null,
    log: (line) => lines.push(line),
  });

/** Asks, and reads only when it is told to. */
async function asking(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').pause();
  sockets.push(socket.on('error', () => undefined));
  await once(socket, 'connect');
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  return socket;
}

test('[M13] an answer over HTTP that nobody reads ends its connection; who reads on gets the whole', async () => {
  const monitor = new UnreadMonitor();
  const lines: string[] = [];
  readersOf(monitor, lines).attach(server);
  const [stalled, reading] = [await asking(), await asking()];
  let [read, closed] = [0, false];
  reading.on('data', (chunk: Buffer) => {
    read += chunk.length;
  });
  reading.resume();
  stalled.on('close', () => {
    closed = true;
  });
  await eventually(
    () => read,
    (bytes) => bytes >= MUCH,
  );
  monitor.look(0);
  monitor.look(LIMITS.unreadMs);
  expect(lines).toEqual([expect.stringMatching(/^127\.0\.0\.1 is cut off: it took 0 of \d+ bytes in 5 s$/)]);
  stalled.resume();
  await eventually(
    () => closed,
    (isClosed) => isClosed,
  );
  expect(reading.destroyed).toBe(false);
});

test('[M13] an offer to upgrade that is ignored takes no connection out of the bound', async () => {
  const monitor = new UnreadMonitor();
  const lines: string[] = [];
  // As the program does: the one who ignores offers is there first.
  new Upgrades().attach(server);
  readersOf(monitor, lines).attach(server);
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket.on('error', () => undefined));
  for (const path of ['/small', '/small']) {
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(String(answer)).toMatch(/^HTTP\/1\.1 200/);
  }
  socket.pause();
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  for (let now = 0; lines.length === 0 && now <= LIMITS.unreadMs * 20; now += LIMITS.unreadMs) {
    monitor.look(now);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(lines).toEqual([
    expect.stringMatching(/^127\.0\.0\.1 is cut off: it took \d+ of \d+ bytes in 5 s$/),
  ]);
});

/** Reads that much, and then no more. */
async function read(socket: Socket, bytes: number): Promise<void> {
  let left = bytes;
  if (socket.destroyed) return;
  await new Promise<void>((resolve) => {
    const hear = (chunk: Buffer) => {
      left -= chunk.length;
      if (left > 0) return;
      socket.off('data', hear).pause();
      resolve();
    };
    socket.once('close', resolve).on('data', hear).resume();
  });
}

/** Looks as often as it takes to cut off one that takes nothing, while some is read between two looks. */
async function readSlowly(socket: Socket, monitor: UnreadMonitor): Promise<number> {
  let now = 0;
  for (monitor.look(now); now < LIMITS.unreadMs * 4; monitor.look(now)) {
    await read(socket, 4 * LIMITS.unreadBytes);
    // What was read makes room in the networks on the way, which the program fills in its next turns.
    await new Promise((resolve) => setTimeout(resolve, 50));
    now += LIMITS.unreadMs;
  }
  return now;
}

test('[M13] a page is one write: who reads it slowly is not cut off before its end, and who stops reading is', async () => {
  const monitor = new UnreadMonitor();
  const lines: string[] = [];
  readersOf(monitor, lines).attach(server);
  const slow = await asking();
  await read(slow, 1);
  const now = await readSlowly(slow, monitor);
  expect(lines).toEqual([]);
  monitor.look(now + LIMITS.unreadMs);
  expect(lines).toEqual([
    expect.stringMatching(/^127\.0\.0\.1 is cut off: it took \d+ of \d+ bytes in 5 s$/),
  ]);
});

test('[M13] the same of a plain WebSocket', async () => {
  const { accepted, client } = await webSocketOf(new PacedWebSocketServer({ noServer: true }));
  const monitor = new UnreadMonitor();
  const lines: string[] = [];
  const connection = new WsConnection(accepted, '127.0.0.1', new WriteScheduler(), (line) =>
    lines.push(line),
  );
  monitor.add(connection);
  const below = Reflect.get(client, '_socket') as Socket;
  below.removeAllListeners('data').pause();
  RawWebSocketWriter.below(accepted)?.write(Buffer.alloc(MUCH));
  const now = await readSlowly(below, monitor);
  expect(lines).toEqual([]);
  monitor.look(now + LIMITS.unreadMs);
  expect(lines).toEqual([expect.stringMatching(/ is cut off: it took \d+ of \d+ bytes in 5 s$/)]);
  client.terminate();
});

async function webSocketOf(
  upgrades: PacedWebSocketServer,
): Promise<{ accepted: WebSocket; client: WebSocket }> {
  server.on('upgrade', (request, socket, head) => {
    upgrades.handleUpgrade(request, socket, head, (opened) => upgrades.emit('connection', opened));
  });
  const connected = once(upgrades, 'connection') as Promise<WebSocket[]>;
  const client = new WebSocket(`ws://127.0.0.1:${port}`);
  client.on('error', () => undefined);
  const [[accepted]] = await Promise.all([connected, once(client, 'open')]);
  if (!accepted) throw new Error('no websocket');
  return { accepted, client };
}

test('[M13] who sends pings and reads nothing is owed one answer, and the last ping is answered', async () => {
  const { accepted: opened, client } = await webSocketOf(new PacedWebSocketServer({ noServer: true }));
  const answers: string[] = [];
  client.on('pong', (data) => answers.push(String(data)));
  let heard = 0;
  opened.on('ping', () => heard++);
  client.pause();
  const COUNT = 100_000;
  for (let i = 1; i <= COUNT; i++) {
    client.ping(String(i).padEnd(125));
    // Its own answers must not wait for all of it.
    if (i % 1_000 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await eventually(
    () => heard,
    (pings) => pings === COUNT,
  );
  expect(opened.bufferedAmount).toBeLessThan(1_000);
  client.resume();
  await eventually(
    () => answers.at(-1)?.trim(),
    (last) => last === String(COUNT),
  );
  client.terminate();
});
