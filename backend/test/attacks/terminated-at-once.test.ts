import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { makeDataSource } from '../../src/adapters/postgres/data-source.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

/** PostgreSQL's last word of a handshake, and its only one when an administrator ends a connection. */
const READY_FOR_QUERY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);
const TERMINATED = Buffer.from('57P01');

let database: TestDatabase;
let server: Server;
let road: number;
/** From now on a new connection is terminated as soon as it stands, and its client hears of both at the same moment. */
let armed = false;
beforeAll(async () => {
  database = await createDatabase();
  server = createServer((near) => pass(near, dial(database.address.port, '127.0.0.1')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  road = typeof address === 'object' && address ? address.port : 0;
});
afterAll(async () => {
  server.close();
  await database.drop();
});

function pass(near: Socket, far: Socket): void {
  let held = Buffer.alloc(0);
  near.on('data', (chunk) => far.write(chunk));
  far.on('data', (chunk) => {
    const isReady = armed && chunk.includes(READY_FOR_QUERY);
    if (isReady) void terminateAll();
    if (!isReady && held.length === 0) return void near.write(chunk);
    held = Buffer.concat([held, chunk]);
    if (!held.includes(TERMINATED)) return;
    armed = false;
    near.write(held);
  });
  for (const [socket, other] of [
    [near, far],
    [far, near],
  ] as const) {
    socket.on('error', () => other.destroy());
    socket.on('close', () => other.end());
  }
}

function terminateAll(): Promise<unknown> {
  return database.source.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()`,
    [database.address.database],
  );
}

test('a connection that is ended as soon as it stands costs one query, not the process', async () => {
  const source = await makeDataSource({ ...database.address, port: road }).initialize();
  // Its connection ends, too: the next query needs a new one.
  await terminateAll();
  const pool: pg.Pool = Reflect.get(source.driver, 'master');
  while (pool.totalCount > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  armed = true;
  await expect(source.query('SELECT 1')).rejects.toThrow();
  expect(armed).toBe(false);
  expect(await source.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await source.destroy();
});
