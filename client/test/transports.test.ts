import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { WebsocketProxy } from '@parley/testkit/websocket-proxy.js';
import { Connection, type ConnectionOptions } from '../src/connection.js';
import { Session } from '../src/session/session.js';
import { type TransportStorage, Transports } from '../src/wire/transports.js';
import { Peer } from './support/peer.js';
import { until } from './support/until.js';

let peer: Peer;
let proxy: WebsocketProxy;
let session: Session;
const connections: Connection[] = [];

beforeEach(async () => {
  peer = new Peer();
  proxy = await WebsocketProxy.before(await peer.listen());
  session = new Session({ url: proxy.url });
  await session.enterAsGuest('Ada');
});

afterEach(async () => {
  for (const connection of connections.splice(0)) connection.disconnect();
  await proxy.close();
  await peer.close();
});

function connect(options: ConnectionOptions = {}): Connection {
  const connection = new Connection(session, { backoff: { baseMs: 10, capMs: 50 }, ...options });
  connections.push(connection);
  connection.connect();
  return connection;
}

const online = (connection: Connection) =>
  until(() => connection.state.state === 'online', 'the connection is online');

/** What the newest connection goes by, as the server sees it. */
const transport = () => peer.sockets.at(-1)?.conn.transport.name;

function memory(text: string | null = null): TransportStorage & { text: string | null } {
  const storage = {
    text,
    load: () => storage.text,
    save: (saved: string) => {
      storage.text = saved;
    },
  };
  return storage;
}

/** What an earlier run wrote down: websockets got through, or did not. */
const remembered = (works: boolean) =>
  JSON.stringify([[proxy.url, { works, at: Date.now(), silences: 0, silentAt: 0 }]]);

test.each(['swallow', 'mute'] as const)(
  'where a proxy does this to websockets, %s, one is in by polling after a moment',
  async (mode) => {
    proxy.mode = mode;
    const begunAt = Date.now();
    const connection = connect();
    await online(connection);
    expect(Date.now() - begunAt).toBeLessThan(5_000);
    expect(transport()).toBe('polling');
    peer.answer = () => ({ ok: true, data: { roomId: 'tea', seq: 3 } });
    expect(await connection.request('mark_read', { roomId: 'tea', seq: 3 })).toEqual({
      roomId: 'tea',
      seq: 3,
    });
    expect(peer.sockets).toHaveLength(1);
  },
);

test('where a proxy refuses websockets one is in by polling at once, and it is remembered', async () => {
  proxy.mode = 'refuse';
  // Where websockets are known to work, polling would wait three seconds for one that only takes long.
  const storage = memory(remembered(true));
  const begunAt = Date.now();
  await online(connect({ transports: storage }));
  expect(Date.now() - begunAt).toBeLessThan(2_500);
  expect(transport()).toBe('polling');
  await until(() => storage.text?.includes('"works":false') === true, 'it is written down');
  expect(new Transports(storage).planFor(proxy.url)).toMatchObject({ first: 'polling', upgrade: true });
});

test('who knows that websockets do not get through begins by polling, and goes up as soon as one does', async () => {
  const storage = memory(remembered(false));
  const connection = connect({ transports: storage });
  await online(connection);
  await until(() => transport() === 'websocket', 'it goes on by websocket');
  expect(peer.sockets).toHaveLength(1);
  expect(connection.state.state).toBe('online');
  expect(new Transports(storage).planFor(proxy.url)).toMatchObject({ first: 'websocket' });
});

test('nothing that is said while a connection goes up to a websocket is lost or told twice', async () => {
  const connection = connect({ transports: memory(remembered(false)) });
  const heard: number[] = [];
  connection.on('room_read', ({ seq }) => void heard.push(seq));
  await online(connection);
  let seq = 0;
  while (transport() !== 'websocket' || seq < 200) {
    seq += 1;
    peer.tell('room_read', { roomId: 'tea', seq });
    if (seq % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await until(() => heard.length === seq, 'all is heard');
  expect(heard).toEqual(Array.from({ length: seq }, (_, at) => at + 1));
});

test('a websocket that stands and goes silent is given up, and what follows begins by polling', async () => {
  const connection = connect({ requestTimeoutMs: 100 });
  await online(connection);
  expect(transport()).toBe('websocket');
  proxy.muteStanding();
  proxy.mode = 'mute';
  const silent = connection.request('mark_read', { roomId: 'tea', seq: 3 });
  await expect(silent).rejects.toMatchObject({ outcome: 'unknown' });
  const begunAt = Date.now();
  await until(() => peer.sockets.length === 2, 'it connects anew');
  await online(connection);
  expect(transport()).toBe('polling');
  expect(Date.now() - begunAt).toBeLessThan(2_500);
});

test('websockets that go silent twice in a short while are left alone for a while', () => {
  const transports = new Transports();
  const now = 1_000_000_000;
  transports.noteWebsocket('a', true, now);
  transports.noteSilence('a', 60_000, now);
  expect(transports.planFor('a', now)).toMatchObject({ first: 'polling', upgrade: true });
  transports.noteSilence('a', 60_000, now + 90_000);
  expect(transports.planFor('a', now + 90_000)).toMatchObject({ first: 'polling', upgrade: false });
  expect(transports.planFor('a', now + 90_000 + 600_000)).toMatchObject({ first: 'websocket' });
  expect(transports.planFor('b', now + 90_000)).toMatchObject({ first: 'websocket' });
});

test('a clock that is put back leaves no websocket alone for as long', () => {
  const transports = new Transports();
  const now = 1_000_000_000;
  transports.noteWebsocket('a', true, now - 7_200_000);
  transports.noteSilence('a', 60_000, now);
  expect(transports.planFor('a', now)).toMatchObject({ first: 'polling' });
  expect(transports.planFor('a', now - 3_600_000)).toMatchObject({ first: 'websocket', upgrade: true });
});

test('what is remembered of a network is forgotten after a day, and what is no memory is not believed', () => {
  const text = JSON.stringify([['a', { works: false, at: 1_000, silences: 0, silentAt: 0 }]]);
  const day = 24 * 3_600_000;
  expect(new Transports(memory(text)).planFor('a', 1_000 + day)).toMatchObject({ first: 'polling' });
  expect(new Transports(memory(text)).planFor('a', 1_001 + day)).toMatchObject({ first: 'websocket' });
  for (const wrong of ['', '{', 'null', '[[1,2]]', '[["a",null]]', '[["a",{"works":false,"at":"x"}]]']) {
    expect(new Transports(memory(wrong)).planFor('a')).toMatchObject({ first: 'websocket', upgrade: true });
  }
});

test('a server that is reached and slow is not asked a second time by the other transport', async () => {
  let lets: () => void = () => undefined;
  peer.admission = new Promise((resolve) => {
    lets = resolve;
  });
  const connection = connect();
  await until(() => proxy.asked === 1, 'a websocket is asked for');
  await new Promise((resolve) => setTimeout(resolve, 1_700));
  expect(peer.handshakes).toBe(1);
  lets();
  await online(connection);
  expect(peer.handshakes).toBe(1);
});

test('a server that is reached and never says its first word is not taken for a network without websockets', async () => {
  let lets: () => void = () => undefined;
  peer.admission = new Promise((resolve) => {
    lets = resolve;
  });
  const storage = memory();
  const connection = connect({ transports: storage, connectTimeoutMs: 300 });
  await until(() => peer.handshakes === 3, 'two attempts are given up');
  lets();
  await online(connection);
  expect(transport()).toBe('websocket');
  expect(storage.text).not.toBeNull();
  expect(new Transports(storage).planFor(proxy.url)).toMatchObject({ first: 'websocket' });
});

test('a command without an answer is no silence where the server gives a sign of life, for which many ask once', async () => {
  const storage = memory();
  const connection = connect({ requestTimeoutMs: 100, transports: storage });
  await online(connection);
  peer.answer = (name) => (name === 'ping' ? { ok: true, data: {} } : 'silence');
  const reads = [3, 4, 5].map((seq) => connection.request('mark_read', { roomId: 'tea', seq }));
  for (const outcome of await Promise.allSettled(reads)) {
    expect(outcome).toMatchObject({ reason: { code: 'timeout' } });
  }
  await until(() => peer.commands.length > 3, 'it asks for a sign of life');
  await connection.request('ping', {});
  expect(peer.commands.filter(({ name }) => name === 'ping')).toHaveLength(2);
  expect(connection.state.state).toBe('online');
  expect(peer.sockets).toHaveLength(1);
  expect(new Transports(storage).planFor(proxy.url)).toMatchObject({ first: 'websocket' });
});

test('whatever is remembered, an order of transports that fails again and again is turned round', async () => {
  proxy.mode = 'break';
  await online(connect({ transports: memory(remembered(true)) }));
  expect(transport()).toBe('polling');
});

test('a check finds out about a silent connection at once', async () => {
  const connection = connect();
  await online(connection);
  peer.answer = () => ({ ok: true, data: {} });
  connection.check();
  await until(() => peer.commands.length === 1, 'it is asked for a sign of life');
  expect(peer.commands).toEqual([{ name: 'ping', input: {} }]);
  proxy.muteStanding();
  connection.check();
  await until(() => connection.state.state !== 'online', 'it is given up');
  await online(connection);
  expect(peer.sockets).toHaveLength(2);
});

test('a network that the system says is gone is gone at once, and one that is back is tried at once', async () => {
  const connection = connect({ backoff: { baseMs: 60_000, capMs: 60_000 } });
  await online(connection);
  connection.networkLost();
  expect(connection.state.state).toBe('reconnecting');
  expect(connection.awaySince).not.toBeNull();
  connection.networkBack();
  await online(connection);
  expect(peer.sockets).toHaveLength(2);
});

test('an attempt that is begun anew leaves none behind', async () => {
  proxy.mode = 'swallow';
  const connection = connect({ transports: memory(remembered(true)) });
  await until(() => proxy.asked === 1, 'the first attempt');
  const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 5_000);
  proxy.mode = 'pass';
  try {
    connection.retryNow();
  } finally {
    clock.mockRestore();
  }
  await online(connection);
  connection.disconnect();
  await until(() => peer.sockets.every(({ connected }) => !connected), 'all are closed');
  expect(peer.sockets).toHaveLength(1);
});
