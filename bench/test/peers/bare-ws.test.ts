import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Message } from '@parley/protocol';
import { freePorts } from '@parley/testkit/ports.js';
import WebSocket from 'ws';
import type { Program } from '../../../backend/test/support/program.js';
import { RedisServer } from '../../../backend/test/support/redis.js';
import { textFrame } from '../../peers/bare-ws/frame.js';
import { FrameReader } from '../../src/load/frame-reader.js';
import { startPeer, tokenOf } from './peer.js';

let redis: RedisServer;
let programs: Program[];
let ports: number[];

beforeAll(async () => {
  [redis, ports] = await Promise.all([RedisServer.start(), freePorts(2)]);
  programs = await Promise.all(
    ports.map((port) => startPeer('bare-ws', { PORT: `${port}`, REDIS_URL: redis.url })),
  );
});
afterAll(async () => {
  for (const program of programs) program.child.kill('SIGTERM');
  for (const program of programs) expect(await program.exit()).toBe(0);
  await redis.kill();
});

test.each([1, 70_000])('a message of %i characters reaches the room on both instances', async (length) => {
  const people = await Promise.all(ports.map((port, n) => enter(port, n === 0 ? 'Ann' : 'Ben')));
  const heard = people.map((socket) => nextOf(socket, 'MESSAGE'));
  const answered = nextOf(people[0], 'SENT');
  const message = 'é'.repeat(length);
  people[0]?.send(JSON.stringify({ type: 'MESSAGE', groupId: 'tea', message, id: 7 }));
  expect(await answered).toEqual({ type: 'SENT', id: 7 });
  const [byAnn, byBen] = await Promise.all(heard);
  expect(byBen).toEqual(byAnn);
  const { type, ...rest } = byAnn as Message & { type: string };
  expect(Message.parse(rest)).toEqual(rest);
  expect(rest).toMatchObject({ roomId: 'tea', username: 'Ann', message });
  for (const socket of people) socket.close();
});

// At each border where the form of a frame's header changes.
test.each([0, 125, 126, 65_535, 65_536])('a frame of %i bytes is read as it was written', (length) => {
  const read: Buffer[] = [];
  const frame = (_opcode: number, payload: Buffer) => read.push(Buffer.from(payload));
  const payload = Buffer.alloc(length, 'x');
  new FrameReader(Buffer.from('nothing begins so'), true, { frame }).push(textFrame(payload));
  expect(read).toEqual([payload]);
});

test('let nobody in without a token', async () => {
  const stranger = new WebSocket(`ws://127.0.0.1:${ports[0]}`);
  const [error] = await once(stranger, 'error');
  expect(String(error)).toContain('401');
});

async function enter(port: number, username: string): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, {
    headers: { Authorization: `Bearer ${tokenOf(username)}` },
  });
  await once(socket, 'open');
  const subscribed = nextOf(socket, 'SUBSCRIBED');
  socket.send(JSON.stringify({ type: 'SUBSCRIBE', groupId: 'tea' }));
  await subscribed;
  return socket;
}

/** Listens from the moment it is called: several frames may come at once. */
function nextOf(socket: WebSocket | undefined, type: string): Promise<unknown> {
  return new Promise((resolve) => {
    const hear = (data: WebSocket.RawData) => {
      const frame = JSON.parse(String(data));
      if (frame.type !== type) return;
      socket?.off('message', hear);
      resolve(frame);
    };
    socket?.on('message', hear);
  });
}
