import { randomUUID } from 'node:crypto';
import type { Socket as NetSocket } from 'node:net';
import { beforeAll, expect, test } from '@jest/globals';
import { ParleyClient, type Room, Session } from '@parley/client';
import { WebSocket } from 'ws';
import { eventually } from '../support/eventually.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { Talker } from '../support/talker.js';

const LONG = 'x'.repeat(8_000);

const cluster = sharedCluster({
  env: { RATE_LIMITS: 'off', LOG_LEVEL: 'info' },
});
let ann: Talker;

beforeAll(async () => {
  ann = await Talker.register(cluster.url, 'ann');
});

/** The line below a client of Socket.IO: paused, its machine takes nothing more from the network. */
function lineOf(socket: { io: { engine: { transport: object } } }): NetSocket {
  const webSocket: unknown = Reflect.get(socket.io.engine.transport, 'ws');
  if (!(webSocket instanceof WebSocket)) throw new Error('no websocket of Node.js');
  return Reflect.get(webSocket, '_socket') as NetSocket;
}

async function flood(roomId: string, bytes: number): Promise<void> {
  for (let sent = 0; sent < bytes; sent += LONG.length * 20) {
    const batch = Array.from({ length: 20 }, () => ann.do('send_message', { roomId, message: LONG }));
    await Promise.all(batch);
  }
}

const cutOffs = () => cluster.instances[0]?.output().match(/cut off/g)?.length ?? 0;

test('[M13] who does not read is cut off, and whoever reads hears everything meanwhile', async () => {
  const roomId = `room-${randomUUID().slice(0, 8)}`;
  const [stalled, bob] = [
    await Talker.register(cluster.url, 'stalled'),
    await Talker.register(cluster.url, 'bob'),
  ];
  for (const talker of [ann, stalled, bob]) await talker.do('join_room', { roomId });
  const line = lineOf(stalled.socket as never);
  line.pause();
  // The buffers of both machines' networks take some MiB before anything waits in the program.
  await flood(roomId, 16 * 1024 * 1024);
  await eventually(cutOffs, (count) => count === 1);
  line.resume();
  await stalled.hear('disconnect');
  const said = ann.seqs(roomId).length;
  await bob.until(() => bob.seqs(roomId).length === said, 'for everything');
  expect(bob.seqs(roomId)).toEqual(Array.from({ length: said }, (_, i) => i + 1));
  const heard = stalled.seqs(roomId);
  expect(heard).toEqual(heard.map((_, i) => i + 1));
  expect(heard.length).toBeLessThan(said);
  bob.close();
}, 60_000);

test('[M13] a client that was cut off comes back and shows everything, once and in order', async () => {
  const session = new Session({ url: cluster.url });
  await session.enterAsGuest('sleepy');
  const chat = new ParleyClient({ session });
  await chat.connect();
  const room: Room = await chat.join(`room-${randomUUID().slice(0, 8)}`);
  await ann.do('join_room', { roomId: room.id });
  const socket: unknown = Reflect.get(Reflect.get(chat.connection, 'socket'), 'socket');
  const line = lineOf(socket as never);
  const before = cutOffs();
  line.pause();
  await flood(room.id, 16 * 1024 * 1024);
  await eventually(cutOffs, (count) => count === before + 1);
  const { seq } = await ann.do('send_message', { roomId: room.id, message: 'good morning' });
  line.resume();
  const deadline = Date.now() + 20_000;
  while (room.state.history.messages.at(-1)?.seq !== seq) {
    if (Date.now() > deadline) throw new Error('It did not come back.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { messages } = room.state.history;
  expect(messages.map((message) => message.seq)).toEqual(
    messages.map((_, i) => seq - messages.length + 1 + i),
  );
  chat.disconnect();
}, 60_000);
