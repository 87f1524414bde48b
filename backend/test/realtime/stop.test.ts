import { once } from 'node:events';
import { get, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { startCluster } from '../support/instances.js';
import { Poller } from '../support/poller.js';
import { Program } from '../support/program.js';
import { register } from '../support/talker.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** A stock client that reconnects by itself, and says when it is in. */
const STOCK = `
  import { io } from 'socket.io-client';
  const [url, token, transport] = process.argv.slice(1);
  io(url, { auth: { token }, transports: [transport] }).on('server_info', () => console.log('in'));
`;

/** Sends what it is given and never closes its side, as many clients never do. */
async function hold(url: string, text: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  socket.on('error', () => undefined);
  socket.write(text);
  return socket;
}

const webSocketAt = (path: string, token: string) =>
  [
    `GET ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    `Authorization: Bearer ${token}`,
    '\r\n',
  ].join('\r\n');

test('[A12] a stop ends in time and in order, whatever clients do: suspended, half-open, never closing', async () => {
  const cluster = await startCluster({ instances: 1, redis: false, env: { WS_PORT: '0' } });
  const { url } = cluster;
  const signedIn = await register(url, 'ann');
  const { accessToken } = signedIn;
  const headers = { authorization: `Bearer ${accessToken}` };

  const stock = ['websocket', 'polling'].map((transport) =>
    Program.node(['--input-type=module', '-e', STOCK, url, accessToken, transport], { cwd: ROOT }),
  );
  await Promise.all(stock.map((program) => program.prints('in')));
  for (const { child } of stock) child.kill('SIGSTOP');

  const [, wsPort] = /ws:\/\/localhost:(\d+)/.exec(cluster.instances[0]?.output() ?? '') ?? [];
  const held = await Promise.all([
    hold(url, webSocketAt('/ws', accessToken)),
    hold(`http://127.0.0.1:${wsPort}`, webSocketAt('/', accessToken)),
    hold(url, webSocketAt('/socket.io/?EIO=4&transport=websocket', accessToken)),
  ]);
  await Promise.all(held.map((socket) => once(socket, 'data')));
  held[2]?.write(maskedText(`40${JSON.stringify({ token: accessToken })}`));
  held.push(await hold(url, 'GET /health HTT'), await hold(url, 'GET /health HTTP/1.1\r\nHost: x\r\n\r\n'));
  const slow = request(`${url}/api/auth/login`, { method: 'POST', headers: { 'content-length': '100' } });
  slow.on('error', () => undefined).write('{"username"');
  const events = get(`${url}/api/chat/general/events`, { headers });
  const [followed] = (await once(events, 'response')) as [IncomingMessage];
  followed.on('error', () => undefined).pause();
  const poller = await Poller.open(url);
  await poller.send('40');

  const begun = performance.now();
  expect(await cluster.instances[0]?.stop()).toBe(0);
  // Two seconds for what is said last to be taken, one for the ports, and a machine that does other things beside.
  expect(performance.now() - begun).toBeLessThan(12_000);
  for (const { child } of stock) child.kill('SIGKILL');
  for (const socket of held) socket.destroy();
  slow.destroy();
  events.destroy();
  await cluster.stop();
}, 60_000);

test('[A12] a second signal waits for no client any more', async () => {
  const cluster = await startCluster({ instances: 1, redis: false, env: { CONNECTIONS_PER_PERSON: '1000' } });
  const [instance] = cluster.instances;
  const { accessToken } = await register(cluster.url, 'ann');
  // A hundred of them are told in a second: without the second signal the stop would take eight.
  const held = await Promise.all(
    Array.from({ length: 800 }, () => hold(cluster.url, webSocketAt('/ws', accessToken))),
  );
  await Promise.all(held.map((socket) => once(socket, 'data')));

  const begun = performance.now();
  const ended = instance?.stop();
  await eventually(() => instance?.output().includes('stopping'), Boolean);
  // What comes sooner is taken for the same press of Ctrl-C.
  await sleep(600);
  instance?.process.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(performance.now() - begun).toBeLessThan(6_000);
  for (const socket of held) socket.destroy();
  await cluster.stop();
}, 60_000);

/** A frame of RFC 6455 as clients send it, its mask all zeros. */
function maskedText(text: string): Buffer {
  const payload = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(payload.length);
  return Buffer.concat([Buffer.from([0x81, 0x80 | 126]), length, Buffer.alloc(4), payload]);
}
