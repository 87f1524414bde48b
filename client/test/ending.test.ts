import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newClientId } from '../src/client-id.js';
import { Session } from '../src/session/session.js';
import { refusal } from './support/peer.js';
import { openTea, type Tea } from './support/tea.js';
import { until } from './support/until.js';

let tea: Tea;
beforeEach(async () => {
  tea = await openTea(3);
});
afterEach(async () => {
  await tea.stop();
  expect(tea.faults).toEqual([]);
});

const asked = (name: string) => tea.peer.commands.filter((command) => command.name === name);

function withheld(): () => void {
  const { answer } = tea.peer;
  tea.peer.answer = (name, input) => (name === 'send_message' ? 'silence' : answer(name, input));
  return () => {
    tea.peer.answer = answer;
  };
}

test('closing waits until what was said is stored', async () => {
  const room = await tea.client.join('tea');
  const give = withheld();
  const { done } = room.send('last words');
  let isClosed = false;
  const closed = tea.client.close().then(() => {
    isClosed = true;
  });
  await until(() => asked('send_message').length > 1, 'a second attempt');
  expect(isClosed).toBe(false);
  give();
  expect((await done).message).toBe('last words');
  await closed;
  expect(tea.client.connection.state).toEqual({ state: 'idle' });
  expect(tea.client.state.unsent).toBe(0);
});

test('closing does not wait for what was refused, nor longer than its signal', async () => {
  const room = await tea.client.join('tea');
  const { answer } = tea.peer;
  tea.peer.answer = (name, input) =>
    name === 'send_message' ? { ok: false, ...refusal('too_long') } : answer(name, input);
  room.send('too much');
  await tea.client.close();
  expect(tea.client.state.unsent).toBe(1);

  await tea.client.connect();
  tea.peer.answer = answer;
  withheld();
  (await tea.client.join('tea')).send('never answered');
  await tea.client.close({ signal: AbortSignal.timeout(20) });
  expect(tea.client.state.unsent).toBe(2);
});

test('joining ends with its signal, and with a connection that has ended', async () => {
  tea.client.disconnect();
  const reason = new Error('too long');
  const joining = tea.client.join('tea', { signal: AbortSignal.abort(reason) });
  await expect(joining).rejects.toBe(reason);
  tea.peer.guard = () => 'session_ended';
  const waiting = tea.client.join('tea');
  const online = tea.client.connection.online();
  await tea.client.connect();
  await expect(waiting).rejects.toMatchObject({ code: 'session_ended' });
  await expect(online).rejects.toMatchObject({ code: 'session_ended' });
});

test('who was refused is let in when that has changed', async () => {
  const { answer } = tea.peer;
  tea.peer.answer = (name, input) =>
    name === 'join_room' ? { ok: false, ...refusal('not_found') } : answer(name, input);
  await expect(tea.client.join('tea')).rejects.toMatchObject({ code: 'not_found' });
  tea.peer.answer = answer;
  expect((await tea.client.join('tea')).state.access.state).toBe('inside');
});

test('a message is withdrawn with its signal', async () => {
  const room = await tea.client.join('tea');
  withheld();
  const aborter = new AbortController();
  const { done } = room.send('perhaps', { signal: aborter.signal });
  await until(() => asked('send_message').length > 0, 'an attempt');
  aborter.abort();
  await expect(done).rejects.toMatchObject({ code: 'withdrawn', outcome: 'unknown' });
  expect(room.state.history.pending).toEqual([]);
  const never = room.send('never', { signal: AbortSignal.abort() });
  await expect(never.done).rejects.toMatchObject({ code: 'withdrawn' });
  expect(asked('send_message').some(({ input }) => input.message === 'never')).toBe(false);
});

test('an access token from elsewhere makes a session that lasts as long as the token', async () => {
  const user = { id: newClientId(), username: 'Bot', kind: 'account', role: 'member' };
  tea.peer.routes['GET /api/me'] = (_, { headers }) =>
    headers.authorization === 'Bearer given'
      ? { status: 200, body: user }
      : { status: 401, body: refusal('bad_token') };
  const session = new Session({ url: tea.peer.url });
  await expect(session.useToken('wrong')).rejects.toMatchObject({ code: 'bad_token' });
  expect(session.state).toEqual({ state: 'signed_out' });
  expect(await session.useToken('given')).toEqual(user);
  expect(await session.accessToken()).toBe('given');
});

test('ids of messages are uuids of version 7, each above the one before', () => {
  const ids = Array.from({ length: 3_000 }, newClientId);
  for (const id of ids) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  const made = Number.parseInt(newClientId().replaceAll('-', '').slice(0, 12), 16);
  expect(Math.abs(made - Date.now())).toBeLessThan(10_000);
});

test('everything that is waited for ends when the client is closed, and what is begun later is refused', async () => {
  const room = await tea.client.join('tea');
  const { answer } = tea.peer;
  tea.peer.answer = (name, input) =>
    name === 'send_message' || (name === 'join_room' && input.roomId !== 'tea')
      ? 'silence'
      : answer(name, input);
  const { done } = room.send('never answered');
  const joining = tea.client.join('coffee');
  const opened = tea.client.open('milk');
  const next = room.messages().next();
  const all = Promise.allSettled([done, joining, opened.ready, next]);
  await tea.client.close({ signal: AbortSignal.timeout(50) });
  expect(await all).toMatchObject([
    { status: 'rejected', reason: { code: 'closed', outcome: 'unknown' } },
    { status: 'rejected', reason: { code: 'withdrawn' } },
    { status: 'rejected', reason: { code: 'withdrawn' } },
    { status: 'fulfilled', value: { done: true } },
  ]);

  const closed = { code: 'closed', outcome: 'refused' };
  await expect(tea.client.join('tea')).rejects.toMatchObject(closed);
  await expect(room.send('too late').done).rejects.toMatchObject(closed);
  await expect(tea.client.connection.online()).rejects.toMatchObject({ code: 'closed' });
  expect(() => tea.client.open('tea')).toThrow('The client is closed.');
  expect(await room.messages().next()).toEqual({ done: true, value: undefined });

  tea.peer.answer = answer;
  await tea.client.connect();
  expect((await tea.client.join('tea')).state.access.state).toBe('inside');
  await until(() => tea.client.state.unsent === 0, 'what waited is sent');
});

test('a caller that waits for a connection waits no longer when the client is closed', async () => {
  tea.client.disconnect();
  const online = tea.client.connection.online();
  const joining = tea.client.join('tea');
  const both = Promise.allSettled([online, joining]);
  await tea.client.close();
  expect(await both).toMatchObject([{ reason: { code: 'closed' } }, { reason: { code: 'withdrawn' } }]);
});

test('a user who is taken out of a room learns so from the loop over its messages, and from every promise of it', async () => {
  const room = await tea.client.join('tea');
  const next = room.messages().next();
  next.catch(() => undefined);
  tea.peer.tell('room_removed', { roomId: 'tea' });
  await expect(next).rejects.toMatchObject({ code: 'removed', retry: false });
});

test.each(['localhost:3000', 'chat.example.org', '/chat', '', 'ftp://chat.example.org'])(
  'the address %j is refused at once, and told why',
  (address) => {
    expect(() => new Session({ url: address })).toThrow(
      expect.objectContaining({
        code: 'bad_url',
        message: expect.stringContaining('https://chat.example.org'),
      }),
    );
  },
);
