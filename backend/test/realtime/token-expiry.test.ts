import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { ParleyClient, Session } from '@parley/client';
import type { SignedIn } from '@parley/protocol';
import { eventually } from '../support/eventually.js';
import { Follower } from '../support/follower.js';
import { keepUntilTestEnds } from '../support/keep.js';
import { PlainTalker } from '../support/plain-talker.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { call, register, Talker } from '../support/talker.js';

const LIFE_SECONDS = 5;
/** The sweep is a second wide, and tokens end on whole seconds. */
const SLACK_MS = 2_000;

const cluster = sharedCluster({ env: { ACCESS_TOKEN_SECONDS: String(LIFE_SECONDS) } });

const keep = keepUntilTestEnds();

const name = () => `p-${randomUUID().slice(0, 8)}`;
const renew = async ({ refreshToken }: SignedIn) =>
  (await call(cluster.url, 'POST', '/api/auth/refresh', null, { refreshToken })).body as SignedIn;
const logIn = async ({ user }: SignedIn) =>
  (
    await call(cluster.url, 'POST', '/api/auth/login', null, {
      username: user.username,
      password: 'correct horse',
    })
  ).body as SignedIn;

describe('a connection whose token expires', () => {
  test('[A13, A14] on Socket.IO is told before, and closed with a goodbye', async () => {
    const ann = keep(await Talker.register(cluster.url, name()));
    const began = Date.now();
    const [{ inMs, expiresAt }] = (await ann.hear('token_expiring')) as [{ inMs: number; expiresAt: number }];
    expect(inMs).toBeGreaterThan(0);
    expect(expiresAt - Date.now()).toBeLessThanOrEqual(inMs);
    expect(ann.socket.connected).toBe(true);
    await ann.hear('disconnect');
    expect(Date.now() - began).toBeLessThan(LIFE_SECONDS * 1_000 + SLACK_MS);
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt);
    expect(ann.all('goodbye')).toEqual([
      { code: 'token_expired', message: expect.any(String), retry: false, afterMs: 0 },
    ]);
  });

  test('[A13, A14, W10] on /ws is told before, and closed with the code of an error', async () => {
    const program = keep(
      await PlainTalker.with(cluster.url, (await register(cluster.url, name())).accessToken),
    );
    await program.hear('TOKEN_EXPIRING', ({ inMs }) => inMs > 0);
    expect(await program.end()).toEqual({ code: 1008, reason: 'token_expired' });
    expect(program.all('ERROR')).toMatchObject([{ code: 'token_expired', retry: false }]);
  });

  test('[A14, V5] by Server-Sent Events ends with a goodbye', async () => {
    const follower = keep(await Follower.open(cluster.url, 'general', await register(cluster.url, name())));
    await follower.until(() => follower.ended, 'for the end');
    expect(follower.all('goodbye')).toMatchObject([{ code: 'token_expired' }]);
  });
});

describe('in time', () => {
  test('[A15] a new token of the session lets a connection go on, and an old one takes nothing away', async () => {
    let signedIn = await register(cluster.url, name());
    const ann = keep(await Talker.connect(cluster.url, signedIn));
    await ann.do('join_room', { roomId: 'general' });
    const first = signedIn.accessToken;
    for (let turn = 1; turn <= 3; turn++) {
      await ann.until(() => ann.all('token_expiring').length === turn, `to be told ${turn} times`);
      signedIn = await renew(signedIn);
      await ann.do('authenticate', { token: signedIn.accessToken });
      if (turn === 1) await ann.do('authenticate', { token: first });
    }
    expect(ann.all('goodbye')).toEqual([]);
    await ann.do('send_message', { roomId: 'general', message: 'still here' });
    await ann.hear('message', ({ message }: { message: string }) => message === 'still here');
  });

  test('[A15] the same on /ws', async () => {
    const signedIn = await register(cluster.url, name());
    const program = keep(await PlainTalker.with(cluster.url, signedIn.accessToken));
    await program.hear('TOKEN_EXPIRING');
    program.send({ type: 'AUTHENTICATE', token: (await renew(signedIn)).accessToken });
    await program.until(() => program.all('CONNECTED').length === 2, 'for the second CONNECTED');
    await program.until(() => program.all('TOKEN_EXPIRING').length === 2, 'for the next warning');
    expect(program.closed).toBeNull();
  });

  test('[A7, A15] a token of another person or session, or a bad one, changes nothing', async () => {
    const signedIn = await register(cluster.url, name());
    const ann = keep(await Talker.connect(cluster.url, signedIn));
    const strangers: [string, string][] = [
      [(await register(cluster.url, name())).accessToken, 'already_authenticated'],
      [(await logIn(signedIn)).accessToken, 'already_authenticated'],
      [signedIn.refreshToken ?? '', 'bad_token'],
      ['x', 'bad_token'],
    ];
    for (const [token, code] of strangers) {
      expect(await ann.ask('authenticate', { token })).toMatchObject({ ok: false, error: { code } });
    }
    expect(await ann.ask('join_room', { roomId: 'general' })).toMatchObject({ ok: true });
    await ann.hear('goodbye', ({ code }: { code: string }) => code === 'token_expired');
  });
});

test('[A16] whoever got in by a name alone showed no token, and none expires', async () => {
  const guest = keep(Talker.open(cluster.url));
  await guest.do('authenticate', { username: 'Visitor' });
  const program = keep(PlainTalker.open(cluster.url));
  await program.hear('CONNECTED');
  await pause(LIFE_SECONDS * 1_000 + SLACK_MS);
  expect(await guest.ask('join_room', { roomId: 'general' })).toMatchObject({ ok: true });
  expect(guest.all('token_expiring')).toEqual([]);
  expect(program.closed).toBeNull();
});

test('[A15] @parley/client renews by itself: three lives long its connection is the same one', async () => {
  const session = new Session({ url: cluster.url });
  await session.register(name(), 'correct horse');
  const client = new ParleyClient({ session });
  keep({ close: () => client.disconnect() });
  const states: string[] = [];
  let renewals = 0;
  client.connection.subscribe(() => states.push(client.connection.state.state));
  client.connection.on('authenticated', () => {
    renewals += 1;
  });
  await client.connect();
  await client.connection.online();
  for (let turn = 1; turn <= 3; turn++) {
    await eventually(
      () => ({ renewals, states }),
      (now) => now.renewals === turn,
    );
  }
  expect(new Set(states)).toEqual(new Set(['connecting', 'online']));
  expect(client.connection.state.state).toBe('online');
});
