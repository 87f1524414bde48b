import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type ErrorCode, SessionList, type SignedIn } from '@parley/protocol';
import { SESSION_CHECKS } from '../../src/realtime/lifecycle/revocation-monitor.js';
import { Follower } from '../support/follower.js';
import { startCluster } from '../support/instances.js';
import { keepUntilTestEnds } from '../support/keep.js';
import { PlainTalker } from '../support/plain-talker.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { call, register, Talker } from '../support/talker.js';

/** GUARANTEES: after a revocation nothing reaches anybody for longer than this. */
const WITHIN_MS = 5_000;

const cluster = sharedCluster({ instances: 3, redis: true, env: { RATE_LIMITS: 'off' } });

afterEach(async () => {
  if (!cluster.redis?.running) await cluster.redis?.restart();
});

const urlOf = (index: number) => cluster.instances[index]?.url ?? '';
const name = () => `p-${randomUUID().slice(0, 8)}`;
const keep = keepUntilTestEnds();

async function logIn({ user }: SignedIn): Promise<SignedIn> {
  const credentials = { username: user.username, password: 'correct horse' };
  return (await call(urlOf(1), 'POST', '/api/auth/login', null, credentials)).body as SignedIn;
}

/** One person on three instances, by three transports. Resolves with the goodbyes, in that order. */
async function everywhere(signedIn: SignedIn): Promise<() => Promise<unknown[]>> {
  const socket = keep(await Talker.connect(urlOf(0), signedIn));
  const program = keep(await PlainTalker.with(urlOf(1), signedIn.accessToken));
  const follower = keep(await Follower.open(urlOf(2), 'general', signedIn));
  await follower.hear('message_history');
  return async () => {
    await Promise.all([
      socket.hear('disconnect'),
      program.end(),
      follower.until(() => follower.ended, 'for the end'),
    ]);
    return [socket.all('goodbye')[0], program.all('ERROR')[0], follower.all('goodbye')[0]];
  };
}

const says = (code: ErrorCode, retry: boolean) => Array(3).fill(expect.objectContaining({ code, retry }));

const endings: [string, (me: SignedIn) => Promise<unknown>, ErrorCode, boolean][] = [
  ['logging out', (me) => call(urlOf(1), 'POST', '/api/auth/logout', me, {}), 'session_ended', false],
  ['disabling the account', ({ user }) => cluster.admin('disable', user.username), 'session_ended', false],
  [
    'ending it from another session',
    async (me) => {
      const other = await logIn(me);
      const { body } = await call(urlOf(2), 'GET', '/api/sessions', other);
      const mine = SessionList.parse(body).sessions.find(({ current }) => !current);
      await call(urlOf(2), 'DELETE', `/api/sessions/${mine?.id}`, other);
    },
    'session_ended',
    false,
  ],
  [
    'signing out everywhere else',
    async (me) => call(urlOf(1), 'DELETE', '/api/sessions', await logIn(me)),
    'session_ended',
    false,
  ],
  [
    'a change of the password elsewhere',
    async (me) => {
      const passwords = { oldPassword: 'correct horse', newPassword: 'staple in the moonlight' };
      await call(urlOf(1), 'POST', '/api/me/password', await logIn(me), passwords);
    },
    'session_ended',
    false,
  ],
  [
    'showing a refresh token again, after its successor was used,',
    async ({ refreshToken = '' }) => {
      const renew = async (token: string) => {
        const { body } = await call(urlOf(1), 'POST', '/api/auth/refresh', null, { refreshToken: token });
        return (body as { refreshToken: string }).refreshToken;
      };
      await renew(await renew(refreshToken));
      await renew(refreshToken);
    },
    'session_ended',
    false,
  ],
  ['granting a role', ({ user }) => cluster.admin('grant', user.username), 'rights_changed', true],
];

describe.each(['is there', 'is away'])('while Redis %s', (redis) => {
  test.each(endings)(
    '[A11] [A17] %s closes the connections of all transports on all instances within 5 s, and no others',
    async (_, end, code, retry) => {
      const [ann, bob] = [await register(urlOf(0), name()), await register(urlOf(0), name())];
      const gone = await everywhere(ann);
      const other = keep(await Talker.connect(urlOf(2), bob));
      if (redis === 'is away') await cluster.redis?.kill();
      await end(ann);
      const endedAt = Date.now();
      expect(await gone()).toEqual(says(code, retry));
      expect(Date.now() - endedAt).toBeLessThan(WITHIN_MS);
      expect(await other.ask('mark_read', { roomId: 'general', seq: 0 })).toMatchObject({ ok: true });
    },
    40_000,
  );
});

test('[A11] [A17] what no look has seen, because it was written at another time, is found when Redis comes back', async () => {
  const [ann, bob] = [await register(urlOf(0), name()), await register(urlOf(0), name())];
  const [phone, boss] = [
    keep(await Talker.connect(urlOf(1), ann)),
    keep(await Talker.connect(urlOf(1), bob)),
  ];
  const { source } = cluster.database;
  await source.query(`UPDATE sessions SET ended_at = now() - interval '1 hour' WHERE user_id = $1`, [
    ann.user.id,
  ]);
  await source.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [bob.user.id]);
  await cluster.redis?.restart();
  await phone.hear('goodbye', ({ code }: { code: string }) => code === 'session_ended');
  await boss.hear('goodbye', ({ code }: { code: string }) => code === 'rights_changed');
}, 40_000);

test('[A11] in between it is found by a check of everybody, well within 60 s', () => {
  expect(SESSION_CHECKS.checkMs).toBeLessThanOrEqual(30_000);
  expect(SESSION_CHECKS.lookMs).toBeLessThan(WITHIN_MS / 2);
});

test('[A17] whoever comes back has the new rights, on the same session', async () => {
  const ann = await register(urlOf(0), name());
  expect(await cluster.admin('grant', ann.user.username)).toContain('is an administrator now.');
  const { body } = await call(urlOf(2), 'GET', '/api/me', ann);
  expect(body).toMatchObject({ id: ann.user.id, role: 'admin' });
  await cluster.admin('revoke', ann.user.username);
  expect((await call(urlOf(2), 'GET', '/api/me', ann)).body).toMatchObject({ role: 'member' });
});

test('[A18] a disabled account signs in, renews and asks for nothing, and all of it again once it is enabled', async () => {
  const ann = await register(urlOf(0), name());
  const { username } = ann.user;
  await cluster.admin('disable', username);
  const logIn = (password: string) => call(urlOf(1), 'POST', '/api/auth/login', null, { username, password });
  const refusedWith = (code: string) =>
    expect.objectContaining({ body: { success: false, error: expect.objectContaining({ code }) } });
  expect(await logIn('correct horse')).toEqual(refusedWith('account_disabled'));
  // Who does not know the password does not learn that there is such an account.
  expect(await logIn('wrong horse')).toEqual(refusedWith('bad_credentials'));
  const { refreshToken } = ann;
  expect(await call(urlOf(1), 'POST', '/api/auth/refresh', null, { refreshToken })).toEqual(
    refusedWith('session_ended'),
  );
  expect(await call(urlOf(2), 'GET', '/api/rooms', ann)).toEqual(refusedWith('session_ended'));
  const stranger = keep(Talker.open(urlOf(0), { auth: { token: ann.accessToken } }));
  await stranger.hear('connect_error', ({ message }: Error) => message === 'session_ended');

  await cluster.admin('enable', username);
  expect(await logIn('correct horse')).toMatchObject({ status: 200 });
  // What ended stays ended.
  expect(await call(urlOf(2), 'GET', '/api/rooms', ann)).toEqual(refusedWith('session_ended'));
}, 40_000);

test('[A11] a single instance without Redis closes them within 5 s, too', async () => {
  const single = await startCluster({ instances: 1, redis: false });
  try {
    const ann = await register(single.url, name());
    const socket = keep(await Talker.connect(single.url, ann));
    await single.admin('disable', ann.user.username);
    const endedAt = Date.now();
    await socket.hear('disconnect');
    expect(Date.now() - endedAt).toBeLessThan(WITHIN_MS);
  } finally {
    await single.stop();
  }
}, 40_000);
