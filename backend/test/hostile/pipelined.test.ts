import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { SignedIn } from '@parley/protocol';
import { eventually } from '../support/eventually.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { call, register } from '../support/talker.js';

const cluster = sharedCluster();

/** Requests as they are written one behind the other, without waiting for an answer. */
const get = (path: string, person?: SignedIn) =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${person ? `Authorization: Bearer ${person.accessToken}\r\n` : ''}\r\n`;

function connection(options: { allowHalfOpen?: boolean } = {}): { socket: Socket; heard(): string } {
  const { port, hostname } = new URL(cluster.url);
  const socket = connect({ port: Number(port), host: hostname, ...options });
  let text = '';
  socket
    .on('error', () => undefined)
    .on('data', (data) => {
      text += data.toString('latin1');
    });
  return { socket, heard: () => text };
}

const answers = (text: string) => text.match(/HTTP\/1\.1 (\d+)/g)?.length ?? 0;
const openFiles = () => readdirSync(`/proc/${cluster.instances[0]?.process.pid}/fd`).length;

test('[M13] what was sent ahead is answered in its turn, and too much of it ends the connection', async () => {
  const { socket, heard } = connection();
  const rooms = Array.from({ length: 12 }, (_, i) => get(i % 2 === 0 ? '/health' : '/api/me'));
  socket.write(rooms.join(''));
  await eventually(
    () => answers(heard()),
    (count) => count === 12,
  );
  expect(heard().match(/HTTP\/1\.1 (\d+)/g)).toEqual(
    Array.from({ length: 12 }, (_, i) => `HTTP/1.1 ${i % 2 === 0 ? 200 : 401}`),
  );
  socket.write(get('/health').repeat(1_000));
  await eventually(
    () => socket.destroyed,
    (gone) => gone,
  );
});

test('[M13] files that were asked for ahead are not open any more when the connection is gone', async () => {
  const page = await (await fetch(cluster.url, { headers: { accept: 'text/html' } })).text();
  const [script = ''] = /\/assets\/index-[\w-]+\.js/.exec(page) ?? [];
  expect(script).not.toBe('');
  const before = openFiles();
  for (let turn = 0; turn < 5; turn += 1) {
    const { socket } = connection();
    socket.write(get(script).repeat(16));
    await sleep(50);
    socket.destroy();
  }
  await eventually(openFiles, (count) => count <= before + 10);
});

test('[L6] exports and events that were asked for ahead keep neither a place nor a person online', async () => {
  const [ann, ben] = [await register(cluster.url, 'ann'), await register(cluster.url, 'ben')];
  for (const person of [ann, ben]) {
    const { socket, heard } = connection();
    const path = '/api/chat/general';
    await call(cluster.url, 'POST', '/api/rooms/general/join', person, {});
    socket.write(
      get(`${path}/events`, person).repeat(3) + get(`${path}/export`, person) + get(`${path}/export`, person),
    );
    await eventually(heard, (text) => text.includes('200 OK'));
    await sleep(300);
    socket.destroy();
  }
  const exported = await fetch(`${cluster.url}/api/chat/general/export`, {
    headers: { authorization: `Bearer ${ann.accessToken}` },
  });
  await exported.text();
  expect(exported.status).toBe(200);
  // Who leaves is online for some seconds longer: they may come back.
  const deadline = performance.now() + 30_000;
  for (;;) {
    const { body } = await call(cluster.url, 'GET', '/api/users?query=ben', ann);
    const [found] = (body as { users: { online: boolean }[] }).users;
    if (found?.online === false) break;
    expect(performance.now()).toBeLessThan(deadline);
    await sleep(500);
  }
}, 60_000);

test('[A4] an upgrade that is refused is over, though its client never closes', async () => {
  const { socket, heard } = connection({ allowHalfOpen: true });
  socket.write(
    'GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await eventually(heard, (text) => text.includes('404'));
  // A side that was only closed takes what is written to it; one that is gone answers with a reset.
  await eventually(
    () => {
      socket.write('x');
      return socket.destroyed;
    },
    (gone) => gone,
  );
});
