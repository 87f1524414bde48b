import { once } from 'node:events';
import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until } from '../../src/clock.js';
import { FaultyProxy } from '../../src/cluster/faulty-proxy.js';

let echo: Server;
let proxy: FaultyProxy;
let sockets: Socket[] = [];

beforeEach(async () => {
  echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const address = echo.address();
  proxy = await FaultyProxy.to(typeof address === 'object' && address ? address.port : 0);
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  sockets = [];
  proxy.close();
  echo.close();
});

/** A connection over the proxy, and everything that came back. */
async function connect(port = proxy.port) {
  const socket = dial(port, '127.0.0.1');
  sockets.push(socket);
  const heard = { text: '', ended: false };
  socket.on('data', (chunk) => {
    heard.text += chunk;
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    heard.ended = true;
  });
  await new Promise<void>((resolve) => socket.once('connect', resolve).once('close', () => resolve()));
  return { socket, heard };
}

const hears = (heard: { text: string }, text: string) => until(() => heard.text === text, 5_000, 5);
const isEnded = (heard: { ended: boolean }) => until(() => heard.ended, 5_000, 5);
/** Long enough for a piece that is not held to come through. */
const moment = () => new Promise((resolve) => setTimeout(resolve, 100));

test('what is sent arrives as it was, in order, however the delay changes', async () => {
  const { socket, heard } = await connect();
  const pieces = Array.from({ length: 300 }, (_, n) => `${n} `);
  for (const [n, piece] of pieces.entries()) {
    if (n % 20 === 0) {
      proxy.change({ delayMs: n % 3 });
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    socket.write(piece);
  }
  expect(await hears(heard, pieces.join(''))).toBe(true);
});

test('a delay is kept', async () => {
  const { socket, heard } = await connect();
  proxy.change({ delayMs: 60 });
  const from = performance.now();
  socket.write('late');
  expect(await hears(heard, 'late')).toBe(true);
  expect(performance.now() - from).toBeGreaterThan(110);
});

test('a cut proxy ends what passes and accepts no connection, until it is mended', async () => {
  const { heard } = await connect();
  proxy.cut();
  expect(await isEnded(heard)).toBe(true);
  expect(await isEnded((await connect()).heard)).toBe(true);
  proxy.mend();
  const again = await connect();
  again.socket.write('back');
  expect(await hears(again.heard, 'back')).toBe(true);
});

test('on a jammed proxy nothing moves and nothing ends; mended, it all arrives', async () => {
  const { socket, heard } = await connect();
  proxy.jam();
  socket.write('held');
  await moment();
  expect(heard).toEqual({ text: '', ended: false });
  proxy.mend();
  expect(await hears(heard, 'held')).toBe(true);
});

test('a reset ends what passes, and new connections pass', async () => {
  const { heard } = await connect();
  proxy.reset();
  expect(await isEnded(heard)).toBe(true);
  expect(proxy.traffic).toBe(0);
  expect((await connect()).heard.ended).toBe(false);
});

test('a proxy that swallows loses what comes back, and nothing else', async () => {
  const got: string[] = [];
  echo.on('connection', (socket) => socket.on('data', (chunk) => got.push(`${chunk}`)));
  const { socket, heard } = await connect();
  proxy.change({ swallows: true });
  socket.write('lost');
  expect(await until(() => got.join('') === 'lost', 5_000, 5)).toBe(true);
  await moment();
  proxy.mend();
  socket.write('kept');
  expect(await hears(heard, 'kept')).toBe(true);
});

test('a narrow proxy passes everything but websockets', async () => {
  const address = echo.address();
  const narrow = await FaultyProxy.to(typeof address === 'object' && address ? address.port : 0, {
    websockets: false,
  });
  try {
    const plain = await connect(narrow.port);
    plain.socket.write('GET / HTTP/1.1\r\n\r\n');
    expect(await hears(plain.heard, 'GET / HTTP/1.1\r\n\r\n')).toBe(true);
    const upgrade = await connect(narrow.port);
    upgrade.socket.write('GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n');
    expect(await isEnded(upgrade.heard)).toBe(true);
  } finally {
    narrow.close();
  }
});
