import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import type { Session } from '@parley/client';
import { Server } from 'socket.io';
import { StockClient } from '../../src/clients/stock-client.js';
import { Recorder } from '../../src/record/recorder.js';

/** The part of a session that a stock client uses. */
const SESSION = {
  state: { state: 'signed_in', user: { id: 'ann' } },
  accessToken: async () => 'token',
} as unknown as Session;

test('an attempt on a websocket that its instance has ended, and the client never closes, counts for no instance', async () => {
  const http = createServer();
  const server = new Server(http, { transports: ['websocket'] });
  server.on('connection', (socket) => {
    socket.emit('server_info', { instance: 'i1' });
    socket.on('send_message', ({ message }, answer) => {
      if (message === 'heard') answer({ ok: true, data: { seq: 1, id: 'x' } });
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const recorder = new Recorder();
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const options = { url, session: SESSION, recorder, ear: 'ann/stock', returns: false };
  const stock = await StockClient.connect({ ...options, transports: ['websocket'], neverCloses: true });
  const over = new AbortController();
  await stock.say('general', 'heard', over.signal);

  // As the kernel does for an instance that was killed.
  const heard = await server.fetchSockets();
  for (const { id } of heard) wireOf(server, id).end();
  over.abort();
  await stock.say('general', 'unheard', over.signal);

  expect(stock.socket.connected).toBe(true);
  expect(recorder.history.attempts.map(({ text, instance }) => [text, instance])).toEqual([
    ['heard', 'i1'],
    ['unheard', ''],
  ]);
  stock.close();
  await new Promise((resolve) => {
    server.close(resolve);
    http.closeAllConnections();
  });
}, 20_000);

/** The TCP connection below a websocket. */
function wireOf(server: Server, id: string): { end(): void } {
  const { conn } = server.sockets.sockets.get(id) as never as {
    conn: { transport: { socket: { _socket: { end(): void } } } };
  };
  return conn.transport.socket._socket;
}
