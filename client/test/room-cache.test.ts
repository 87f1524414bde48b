import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Room } from '@parley/protocol';
import type { CachedRoom, ChatStorage } from '../src/cache/chat-storage.js';
import { MemoryOutboxStorage } from '../src/outbox/outbox-storage.js';
import { ParleyClient } from '../src/parley-client.js';
import { Session } from '../src/session/session.js';
import { Peer } from './support/peer.js';
import { EPOCH, RoomHistory, uuid } from './support/room-history.js';
import { teaRoom } from './support/tea.js';
import { until } from './support/until.js';

/** A server with one room, of which an earlier run saw three messages. */
const history = new RoomHistory(Array.from({ length: 6 }, () => ({ kind: 'message', person: 2 })));
let rev: number;
let peer: Peer;
let client: ParleyClient;
let storage: ReturnType<typeof keeping>;
const outbox = new MemoryOutboxStorage();

const tea = () => teaRoom({ epoch: EPOCH, rev });

/** A storage in which one sees what is kept. */
function keeping(list: readonly Room[] | null, pages: CachedRoom[]) {
  const rooms = new Map(pages.map((page) => [page.roomId, page]));
  const kept = { list, rooms };
  const store: ChatStorage = {
    loadList: async () => kept.list,
    saveList: async (now) => {
      kept.list = now;
    },
    loadRoom: async (roomId) => rooms.get(roomId) ?? null,
    saveRoom: async (page) => void rooms.set(page.roomId, page),
    forgetRoom: async (roomId) => void rooms.delete(roomId),
    forgetOthers: async (roomIds) => {
      for (const roomId of rooms.keys()) if (!roomIds.includes(roomId)) rooms.delete(roomId);
    },
  };
  return { kept, store };
}

function page(roomId: string): CachedRoom {
  const { head, messages } = history.page(3);
  return { roomId, head, messages, annexKinds: ['reaction'], hasOlder: false };
}

beforeEach(async () => {
  rev = 3;
  peer = new Peer();
  peer.answer = (name, input) => {
    if (name === 'join_room' || name === 'watch_room') {
      const { head, messages } = history.page(rev);
      peer.tell('message_history', messages, { roomId: 'tea', ...head });
      return { ok: true, data: { room: tea(), ...head } };
    }
    if (name !== 'sync') return { ok: true, data: {} };
    const asked = (input.rooms as Record<string, { rev: number }>).tea;
    return {
      ok: true,
      data: { rooms: asked ? { tea: history.delta(asked.rev, rev) } : {}, mine: [tea()] },
    };
  };
  storage = keeping([tea()], [page('tea'), page('gone')]);
  const session = new Session({ url: await peer.listen() });
  await session.enterAsGuest('Ada');
  client = new ParleyClient({
    session,
    storage: storage.store,
    outbox: { storage: outbox },
    revalidateWithinMs: 5,
  });
});

afterEach(async () => {
  client.disconnect();
  await peer.close();
});

const seqs = (room: { state: { history: { messages: readonly { seq: number }[] } } }) =>
  room.state.history.messages.map(({ seq }) => seq);

test('what was kept is shown before a server answers, and says that it is old', async () => {
  peer.guard = () => 'foreign_origin';
  const room = client.open('tea');
  await client.connect();
  await until(() => client.connection.state.state === 'ended', 'no server lets it in');
  expect(client.state.rooms?.map(({ id }) => id)).toEqual(['tea']);
  expect(client.state.current).toBe(false);
  expect(seqs(room)).toEqual([1, 2, 3]);
  expect(room.state.history.syncState).toBe('stale');
  peer.guard = () => null;
  await client.connect();
  await until(() => client.state.current, 'the server told the list');
  await until(() => room.state.history.syncState === 'live', 'the room is current');
});

test('the kept page is brought up to date from its head', async () => {
  rev = 5;
  const room = client.open('tea');
  await until(() => room.state.history.head !== null, 'the kept page is there');
  await client.connect();
  await until(() => seqs(room).length === 5, 'what was missed is there');
  const sync = peer.commands.find(({ name }) => name === 'sync');
  expect(sync?.input).toEqual({ rooms: { tea: { epoch: EPOCH, rev: 3 } }, watch: ['tea'] });
});

test.each([
  ['an older client, that had no annexes', undefined],
  ['a client that did not know reactions', ['a kind of its own']],
])('a page that was kept by %s is not begun with, though its head is current', async (_, annexKinds) => {
  const { annexKinds: _own, ...kept } = page('tea');
  storage.kept.rooms.set('tea', { ...kept, ...(annexKinds && { annexKinds }) });
  const room = client.open('tea');
  await client.connect();
  await until(() => room.state.history.syncState === 'live', 'the room is current');
  expect(seqs(room)).toEqual([1, 2, 3]);
  expect(peer.commands.map(({ name }) => name)).toContain('join_room');
  const sync = peer.commands.find(({ name }) => name === 'sync');
  expect(sync?.input).not.toMatchObject({ rooms: { tea: expect.anything() } });
});

test('what one learns is kept, the newest page of it', async () => {
  rev = 5;
  await client.connect();
  await client.join('tea');
  await until(() => client.state.current, 'the server told the list');
  client.flush();
  expect(storage.kept.rooms.get('tea')).toMatchObject({
    head: { rev: 5 },
    annexKinds: ['reaction'],
    hasOlder: false,
  });
  expect(storage.kept.list).toMatchObject([{ id: 'tea', lastSeq: 5 }]);
});

describe('a room that is cached and not open', () => {
  const kept = () => storage.kept.rooms.get('tea');
  /** One of the three messages that are kept was deleted, and three more were said. */
  const amended = new RoomHistory([
    ...Array.from({ length: 6 }, () => ({ kind: 'message' as const, person: 2 })),
    { kind: 'delete', person: 2, of: 1 },
  ]);
  const syncs = () =>
    peer.commands.filter(({ name, input }) => name === 'sync' && 'tea' in Object(input.rooms));

  beforeEach(() => {
    peer.answer = (name, input) => {
      const asked = (input.rooms as Record<string, { rev: number }> | undefined)?.tea;
      if (name !== 'sync') return { ok: true, data: {} };
      const rooms = asked ? { tea: amended.delta(asked.rev, rev) } : {};
      return { ok: true, data: { rooms, mine: [{ ...tea(), lastSeq: Math.min(rev, 6) }] } };
    };
  });

  test('[E5] loses what was deleted while one was away', async () => {
    rev = 7;
    await client.connect();
    await until(() => syncs().length === 1, 'it is asked about');
    await until(() => client.state.current, 'the server told the list');
    client.flush();
    await until(() => kept()?.messages[1]?.message === '', 'the text is gone');
    expect(kept()).toMatchObject({ head: { rev: 7 }, messages: { length: 6 } });
  });

  test('[E5] loses what is deleted while another one is open', async () => {
    rev = 6;
    await client.connect();
    await until(() => client.state.current, 'the server told the list');
    expect(kept()?.messages[1]?.message).toBe('text 2');
    rev = 7;
    peer.tell('room_activity', { roomId: 'tea', lastSeq: 6 });
    await until(() => syncs().length === 1, 'it is asked about');
    await until(() => {
      client.flush();
      return kept()?.messages[1]?.message === '';
    }, 'the text is gone');
  });

  test('is not asked about when a user only said something', async () => {
    rev = 5;
    await client.connect();
    await until(() => client.state.current, 'the server told the list');
    rev = 6;
    peer.tell('room_activity', { roomId: 'tea', lastSeq: 6 });
    await until(() => client.state.rooms?.[0]?.lastSeq === 6, 'the news are there');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(syncs()).toEqual([]);
  });

  test('is forgotten when it is not mine to see any more', async () => {
    rev = 7;
    const answer = peer.answer;
    peer.answer = (name, input) =>
      name === 'sync' && 'tea' in Object(input.rooms)
        ? { ok: true, data: { rooms: { tea: { status: 'gone' } }, mine: [] } }
        : answer(name, input);
    await client.connect();
    await until(() => kept() === undefined, 'nothing is kept of it');
  });
});

test('a room that is not mine any more is not kept, whether one hears of it or finds out', async () => {
  await client.connect();
  const room = await client.join('tea');
  await until(() => !storage.kept.rooms.has('gone'), 'the list had no such room');
  expect(client.state.rooms).toHaveLength(1);
  peer.tell('room_removed', { roomId: 'tea' });
  await until(() => room.state.access.state === 'gone', 'it is gone');
  expect(storage.kept.list).toEqual([]);
  client.disconnect();
  expect(storage.kept.rooms.has('tea')).toBe(false);
});

test('messages of an earlier run are counted and stand in their room', async () => {
  const left = { clientId: uuid(7), roomId: 'tea', message: 'Milk?', queuedAt: 1 };
  await outbox.put(left);
  const room = client.open('tea');
  peer.guard = () => 'foreign_origin';
  await client.connect();
  await until(() => client.connection.state.state === 'ended', 'no server lets it in');
  expect(client.state.unsent).toBe(1);
  expect(room.state.history.pending).toMatchObject([{ clientId: left.clientId }]);
  room.discard(left.clientId);
  expect(client.state.unsent).toBe(0);
});
