import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Rest } from '../src/session/rest.js';
import { Session } from '../src/session/session.js';
import { MemorySessionStorage } from '../src/session/session-storage.js';
import { Peer, refusal, signedIn } from './support/peer.js';

let peer: Peer;
let url: string;
let turn: number;

beforeEach(async () => {
  peer = new Peer();
  url = await peer.listen();
  turn = 1;
  peer.routes['POST /api/auth/refresh'] = ({ refreshToken }) => {
    if (refreshToken !== `refresh-${turn}`) return { status: 401, body: refusal('session_ended') };
    turn += 1;
    return { status: 200, body: signedIn('Ada', turn) };
  };
  peer.routes['GET /api/rooms'] = (_, { headers }) =>
    headers.authorization === `Bearer access-${turn}`
      ? { status: 200, body: { rooms: [] } }
      : { status: 401, body: refusal('token_expired') };
});

afterEach(() => peer.close());

function renewals(): number {
  return peer.requests.filter((request) => request.endsWith('/refresh')).length;
}

test('signing in makes a session, and a refused one tells the code and makes none', async () => {
  const session = new Session({ url });
  peer.routes['POST /api/auth/login'] = () => ({ status: 401, body: refusal('bad_credentials') });
  await expect(session.logIn('ada', 'wrong')).rejects.toMatchObject({
    code: 'bad_credentials',
    retry: false,
  });
  expect(session.state).toEqual({ state: 'signed_out' });
  expect((await session.enterAsGuest('Ada')).username).toBe('Ada');
  expect(session.state).toMatchObject({ state: 'signed_in', user: { username: 'Ada' } });
});

test('an expired token is renewed once for all requests that met it', async () => {
  const session = new Session({ url });
  await session.enterAsGuest('Ada');
  peer.routes['GET /api/rooms'] = (_, { headers }) =>
    headers.authorization === 'Bearer access-2'
      ? { status: 200, body: { rooms: [] } }
      : { status: 401, body: refusal('token_expired') };
  const rest = new Rest(session);
  expect(await Promise.all([rest.rooms(), rest.rooms(), rest.rooms()])).toEqual([[], [], []]);
  expect(renewals()).toBe(1);
});

test('a token is renewed before it expires', async () => {
  const claims = Buffer.from(JSON.stringify({ iat: 1_000, exp: 1_000 })).toString('base64url');
  peer.routes['POST /api/auth/guest'] = () => ({
    status: 201,
    body: { ...signedIn('Ada', 1), accessToken: `x.${claims}.x` },
  });
  const session = new Session({ url });
  await session.enterAsGuest('Ada');
  expect(await session.accessToken()).toBe('access-2');
  expect(await session.accessToken()).toBe('access-2');
  expect(renewals()).toBe(1);
});

test('a refused renewal ends the session, and the stored one with it', async () => {
  const storage = new MemorySessionStorage();
  const session = new Session({ url, storage });
  await session.enterAsGuest('Ada');
  turn = 99;
  await expect(session.renew()).rejects.toMatchObject({ code: 'session_ended' });
  expect(session.state).toEqual({ state: 'ended', code: 'session_ended' });
  expect(storage.load()).toBeNull();
});

test('trouble with the network does not end the session', async () => {
  const session = new Session({ url });
  await session.enterAsGuest('Ada');
  peer.routes['POST /api/auth/refresh'] = () => ({ status: 502 });
  await expect(session.renew()).rejects.toMatchObject({ code: 'unreachable', outcome: 'unknown' });
  expect(session.state.state).toBe('signed_in');
});

test('a stored session is taken up without asking, and renewed when first needed', async () => {
  const storage = new MemorySessionStorage();
  await new Session({ url, storage }).enterAsGuest('Ada');
  const asked = peer.requests.length;
  const session = new Session({ url, storage });
  expect(session.resume()).toMatchObject({ state: 'signed_in', user: { username: 'Ada' } });
  expect(peer.requests).toHaveLength(asked);
  expect(await session.accessToken()).toBe('access-2');
  expect(storage.load()?.refreshToken).toBe('refresh-2');
});

test('with a cookie no token is kept where a page could read it', async () => {
  const storage = new MemorySessionStorage();
  peer.routes['POST /api/auth/guest'] = ({ session }) => {
    expect(session).toBe('cookie');
    const { accessToken, user } = { ...(signedIn('Ada', 1) as { accessToken: string; user: object }) };
    return { status: 201, body: { accessToken, user } };
  };
  await new Session({ url, storage, keep: 'cookie' }).enterAsGuest('Ada');
  expect(storage.load()?.refreshToken).toBeNull();
});

test('signing out works without a server', async () => {
  const session = new Session({ url });
  await session.enterAsGuest('Ada');
  await peer.close();
  await session.logOut();
  expect(session.state).toEqual({ state: 'signed_out' });
  await expect(session.accessToken()).rejects.toMatchObject({ code: 'signed_out' });
});

test('where it cannot be renewed a token serves to its end, and no longer', async () => {
  const claims = Buffer.from(JSON.stringify({ iat: 1_000, exp: 1_600 })).toString('base64url');
  const accessToken = `x.${claims}.x`;
  peer.routes['POST /api/auth/guest'] = () => ({
    status: 201,
    body: { ...signedIn('Ada', 1), accessToken },
  });
  const session = new Session({ url });
  await session.enterAsGuest('Ada');
  peer.routes['POST /api/auth/refresh'] = () => ({ status: 502 });
  const begin = Date.now();
  const clock = jest.spyOn(Date, 'now');
  try {
    clock.mockReturnValue(begin + 590_000);
    expect(await session.accessToken()).toBe(accessToken);
    clock.mockReturnValue(begin + 601_000);
    await expect(session.accessToken()).rejects.toMatchObject({ retry: true });
    expect(session.state).toMatchObject({ state: 'signed_in' });
  } finally {
    clock.mockRestore();
  }
});
