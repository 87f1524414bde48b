import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import type { SocketEnd } from '../src/wire/client-socket.js';
import { ConnectAttempt } from '../src/wire/connect-attempt.js';
import { until } from './support/until.js';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

test('one attempt tries each transport once, in whatever order they fail', async () => {
  const websockets: Socket[] = [];
  let polls = 0;
  const server = createServer((_request, response) => {
    polls += 1;
    response.writeHead(502).end();
  });
  server.on('upgrade', (_request, socket: Socket) => websockets.push(socket));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  closing.push(() => server.close());

  const ends: SocketEnd[] = [];
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const plan = { first: 'websocket', patienceMs: 1, upgrade: true } as const;
  const attempt = new ConnectAttempt(
    { url, token: 'token', plan, timeoutMs: 5_000 },
    {
      onConnected: () => undefined,
      onEvent: () => undefined,
      onEnded: (end) => void ends.push(end),
      onWebsocketTried: () => undefined,
      onFault: () => undefined,
    },
  );
  closing.push(() => attempt.close());
  await until(
    () => polls === 1 && websockets.length === 1,
    'a websocket hangs, and polling is tried beside it',
  );
  // The failure goes unreported: the answer is there at once, and has so long to be read.
  await new Promise((resolve) => setTimeout(resolve, 100));
  websockets[0]?.destroy();
  await until(() => ends.length > 0, 'the attempt is over');
  expect(polls).toBe(1);
  expect(websockets).toHaveLength(1);
});
