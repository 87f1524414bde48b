import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Message, Reaction } from '@parley/protocol';
import type { Room } from '../src/open-rooms/room.js';
import { ParleyClient } from '../src/parley-client.js';
import { reactionsOn } from '../src/room/reactions.js';
import { Session } from '../src/session/session.js';
import { Peer } from './support/peer.js';
import { EPOCH, message, RoomHistory, uuid } from './support/room-history.js';
import { teaRoom } from './support/tea.js';
import { until } from './support/until.js';

/** A server with one room: three messages of another user. */
const history = new RoomHistory(Array.from({ length: 9 }, () => ({ kind: 'message', person: 2 })));
let rev: number;
let peer: Peer;
let client: ParleyClient;
const faults: unknown[] = [];

const tea = () => teaRoom({ epoch: EPOCH, rev });

/** Answers as the protocol says: the page before the reply to a join, the delta since the head that was told. */
function answer(name: string, input: Record<string, unknown>): unknown {
  if (name === 'join_room' || name === 'watch_room') {
    const { head, messages } = history.page(rev);
    peer.tell('message_history', messages, { roomId: 'tea', ...head });
    peer.tell('room_users', [{ userId: uuid(2), username: 'Ben' }], { roomId: 'tea', total: 1 });
    return { ok: true, data: { room: tea(), ...head } };
  }
  if (name === 'sync') {
    const asked = (input.rooms as Record<string, { rev: number }>).tea;
    const rooms = asked ? { tea: history.delta(asked.rev, rev) } : {};
    return { ok: true, data: { rooms, mine: [tea()] } };
  }
  return { ok: true, data: name === 'mark_read' ? input : {} };
}

beforeEach(async () => {
  rev = 3;
  faults.length = 0;
  peer = new Peer();
  peer.answer = answer;
  const session = new Session({ url: await peer.listen() });
  await session.enterAsGuest('Ada');
  client = new ParleyClient({
    session,
    backoff: { baseMs: 10, capMs: 20 },
    outbox: { backoff: { baseMs: 1, capMs: 5 } },
    requestTimeoutMs: 500,
    onFault: (error) => void faults.push(error),
  });
  await client.connect();
});

afterEach(async () => {
  client.disconnect();
  await peer.close();
  expect(faults).toEqual([]);
});

const asked = (name: string) => peer.commands.filter((command) => command.name === name);
const seqs = (messages: readonly Message[]) => messages.map(({ seq }) => seq);

/** Resolves in the moment it is lost: it may be back in the next. */
function loseConnection(): Promise<void> {
  return new Promise((resolve) => {
    const end = client.connection.subscribe(() => {
      if (client.connection.state.state === 'online') return;
      end();
      resolve();
    });
    peer.sockets[0]?.disconnect(true);
  });
}

function tell(from: number, to: number): void {
  for (const { row } of history.changes.slice(from - 1, to)) peer.tell('message', row);
}

test('joining gives the newest messages, the people and the list of rooms', async () => {
  const room = await client.join('tea');
  expect(seqs(room.state.history.messages)).toEqual([1, 2, 3]);
  expect(room.state.people.here).toEqual([{ userId: uuid(2), username: 'Ben' }]);
  await until(() => client.state.rooms !== null, 'the list is there');
  expect(client.state.rooms?.map(({ id }) => id)).toEqual(['tea']);
});

test('a direct room that is new brings along whether its partner is online', async () => {
  await until(() => client.state.current, 'the list is there');
  const told = (userId: string, online: boolean) => ({
    ...tea(),
    id: `with-${userId}`,
    kind: 'direct',
    peer: { userId, username: 'Ben', online },
  });
  peer.tell('room_added', told(uuid(2), true));
  await until(() => client.state.rooms?.length === 2, 'the room is there');
  expect(client.state.online.get(uuid(2))).toBe(true);
  peer.tell('room_added', told(uuid(3), false));
  await until(() => client.state.rooms?.length === 3, 'the other room is there');
  expect([...client.state.online]).toEqual([
    [uuid(2), true],
    [uuid(3), false],
  ]);
});

test('a room opened before there is a connection is entered when there is one', async () => {
  client.disconnect();
  const room = client.open('tea');
  expect(room.state.access).toEqual({ state: 'entering' });
  await client.connect();
  await room.ready;
  expect(seqs(room.state.history.messages)).toEqual([1, 2, 3]);
});

test('a hole that closes by itself is not asked for, one that stays is', async () => {
  const room = await client.join('tea');
  await until(() => asked('sync').length === 1, 'the first catch-up');
  rev = 5;
  tell(5, 5);
  // Many answers come and go before the late one does.
  for (let times = 0; times < 20; times += 1) {
    await client.connection.request('typing', { roomId: 'tea', isTyping: false });
  }
  expect(room.state.history.held.size).toBe(1);
  tell(4, 4);
  await until(() => room.state.history.messages.length === 5, 'both are shown');
  rev = 7;
  tell(7, 7);
  await until(() => room.state.history.messages.length === 7, 'the missing one is fetched');
  expect(seqs(room.state.history.messages)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(
    asked('sync')
      .slice(1)
      .map(({ input }) => input),
  ).toEqual([{ rooms: { tea: { epoch: EPOCH, rev: 5 } }, watch: [] }]);
});

test('after an absence it catches up from where it was, and watches what is open', async () => {
  const room = await client.join('tea');
  await until(() => asked('sync').length === 1, 'the first catch-up');
  rev = 6;
  peer.sockets[0]?.disconnect(true);
  await until(() => room.state.history.messages.length === 6, 'it has what was said meanwhile');
  expect(asked('sync')[1]?.input).toEqual({ rooms: { tea: { epoch: EPOCH, rev: 3 } }, watch: ['tea'] });
  expect(room.state.history.syncState).toBe('live');
});

test('[C3] what comes in parts is asked for until it has all of it, and watched once', async () => {
  const room = await client.join('tea');
  await until(() => asked('sync').length === 1, 'the first catch-up');
  peer.answer = (name, input) => {
    if (name !== 'sync') return answer(name, input);
    const asked = (input.rooms as Record<string, { rev: number }>).tea;
    if (!asked) return answer(name, input);
    const upto = Math.min(asked.rev + 2, rev);
    const part = { ...history.delta(asked.rev, upto), ...(upto < rev ? { more: true } : {}) };
    return { ok: true, data: { rooms: { tea: part }, mine: [tea()] } };
  };
  rev = 8;
  peer.sockets[0]?.disconnect(true);
  await until(() => room.state.history.messages.length === 8, 'it has what was said meanwhile');
  await until(() => room.state.history.syncState === 'live', 'it is behind no more');
  expect(seqs(room.state.history.messages)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(
    asked('sync')
      .slice(1)
      .map(({ input }) => input),
  ).toEqual([
    { rooms: { tea: { epoch: EPOCH, rev: 3 } }, watch: ['tea'] },
    { rooms: { tea: { epoch: EPOCH, rev: 5 } }, watch: [] },
    { rooms: { tea: { epoch: EPOCH, rev: 7 } }, watch: [] },
  ]);
});

test('a message written without a connection is sent after the catch-up, once, with its clientId', async () => {
  const room = await client.join('tea');
  await loseConnection();
  const { clientId, done } = room.send('Milk?');
  expect(room.state.history.pending[0]?.status).toEqual({ state: 'sending' });
  peer.answer = (name, input) =>
    name === 'send_message'
      ? { ok: true, data: { ...message(4, 4, uuid(1)), clientId: input.clientId, message: input.message } }
      : answer(name, input);
  expect((await done).clientId).toBe(clientId);
  expect(room.state.history.pending).toEqual([]);
  expect(asked('send_message').map(({ input }) => input)).toEqual([
    { roomId: 'tea', message: 'Milk?', clientId },
  ]);
  const names = peer.commands.map(({ name }) => name);
  expect(names.lastIndexOf('send_message')).toBeGreaterThan(names.lastIndexOf('sync'));
});

test('a message whose answer was lost is sent again as the same one', async () => {
  const room = await client.join('tea');
  peer.answer = (name, input) => (name === 'send_message' ? 'silence' : answer(name, input));
  const { clientId, done } = room.send('Milk?');
  await until(() => asked('send_message').length === 1, 'the first attempt');
  peer.answer = (name, input) =>
    name === 'send_message'
      ? { ok: true, data: { ...message(4, 4, uuid(1)), clientId: input.clientId, dup: true } }
      : answer(name, input);
  await done;
  expect(new Set(asked('send_message').map(({ input }) => input.clientId))).toEqual(new Set([clientId]));
  expect(asked('send_message').length).toBeGreaterThan(1);
});

test('a refused message stays with its reason, and can be deleted', async () => {
  const room = await client.join('tea');
  peer.answer = (name, input) =>
    name === 'send_message'
      ? { ok: false, error: { code: 'too_long', message: 'Too long.', retry: false } }
      : answer(name, input);
  const { clientId, done } = room.send('Milk?');
  await expect(done).rejects.toMatchObject({ code: 'too_long' });
  expect(room.state.history.pending[0]?.status).toMatchObject({ state: 'failed', reason: 'Too long.' });
  room.discard(clientId);
  expect(room.state.history.pending).toEqual([]);
});

test('a room that is no longer mine says so, and leaves the list', async () => {
  const room = await client.join('tea');
  await until(() => client.state.rooms?.length === 1, 'the list is there');
  peer.tell('room_removed', { roomId: 'tea' });
  await until(() => room.state.access.state === 'gone', 'it is gone');
  expect(client.state.rooms).toEqual([]);
});

describe('a user who is banned from a room', () => {
  const banned = (more: object) => ({
    ok: false,
    error: { code: 'banned', message: 'You are banned from this room.', retry: false, ...more },
  });
  const knocking = (reply: unknown) => {
    peer.answer = (name, input) => (name === 'watch_room' ? reply : answer(name, input));
    peer.tell('room_removed', { roomId: 'tea', banned: true });
  };

  test('learns until when', async () => {
    const room = await client.join('tea');
    knocking(banned({ retryAfterMs: 60_000 }));
    const endsAt = () => (room.state.access.state === 'refused' ? room.state.access.until : null);
    await until(() => endsAt() !== null, 'it is told');
    expect(Math.abs(Number(endsAt()) - Date.now() - 60_000)).toBeLessThan(5_000);
  });

  test('learns that it is so, also where no answer says until when', async () => {
    const room = await client.join('tea');
    knocking({ ok: false, error: { code: 'not_found', message: 'No such room.', retry: false } });
    await until(() => asked('watch_room').length > 0, 'it was asked');
    await room.edit(1, 'The answer to this comes behind the other.').catch(() => undefined);
    expect(room.state.access).toMatchObject({ state: 'refused', code: 'banned', until: null });
  });

  test('is in again when the ban was lifted before one could ask', async () => {
    const room = await client.join('tea');
    const states = new Set<string>();
    room.subscribe(() => states.add(room.state.access.state));
    peer.tell('room_removed', { roomId: 'tea', banned: true });
    await until(
      () => states.has('refused') && room.state.access.state === 'inside',
      'the room is open again',
    );
    expect(seqs(room.state.history.messages)).toEqual([1, 2, 3]);
  });
});

test('a refused join tells why', async () => {
  peer.answer = (name, input) =>
    name === 'join_room'
      ? { ok: false, error: { code: 'not_found', message: 'No such room.', retry: false } }
      : answer(name, input);
  await expect(client.join('nowhere')).rejects.toMatchObject({ code: 'not_found' });
});

test('a read mark moves the list at once, and is told to the server again after an absence', async () => {
  const room = await client.join('tea');
  await until(() => client.state.rooms !== null, 'the list is there');
  await loseConnection();
  room.markRead(2);
  room.markRead(1);
  expect(client.state.rooms?.[0]?.readSeq).toBe(2);
  await until(() => asked('mark_read').length > 0, 'the server is told');
  expect(asked('mark_read').map(({ input }) => input)).toEqual([{ roomId: 'tea', seq: 2 }]);
  expect(client.state.rooms?.[0]?.readSeq).toBe(2);
});

test('a room one comes back to shows at once what it showed before', async () => {
  const room = await client.join('tea');
  room.close();
  client.disconnect();
  expect(seqs(client.open('tea').state.history.messages)).toEqual([1, 2, 3]);
});

test('[C4] a change of a kind that only a newer server knows takes its place, and nothing is asked for', async () => {
  const room = await client.join('tea');
  await until(() => asked('sync').length === 1, 'the first catch-up');
  peer.tell('poll_updated', { roomId: 'tea', rev: 4, question: 'Milk first?' });
  await until(() => room.state.history.head?.rev === 4, 'it counts');
  rev = 5;
  const next = { ...(history.changes[3]?.row as Message), rev: 5 };
  peer.tell('message', next);
  await until(() => room.state.history.messages.length === 4, 'the next is shown');
  expect(room.state.history.head?.rev).toBe(5);
  expect(asked('sync')).toHaveLength(1);
});

test('[C4] so does one that comes in a catch-up', async () => {
  const room = await client.join('tea');
  await until(() => asked('sync').length === 1, 'the first catch-up');
  peer.answer = (name, input) => {
    if (name !== 'sync') return answer(name, input);
    const changes = [{ kind: 'poll', row: { roomId: 'tea', rev: 4, question: 'Milk first?' } }];
    return {
      ok: true,
      data: { rooms: { tea: { status: 'delta', epoch: EPOCH, rev: 4, changes } }, mine: [tea()] },
    };
  };
  await loseConnection();
  await until(() => room.state.history.head?.rev === 4, 'it counts');
  expect(room.state.history.syncState).toBe('live');
  expect(seqs(room.state.history.messages)).toEqual([1, 2, 3]);
});

describe('a reaction', () => {
  const row = (over: Partial<Reaction>): Reaction => ({
    ...{ roomId: 'tea', rev: 4, seq: 2, emoji: '👍', firstRev: 4, count: 1, userIds: [uuid(2)] },
    ...over,
  });
  const shown = (room: Room) => reactionsOn(room.state.history, 2);

  test('of another user is heard and shown', async () => {
    const room = await client.join('tea');
    const heard: Reaction[] = [];
    room.on('reaction', (reaction) => heard.push(reaction));
    peer.tell('reaction_updated', row({}));
    await until(() => shown(room).length === 1, 'it is shown');
    expect(shown(room)).toEqual([{ emoji: '👍', count: 1, mine: false, userIds: [uuid(2)] }]);
    peer.tell('reaction_updated', row({ rev: 5, count: 0, userIds: [] }));
    await until(() => shown(room).length === 0, 'it is gone');
    expect(heard.map(({ rev, count }) => [rev, count])).toEqual([
      [4, 1],
      [5, 0],
    ]);
  });

  test('of mine is shown before the server answers, and as it answers, whatever comes first', async () => {
    const room = await client.join('tea');
    const mine = row({ userIds: [client.me.id, uuid(2)], count: 2, rev: 5 });
    peer.tell('reaction_updated', row({}));
    await until(() => shown(room).length === 1, 'the first');
    peer.answer = (name, input) => {
      if (name !== 'react') return answer(name, input);
      peer.tell('reaction_updated', mine);
      return { ok: true, data: mine };
    };
    const reacting = room.react(2, '👍', true);
    expect(shown(room)).toMatchObject([{ count: 2, mine: true }]);
    expect(await reacting).toEqual(mine);
    expect(shown(room)).toMatchObject([{ count: 2, mine: true }]);
    expect(room.state.history.reacting.size).toBe(0);
  });

  test('that is refused is taken back, and one without a selector is the same emoji', async () => {
    const room = await client.join('tea');
    const error = { code: 'muted', message: 'Not now.', retry: false };
    peer.answer = (name, input) => (name === 'react' ? { ok: false, error } : answer(name, input));
    const reacting = room.react(2, '❤', true);
    expect(shown(room)).toEqual([{ emoji: '❤️', count: 1, mine: true, userIds: [client.me.id] }]);
    await expect(reacting).rejects.toMatchObject({ code: 'muted' });
    expect(shown(room)).toEqual([]);
  });

  test('of mine stays mine where others push me out of those who are named, until I take it back', async () => {
    const room = await client.join('tea');
    const crowd = Array.from({ length: 10 }, (_, n) => uuid(10 + n));
    peer.tell('reaction_updated', row({ count: 10, userIds: [...crowd.slice(1), client.me.id] }));
    peer.tell('reaction_updated', row({ rev: 5, count: 11, userIds: crowd }));
    await until(() => shown(room)[0]?.count === 11, 'the crowd');
    expect(shown(room)).toMatchObject([{ mine: true }]);
    const without = row({ rev: 6, count: 10, userIds: crowd });
    peer.answer = (name, input) => (name === 'react' ? { ok: true, data: without } : answer(name, input));
    await room.react(2, '👍', false);
    expect(shown(room)).toMatchObject([{ count: 10, mine: false }]);
  });
});
