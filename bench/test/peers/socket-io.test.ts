import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Message } from '@parley/protocol';
import { freePorts } from '@parley/testkit/ports.js';
import { Redis } from 'ioredis';
import { io, type Socket } from 'socket.io-client';
import { createDatabase, type TestDatabase } from '../../../backend/test/support/database.js';
import type { Program } from '../../../backend/test/support/program.js';
import { RedisServer } from '../../../backend/test/support/redis.js';
import { TABLE } from '../../peers/usual-way/table.js';
import { startPeer, tokenOf } from './peer.js';

let redis: RedisServer;
let database: TestDatabase;
beforeAll(async () => {
  [redis, database] = await Promise.all([RedisServer.start(), createDatabase()]);
});
afterAll(async () => {
  await Promise.all([redis.kill(), database.drop()]);
});

describe.each(['socket-io', 'usual-way'])('two instances of %s', (name) => {
  let programs: Program[];
  let ports: number[];
  let ann: Socket;
  let ben: Socket;
  const room = randomUUID();

  beforeAll(async () => {
    ports = await freePorts(2);
    const { host, port, username, password, database: db } = database.address;
    const where = {
      DB_HOST: host,
      DB_PORT: `${port}`,
      DB_USERNAME: username,
      DB_PASSWORD: password,
      DB_NAME: db,
    };
    programs = [];
    // One after the other: the first makes the table.
    for (const own of ports)
      programs.push(await startPeer(name, { PORT: `${own}`, REDIS_URL: redis.url, ...where }));
    [ann, ben] = ports.map((own, n) => connect(own, tokenOf(n === 0 ? 'Ann' : 'Ben'))) as [Socket, Socket];
    for (const socket of [ann, ben]) {
      expect(await socket.emitWithAck('join_room', { roomId: room })).toEqual({ ok: true, data: {} });
    }
  });
  afterAll(async () => {
    for (const socket of [ann, ben]) socket.disconnect();
    for (const program of programs) program.child.kill('SIGTERM');
    // Ended by itself, not by the signal.
    for (const program of programs) expect(await program.exit()).toBe(0);
  });

  test('bring a message to everybody in the room, in the very keys Parley sends, and answer its sender', async () => {
    const heard = Promise.all([ann, ben].map((socket) => once(socket as never, 'message')));
    const reply = await ann.emitWithAck('send_message', { roomId: room, message: 'Good morning!' });
    const [[byAnn], [byBen]] = (await heard) as [[Message], [Message]];
    expect(Message.parse(byAnn)).toEqual(byAnn);
    expect(byAnn).toMatchObject({ roomId: room, username: 'Ann', message: 'Good morning!' });
    expect(byBen).toEqual(byAnn);
    expect(reply).toEqual({ ok: true, data: byAnn });
  });

  test('let nobody in whose token they did not sign', async () => {
    const stranger = connect(ports[0] ?? 0, tokenOf('Eve', 'another secret, as long as the first one'));
    const [error] = await once(stranger as never, 'connect_error');
    stranger.disconnect();
    expect(error).toMatchObject({ message: 'bad_token' });
  });

  if (name === 'usual-way')
    test('store what they answer, and keep the newest hundred in a list', async () => {
      const said = Array.from({ length: 120 }, (_, n) => `${n}`);
      for (const message of said) {
        const reply = await ben.emitWithAck('send_message', { roomId: room, message });
        expect(reply).toMatchObject({ ok: true });
      }
      const rows = await database.source.query<{ message: string }[]>(
        `SELECT message FROM ${TABLE} WHERE "roomId" = $1 AND username = 'Ben' ORDER BY seq`,
        [room],
      );
      expect(rows.map(({ message }) => message)).toEqual(said);
      const client = new Redis(redis.url);
      const kept = await client.lrange(`usual-way:history:${room}`, 0, -1);
      client.disconnect();
      expect(kept.map((json) => JSON.parse(json).message)).toEqual(said.slice(-100));
    });
});

function connect(port: number, token: string): Socket {
  return io(`http://127.0.0.1:${port}`, { transports: ['websocket'], auth: { token }, forceNew: true });
}
