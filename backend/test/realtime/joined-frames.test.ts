import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { LIMITS, type Message } from '@parley/protocol';
import { io } from 'socket.io-client';
import { io as ioOf40 } from 'socket.io-client-4.0';
import { PlainTalker } from '../support/plain-talker.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { register, Talker } from '../support/talker.js';

const GROUP = 4_711;
const ROOM = String(GROUP);
const SAID = 400;

const cluster = sharedCluster({ instances: 2, redis: true, env: { RATE_LIMITS: 'off' } });

/** A client that only listens: its seqs, in the order in which it hears them. */
interface Listener {
  name: string;
  seqs: number[];
  close(): void;
}

type Connect = typeof io;

async function listen(name: string, connect: Connect, url: string, transports: string[]): Promise<Listener> {
  const { accessToken } = await register(url, name);
  const socket = connect(url, { auth: { token: accessToken }, transports, forceNew: true });
  const seqs: number[] = [];
  socket.on('message', ({ seq }: Message) => seqs.push(seq));
  await new Promise((resolve, reject) => {
    socket.on('connect_error', reject);
    socket.on('connect', () => socket.emit('join_room', { roomId: ROOM }, resolve));
  });
  return { name, seqs, close: () => socket.disconnect() };
}

test('[M2] every client, old or new, on every transport hears what is joined for it, once and in order', async () => {
  const [here = '', there = ''] = cluster.urls;
  const ann = await Talker.register(here, 'ann');
  const bob = await Talker.register(there, 'bob');
  for (const talker of [ann, bob]) await talker.do('join_room', { roomId: ROOM });
  const plain = await PlainTalker.guest(here);
  await plain.subscribe(GROUP);
  const listeners = await Promise.all([
    listen('newest', io, here, ['websocket']),
    listen('oldest', ioOf40, here, ['websocket']),
    listen('polling', io, here, ['polling']),
    listen('old-polling', ioOf40, there, ['polling']),
    listen('upgrading', io, there, ['polling', 'websocket']),
    listen('old-upgrading', ioOf40, here, ['polling', 'websocket']),
  ]);
  // Both write and hear: acknowledgements go between the messages, by a way of their own.
  const sent = Array.from({ length: SAID }, (_, i) =>
    (i % 2 ? bob : ann).do('send_message', { roomId: ROOM, message: `${i} ${'é'.repeat(i % 150)}` }),
  );
  const seqs = (await Promise.all(sent)).map(({ seq }) => seq).sort((a, b) => a - b);
  const everything = Array.from({ length: SAID }, (_, i) => i + 1);
  expect(seqs).toEqual(everything);
  const all: Listener[] = [
    ...listeners,
    ...[ann, bob].map((talker) => ({
      name: talker.signedIn?.user.username ?? '',
      get seqs() {
        return talker.seqs(ROOM);
      },
      close: () => talker.close(),
    })),
    {
      name: 'plain',
      get seqs() {
        return plain.all('MESSAGE').map(({ seq }) => seq);
      },
      close: () => plain.socket.terminate(),
    },
  ];
  const deadline = Date.now() + 10_000;
  while (all.some(({ seqs }) => seqs.length < SAID) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  for (const listener of all) {
    expect([listener.name, listener.seqs]).toEqual([listener.name, everything]);
    listener.close();
  }
}, 60_000);

test('[M2] an answer comes behind everything its client was told while the command ran', async () => {
  const [url = ''] = cluster.urls;
  const roomId = `room-${randomUUID().slice(0, 8)}`;
  const talker = await Talker.register(url, `ann-${roomId}`);
  const heard = await new Promise<string[]>((resolve) => {
    talker.socket.emit('join_room', { roomId }, () => resolve(talker.heard.map(({ name }) => name)));
  });
  expect(heard).toEqual(expect.arrayContaining(['message_history', 'room_users']));
  talker.close();
});

test('[M13] what is joined is written in pieces: a page of long messages reaches its reader whole', async () => {
  const [url = ''] = cluster.urls;
  const roomId = `room-${randomUUID().slice(0, 8)}`;
  const ann = await Talker.register(url, `writer-${roomId}`);
  const bob = await Talker.register(url, `reader-${roomId}`);
  for (const talker of [ann, bob]) await talker.do('join_room', { roomId });
  const long = 'x'.repeat(LIMITS.messageLength);
  const count = Math.ceil((4 * LIMITS.batchBytes) / LIMITS.messageLength);
  await Promise.all(Array.from({ length: count }, () => ann.do('send_message', { roomId, message: long })));
  await bob.until(() => bob.seqs(roomId).length === count, 'for all of it');
  expect(bob.seqs(roomId)).toEqual(Array.from({ length: count }, (_, i) => i + 1));
  for (const talker of [ann, bob]) talker.close();
});
