import { afterEach, expect, test } from '@jest/globals';
import { ClientSocket, type SocketEnd } from '../src/wire/client-socket.js';
import { Peer } from './support/peer.js';
import { until } from './support/until.js';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

test('a check has the time of a command that has no answer yet, which may be on its way for long', async () => {
  const peer = new Peer();
  const url = await peer.listen();
  closing.push(() => peer.close());
  peer.answer = () => 'silence';
  const ends: SocketEnd[] = [];
  const link = new ClientSocket(
    { url, token: 'token', transport: 'websocket', upgrade: true, timeoutMs: 1_000 },
    { onEvent: () => undefined, onClosed: (end) => void ends.push(end), onFault: () => undefined },
  );
  closing.push(() => link.close());
  await until(() => peer.sockets.length === 1, 'it is connected');

  const page = link.request('mark_read', { roomId: 'tea', seq: 3 }, 400);
  void link.check(50);
  await expect(page).rejects.toMatchObject({ code: 'timeout' });
  expect(ends).toEqual([]);
  await until(() => ends.length === 1, 'what owes no answer any more and says nothing is gone');
  expect(ends).toEqual([{ error: null, afterMs: 0, isSilent: true }]);
});
