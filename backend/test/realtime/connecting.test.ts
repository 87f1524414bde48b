import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { type Identity, LIMITS } from '@parley/protocol';
import { startCluster } from '../support/instances.js';
import { keepUntilTestEnds } from '../support/keep.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { call, register, Talker } from '../support/talker.js';

const cluster = sharedCluster();

const keep = keepUntilTestEnds();

const name = () => `p-${randomUUID().slice(0, 8)}`;

async function refusedWith(talker: Talker): Promise<unknown> {
  const [error] = await talker.hear('connect_error');
  return (error as { data?: { code: string } }).data?.code;
}

describe('a token in the handshake', () => {
  test('[A1] lets in and tells which instance one is on', async () => {
    const talker = keep(await Talker.register(cluster.url, name()));
    const [info] = await talker.hear('server_info');
    expect(info).toMatchObject({ instance: expect.stringMatching(/^i\d+$/), instances: [cluster.url] });
  });

  test("[A1] tells the server's clock, by which its moments are", async () => {
    const talker = keep(await Talker.register(cluster.url, name()));
    const [info] = await talker.hear('server_info');
    const { now } = info as { now: number };
    await talker.do('join_room', { roomId: 'general' });
    const { timestamp } = await talker.do('send_message', { roomId: 'general', message: 'What time is it?' });
    expect(timestamp).toBeGreaterThanOrEqual(now - 1);
    expect(timestamp - now).toBeLessThan(5_000);
  });

  test.each([
    ['garbage', 'bad_token'],
    [{ token: 'x' }, 'bad_token'],
    ['', 'bad_token'],
    // Signed by nobody: {"alg":"none"}
    ['eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.', 'bad_token'],
  ])('[A2] that is not valid is refused and never makes a guest: %j', async (token, code) => {
    expect(await refusedWith(keep(Talker.open(cluster.url, { auth: { token } })))).toBe(code);
  });

  test('[A3] of a session that has ended is refused', async () => {
    const signedIn = await register(cluster.url, name());
    await call(cluster.url, 'POST', '/api/auth/logout', signedIn, {});
    expect(await refusedWith(keep(Talker.open(cluster.url, { auth: { token: signedIn.accessToken } })))).toBe(
      'session_ended',
    );
  });
});

describe('without a token', () => {
  test('[A4] a socket hears nothing, may do nothing but authenticate, and is closed in time', async () => {
    const ann = keep(await Talker.register(cluster.url, name()));
    await ann.do('join_room', { roomId: 'general' });
    const stranger = keep(Talker.open(cluster.url));
    const began = Date.now();
    const early = await stranger.askAnything('join_room', { roomId: 'general' });
    expect(early).toMatchObject({ ok: false, error: { code: 'unauthenticated' } });
    await ann.do('send_message', { roomId: 'general', message: 'not for strangers' });
    await stranger.hear('disconnect');
    expect(Date.now() - began).toBeLessThan(LIMITS.anonymousMs + 2_000);
    expect(stranger.heard.map((event) => event.name)).toEqual(['goodbye', 'disconnect']);
  }, 15_000);

  test('[A5] authenticate and join_room in one breath work, and the guest is told its id, not the one it claimed', async () => {
    const guest = keep(Talker.open(cluster.url));
    guest.socket.emit('authenticate', { userId: 'user123', username: 'John Doe' });
    guest.socket.emit('join_room', { roomId: 'room1' });
    guest.socket.emit('send_message', { roomId: 'room1', message: 'Hello everyone!' });
    const [identity] = (await guest.hear('authenticated')) as [Identity];
    expect(identity).toMatchObject({ username: 'John Doe', accessToken: expect.any(String) });
    expect(identity.userId).not.toBe('user123');
    const [message] = await guest.hear('message');
    expect(message).toMatchObject({ roomId: 'room1', userId: identity.userId, username: 'John Doe' });
    expect(guest.all('error')).toEqual([]);
  });

  test('[A6] a guest who comes back with its token is the same person', async () => {
    const guest = keep(Talker.open(cluster.url));
    const reply = await guest.askAnything('authenticate', { username: 'Jane Roe' });
    const identity = (reply as { data: Identity }).data;
    const back = keep(Talker.open(cluster.url));
    expect(await back.askAnything('authenticate', { token: identity.accessToken })).toEqual({
      ok: true,
      data: { userId: identity.userId, username: 'Jane Roe' },
    });
  });

  test('[A7] an identity never changes, and a bad token may be followed by a good one', async () => {
    const talker = keep(Talker.open(cluster.url));
    const bad = await talker.askAnything('authenticate', { token: 'x' });
    expect(bad).toMatchObject({ ok: false, error: { code: 'bad_token' } });
    expect(await talker.askAnything('authenticate', { username: 'First' })).toMatchObject({ ok: true });
    expect(await talker.askAnything('authenticate', { username: 'Second' })).toMatchObject({
      ok: false,
      error: { code: 'already_authenticated' },
    });
  });

  test('[A8] more commands than may wait for authenticate are refused, the others are done', async () => {
    const guest = keep(Talker.open(cluster.url));
    guest.socket.emit('authenticate', { username: 'Eager' });
    const replies = await Promise.all(
      Array.from({ length: LIMITS.queuedCommands + 4 }, () =>
        guest.askAnything('join_room', { roomId: 'general' }),
      ),
    );
    expect(replies.filter(({ ok }) => ok)).toHaveLength(LIMITS.queuedCommands);
    expect(replies.at(-1)).toMatchObject({ ok: false, error: { code: 'overloaded', retry: true } });
  });
});

describe('pages of other origins', () => {
  test.each(['polling', 'websocket'])(
    '[A9] are refused on %s: foreign ones, null, and suffixes',
    async (transport) => {
      const { host } = new URL(cluster.url);
      for (const origin of [
        'https://evil.example',
        'null',
        `http://${host}.evil.example`,
        `https://evil-${host}`,
      ]) {
        const page = keep(Talker.open(cluster.url, { transports: [transport], extraHeaders: { origin } }));
        await page.hear('connect_error');
        expect(page.socket.connected).toBe(false);
      }
    },
  );

  test.each(['polling', 'websocket'])('[A10] our own page is let in on %s', async (transport) => {
    const signedIn = await register(cluster.url, name());
    const auth = { token: signedIn.accessToken };
    const page = keep(
      Talker.open(cluster.url, { transports: [transport], auth, extraHeaders: { origin: cluster.url } }),
    );
    await page.hear('server_info');
  });
});

test('[A11] logging out closes the sockets of that session and of no other', async () => {
  const ann = keep(await Talker.register(cluster.url, name()));
  const other = await call(cluster.url, 'POST', '/api/auth/login', null, {
    username: ann.signedIn?.user.username,
    password: 'correct horse',
  });
  const laptop = keep(await Talker.connect(cluster.url, other.body as NonNullable<typeof ann.signedIn>));
  await call(cluster.url, 'POST', '/api/auth/logout', ann.signedIn, {});
  await ann.hear(
    'goodbye',
    (bye: { code: string; retry: boolean }) => bye.code === 'session_ended' && !bye.retry,
  );
  await ann.hear('disconnect');
  expect(await laptop.ask('join_room', { roomId: 'general' })).toMatchObject({ ok: true });
});

test('[A12] a stop says goodbye with a time to come back', async () => {
  const own = await startCluster({ instances: 1, redis: false });
  const talker = keep(await Talker.register(own.url, 'ann'));
  expect(await own.instances[0]?.stop()).toBe(0);
  const [bye] = await talker.hear('goodbye');
  expect(bye).toMatchObject({ code: 'shutting_down', retry: true, afterMs: expect.any(Number) });
  await own.stop();
}, 40_000);
