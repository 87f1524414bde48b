import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Connection, type ConnectionOptions } from '../src/connection.js';
import { Session } from '../src/session/session.js';
import { PEER_WAIT_MS, Peer, refusal, signedIn } from './support/peer.js';
import { uuid } from './support/room-history.js';
import { until } from './support/until.js';

let first: Peer;
let second: Peer;
let session: Session;
const connections: Connection[] = [];
const faults: unknown[] = [];

beforeEach(async () => {
  first = new Peer();
  second = new Peer();
  await Promise.all([first.listen(), second.listen()]);
  session = new Session({ url: first.url });
  await session.enterAsGuest('Ada');
  faults.length = 0;
});

afterEach(async () => {
  for (const connection of connections.splice(0)) connection.disconnect();
  await Promise.all([first.close(), second.close()]);
});

function connect(options: ConnectionOptions = {}): Connection {
  const connection = new Connection(session, {
    backoff: { baseMs: 10, capMs: 50 },
    onFault: (error) => void faults.push(error),
    ...options,
  });
  connections.push(connection);
  connection.connect();
  return connection;
}

const online = (connection: Connection) =>
  until(() => connection.state.state === 'online', 'the connection is online');

test('goes from idle over connecting to online, with the token of its session', async () => {
  const connection = new Connection(session);
  connections.push(connection);
  const states: string[] = [connection.state.state];
  connection.subscribe(() => states.push(connection.state.state));
  connection.connect();
  await online(connection);
  expect([...new Set(states)]).toEqual(['idle', 'connecting', 'online']);
  expect(first.sockets[0]?.handshake.auth).toEqual({ token: 'access-1' });
});

test('a lost connection comes back by itself', async () => {
  const connection = connect();
  await online(connection);
  first.sockets[0]?.disconnect(true);
  await until(() => first.sockets.length === 2, 'a second socket comes');
  await online(connection);
});

test('when its instance dies it moves to another one it was told of', async () => {
  first.instances = [first.url, second.url];
  second.instances = [first.url, second.url];
  const connection = connect();
  await online(connection);
  await first.close();
  await until(() => second.sockets.length > 0, 'the other instance has it');
  await online(connection);
  expect(connection.state).toMatchObject({ state: 'online', url: second.url });
});

test("it tells the server's time, whatever this machine's clock shows and does meanwhile", async () => {
  const ahead = 3_600_000;
  const connection = connect();
  expect(Math.abs(connection.serverNow() - Date.now())).toBeLessThan(100);
  first.clock = () => Math.round(Date.now() + ahead);
  await online(connection);
  expect(Math.abs(connection.serverNow() - Date.now() - ahead)).toBeLessThan(1_000);
  const real = Date.now.bind(Date);
  const putBack = jest.spyOn(Date, 'now').mockImplementation(() => real() - ahead);
  const now = connection.serverNow();
  putBack.mockRestore();
  expect(Math.abs(now - Date.now() - ahead)).toBeLessThan(1_000);
});

test('a goodbye that says when to return is obeyed', async () => {
  const connection = connect();
  await online(connection);
  first.tell('goodbye', { code: 'overloaded', message: 'Later.', retry: true, afterMs: 300 });
  const leftAt = Date.now();
  first.sockets[0]?.disconnect(true);
  await until(() => first.sockets.length === 2, 'it returns');
  expect(Date.now() - leftAt).toBeGreaterThanOrEqual(295);
});

test('a goodbye for good ends the connection, and the session with it when that is over', async () => {
  const connection = connect();
  await online(connection);
  first.tell('goodbye', { code: 'session_ended', message: 'Signed out.', retry: false, afterMs: 0 });
  first.sockets[0]?.disconnect(true);
  await until(() => connection.state.state === 'ended', 'it ends');
  expect(connection.state).toEqual({ state: 'ended', code: 'session_ended' });
  expect(session.state).toEqual({ state: 'ended', code: 'session_ended' });
});

test('a handshake refused for its token is tried again with a new one', async () => {
  first.guard = (token) => (token === 'access-2' ? null : 'token_expired');
  first.routes['POST /api/auth/refresh'] = () => ({ status: 200, body: signedIn('Ada', 2) });
  await online(connect());
  expect(first.sockets[0]?.handshake.auth).toEqual({ token: 'access-2' });
});

test('a client that connects too often comes back when it was told to, and not before', async () => {
  let refusedAt = 0;
  first.guard = () => {
    if (refusedAt > 0) return null;
    refusedAt = performance.now();
    return 'rate_limited';
  };
  await online(connect());
  expect(performance.now() - refusedAt).toBeGreaterThanOrEqual(PEER_WAIT_MS);
});

test('a server that refuses new tokens too is not asked for ever', async () => {
  first.guard = () => 'bad_token';
  first.routes['POST /api/auth/refresh'] = () => ({ status: 200, body: signedIn('Ada', 2) });
  const connection = connect();
  await until(() => connection.state.state === 'ended', 'it ends');
  expect(first.requests.filter((request) => request.endsWith('/refresh'))).toHaveLength(1);
});

test('a session that is over ends the connection when it asks for a new token', async () => {
  first.guard = () => 'token_expired';
  first.routes['POST /api/auth/refresh'] = () => ({ status: 401, body: refusal('session_ended') });
  const connection = connect();
  await until(() => connection.state.state === 'ended', 'it ends');
  expect(session.state).toEqual({ state: 'ended', code: 'session_ended' });
});

test('a question has three outcomes: an answer, a refusal, silence', async () => {
  const connection = connect({ requestTimeoutMs: 100 });
  await online(connection);
  const read = { roomId: 'tea', seq: 3 };
  first.answer = () => ({ ok: true, data: read });
  expect(await connection.request('mark_read', read)).toEqual(read);
  first.answer = () => ({ ok: false, error: { code: 'rate_limited', message: 'Slowly.', retry: true } });
  await expect(connection.request('mark_read', read)).rejects.toMatchObject({
    code: 'rate_limited',
    retry: true,
    outcome: 'refused',
  });
  first.answer = () => 'silence';
  await expect(connection.request('mark_read', read)).rejects.toMatchObject({
    code: 'timeout',
    outcome: 'unknown',
  });
});

test('a connection that says nothing at all while it is asked is given up', async () => {
  const connection = connect({ requestTimeoutMs: 100 });
  await online(connection);
  first.answer = () => 'silence';
  const read = { roomId: 'tea', seq: 3 };
  await expect(connection.request('mark_read', read)).rejects.toMatchObject({ code: 'timeout' });
  await until(() => first.sockets.length === 2, 'it connects anew');
});

test('a question without a connection is refused at once, and one cut off is unknown', async () => {
  const connection = connect();
  const read = { roomId: 'tea', seq: 3 };
  await expect(connection.request('mark_read', read)).rejects.toMatchObject({
    code: 'offline',
    outcome: 'refused',
  });
  await online(connection);
  first.answer = () => {
    first.sockets[0]?.disconnect(true);
    return 'silence';
  };
  await expect(connection.request('mark_read', read)).rejects.toMatchObject({
    code: 'disconnected',
    outcome: 'unknown',
  });
});

test('a malformed event is dropped and reported; a malformed answer is none', async () => {
  const connection = connect();
  await online(connection);
  const heard: unknown[] = [];
  connection.on('room_read', (read) => void heard.push(read));
  first.tell('room_read', { roomId: 'tea', seq: 'three' });
  first.tell('no_such_event', {});
  first.tell('room_read', { roomId: 'tea', seq: 3 });
  await until(() => heard.length === 1, 'the good one is heard');
  expect(heard).toEqual([{ roomId: 'tea', seq: 3 }]);
  expect(faults.map(String)).toEqual([
    expect.stringContaining('malformed room_read'),
    expect.stringContaining('unknown event "no_such_event"'),
  ]);
  first.answer = () => ({ ok: true, data: { roomId: 'tea', seq: -1 } });
  await expect(connection.request('mark_read', { roomId: 'tea', seq: 3 })).rejects.toMatchObject({
    code: 'malformed',
  });
});

test('disconnecting stops the attempts', async () => {
  first.guard = () => 'overloaded';
  const connection = connect({ backoff: { baseMs: 1_000, capMs: 1_000 } });
  connection.disconnect();
  expect(connection.state).toEqual({ state: 'idle' });
  first.guard = () => null;
  connection.connect();
  await online(connection);
  expect(first.sockets).toHaveLength(1);
});

test('a token that is about to end is renewed on the same socket, and tried again when that fails', async () => {
  const connection = connect();
  await online(connection);
  let asked = 0;
  first.routes['POST /api/auth/refresh'] = () => {
    asked += 1;
    return asked === 1
      ? { status: 503, body: refusal('unavailable', true) }
      : { status: 200, body: signedIn('Ada', 2) };
  };
  first.answer = () => ({ ok: true, data: { userId: uuid(1), username: 'Ada' } });
  first.tell('token_expiring', { expiresAt: Date.now() + 2_000, inMs: 2_000 });
  await until(() => first.commands.length === 1, 'it shows the new token');
  expect(first.commands).toEqual([{ name: 'authenticate', input: { token: 'access-2' } }]);
  expect(first.sockets).toHaveLength(1);
  expect(connection.state.state).toBe('online');
});

test('a client that renewed already, for a request, only shows the new token', async () => {
  const connection = connect();
  await online(connection);
  first.routes['POST /api/auth/refresh'] = () => ({ status: 200, body: signedIn('Ada', 2) });
  await session.renew();
  first.answer = () => ({ ok: true, data: { userId: uuid(1), username: 'Ada' } });
  first.tell('token_expiring', { expiresAt: Date.now() + 1_000, inMs: 1_000 });
  await until(() => first.commands.length === 1, 'it shows the new token');
  expect(first.requests.filter((request) => request.endsWith('/refresh'))).toHaveLength(1);
});
