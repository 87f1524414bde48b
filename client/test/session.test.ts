import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Rest } from '../src/session/rest.js';
import { Session } from '../src/session/session.js';
import { MemorySessionStorage } from '../src/session/session-storage.js';
import { Peer, refusal, signedIn } from './support/peer.js';
import { uuid } from './support/room-history.js';

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
      ? { status: 200, body: { rooms: [], hasMore: false } }
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
      ? { status: 200, body: { rooms: [], hasMore: false } }
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

test('a renewal whose answer is lost is asked for again with the same token, and signs no user out', async () => {
  const session = new Session({ url });
  await session.enterAsGuest('Ada');
  const shown: unknown[] = [];
  const answers = [
    { status: 502 },
    { status: 400, body: refusal('bad_request') },
    { status: 404, body: refusal('not_found') },
    { status: 429, body: refusal('rate_limited', true) },
    { status: 200, body: signedIn('Ada', 2) },
  ];
  peer.routes['POST /api/auth/refresh'] = ({ refreshToken }) => {
    shown.push(refreshToken);
    return answers[shown.length - 1] ?? { status: 500 };
  };
  for (let times = 1; times < answers.length; times += 1) {
    await expect(session.renew()).rejects.toBeDefined();
    expect(session.state.state).toBe('signed_in');
  }
  await session.renew();
  expect(shown).toEqual(answers.map(() => 'refresh-1'));
  expect(await session.accessToken()).toBe('access-2');
});

test('a session that ends clears what is stored only where that is its own', async () => {
  const storage = new MemorySessionStorage();
  const asleep = new Session({ url, storage });
  peer.routes['POST /api/auth/guest'] = () => ({ status: 201, body: inSession('Ada', 'first') });
  await asleep.enterAsGuest('Ada');
  // The same person signs in again, in another tab.
  const other = new Session({ url, storage });
  peer.routes['POST /api/auth/guest'] = () => ({ status: 201, body: inSession('Ada', 'second') });
  await other.enterAsGuest('Ada');
  asleep.end('session_ended');
  expect(asleep.state.state).toBe('ended');
  expect(storage.load()).toMatchObject({ id: 'second' });
  other.end('session_ended');
  expect(storage.load()).toBeNull();
});

test('a renewal that is answered with another person ends the session and takes nothing over', async () => {
  const storage = new MemorySessionStorage();
  const asleep = new Session({ url, storage, keep: 'cookie' });
  await asleep.enterAsGuest('Ada');
  const ben = inSession('Ben', 'of-ben');
  storage.save({ user: ben.user, refreshToken: null, id: 'of-ben' });
  peer.routes['POST /api/auth/refresh'] = () => ({ status: 200, body: ben });
  await expect(asleep.accessToken().then(() => asleep.renew())).rejects.toMatchObject({
    code: 'session_ended',
  });
  expect(asleep.state).toEqual({ state: 'ended', code: 'session_ended' });
  expect(storage.load()).toMatchObject({ user: { username: 'Ben' } });
});

test('a storage that is full or refused keeps no user from signing in, nor out', async () => {
  const told = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const refuse = () => {
    throw new Error('refused');
  };
  const session = new Session({ url, storage: { load: refuse, save: refuse, clear: refuse } });
  expect(session.resume()).toEqual({ state: 'signed_out' });
  expect((await session.enterAsGuest('Ada')).username).toBe('Ada');
  await session.logOut();
  expect(session.state).toEqual({ state: 'signed_out' });
  expect(told).toHaveBeenCalledWith(expect.objectContaining({ message: 'refused' }));
  told.mockRestore();
});

function inSession(username: string, sid: string) {
  const claims = Buffer.from(JSON.stringify({ iat: 1_000, exp: 5_000, sid })).toString('base64url');
  const user = {
    id: uuid(username === 'Ada' ? 1 : 2),
    username,
    kind: 'guest' as const,
    role: 'member' as const,
  };
  return { accessToken: `x.${claims}.x`, refreshToken: `refresh-of-${sid}`, user };
}
