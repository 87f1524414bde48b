import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import type { Room } from '@parley/protocol';
import { RATES } from '../../src/chat/ports/rate-limit.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { Talker } from '../support/talker.js';

const cluster = sharedCluster();
let ann: Talker;
let bob: Talker;

beforeAll(async () => {
  [ann, bob] = await Promise.all([Talker.register(cluster.url, 'ann'), Talker.register(cluster.url, 'bob')]);
});

const fresh = () => `room-${randomUUID().slice(0, 8)}`;
const of = (id: string) => (room: Room) => room.id === id;
/** Whatever was published before this has been heard when it resolves: the bus keeps the order. */
async function settled(): Promise<void> {
  const id = fresh();
  await ann.do('create_room', { kind: 'private', name: id });
  await ann.hear('room_added', (room: Room) => room.name === id);
}

test('[R6] create_room answers with the room its maker owns, and refuses an id that is taken', async () => {
  const id = fresh();
  const room = await ann.do('create_room', { kind: 'public', name: 'Tea house', id });
  expect(room).toMatchObject({ id, name: 'Tea house', kind: 'public', role: 'owner', lastSeq: 0 });
  expect(await bob.ask('create_room', { kind: 'public', name: 'Other', id })).toMatchObject({
    ok: false,
    error: { code: 'name_taken' },
  });
});

test('[R6] a room made, entered and written to in one breath has the message', async () => {
  const roomId = fresh();
  // The database is awake: a message that did not wait for its room would come too early.
  await ann.do('send_message', { roomId: 'general', message: 'good morning' });
  ann.socket.emit('create_room', { kind: 'public', name: roomId, id: roomId });
  ann.socket.emit('send_message', { roomId, message: 'the first' });
  ann.socket.emit('join_room', { roomId });
  await ann.hear('message_history', (messages: { message: string }[], head: { roomId: string }) => {
    return head.roomId === roomId && messages[0]?.message === 'the first';
  });
});

test('[R7] everybody hears of a new public room as strangers to it; its maker hears room_added instead', async () => {
  const id = fresh();
  const room = await ann.do('create_room', { kind: 'public', name: 'Reading', id });
  await bob.hear('room_created', of(id));
  expect(bob.all('room_created').find(of(id))).toEqual({ ...room, role: null });
  await ann.hear('room_added', of(id));
  await settled();
  expect(ann.all('room_created').filter(of(id))).toEqual([]);
});

test('[R7] a room made by joining it is told too, once', async () => {
  const roomId = fresh();
  await ann.do('join_room', { roomId });
  await bob.hear('room_created', of(roomId));
  await bob.do('join_room', { roomId });
  await settled();
  expect(bob.all('room_created').filter(of(roomId))).toHaveLength(1);
  expect(ann.all('room_created').filter(of(roomId))).toEqual([]);
});

test('[R7] a room that two people make at the same time is told once', async () => {
  const [dan, eve] = await Promise.all([
    Talker.register(cluster.url, 'dan'),
    Talker.register(cluster.url, 'eve'),
  ]);
  const ids = Array.from({ length: 4 }, fresh);
  await Promise.all(
    ids.flatMap((roomId) => [dan.do('join_room', { roomId }), eve.do('join_room', { roomId })]),
  );
  await settled();
  const told = bob.all('room_created').filter(({ id }) => ids.includes(id));
  expect(told.map(({ id }) => id).sort()).toEqual([...ids].sort());
  dan.close();
  eve.close();
});

test('[R7] private and direct rooms are told to their members alone, a known direct room to nobody', async () => {
  const cid = await Talker.register(cluster.url, `cid-${fresh()}`);
  cid.heard.length = 0;
  const plot = await ann.do('create_room', { kind: 'private', name: 'The plot' });
  const direct = await ann.do('create_room', { kind: 'direct', userIds: [bob.id] });
  expect(direct).toMatchObject({ kind: 'direct', name: 'bob' });
  await ann.hear('room_added', of(plot.id));
  await bob.hear('room_added', (room: Room) => room.id === direct.id && room.name === 'ann');
  expect(await bob.do('create_room', { kind: 'direct', userIds: [ann.id] })).toMatchObject({ id: direct.id });
  await settled();
  expect(bob.all('room_added').filter(of(direct.id))).toHaveLength(1);
  expect(bob.all('room_added').filter(of(plot.id))).toEqual([]);
  expect(cid.heard).toEqual([]);
  cid.close();
});

test('[R7] a direct room tells both people that the other one is online, from the first moment', async () => {
  const [fay, gil] = await Promise.all([
    Talker.register(cluster.url, 'fay'),
    Talker.register(cluster.url, 'gil'),
  ]);
  const made = await fay.do('create_room', { kind: 'direct', userIds: [gil.id] });
  expect(made).toMatchObject({ peer: { username: 'gil', online: true } });
  for (const [talker, partner] of [
    [fay, 'gil'],
    [gil, 'fay'],
  ] as const) {
    await talker.hear('room_added', of(made.id));
    expect(talker.all('room_added').find(of(made.id))?.peer).toMatchObject({
      username: partner,
      online: true,
    });
  }
  const again = await gil.do('create_room', { kind: 'direct', userIds: [fay.id] });
  expect(again).toMatchObject({ id: made.id, peer: { username: 'fay', online: true } });
  fay.close();
  gil.close();
});

test('[R7] who has no identity yet hears of no room', async () => {
  const stranger = Talker.open(cluster.url);
  await new Promise<void>((resolve) => stranger.socket.once('connect', resolve));
  await ann.do('create_room', { kind: 'public', name: 'Unheard', id: fresh() });
  await settled();
  expect(stranger.all('room_created')).toEqual([]);
  stranger.close();
});

test('[R7] a flood of new rooms is told in part, and [R8] making rooms is limited', async () => {
  const flooder = await Talker.register(cluster.url, 'flooder');
  const ids = Array.from({ length: RATES.createRoom.points + 1 }, fresh);
  const began = performance.now();
  const replies = await Promise.all(
    ids.map((id) => flooder.ask('create_room', { kind: 'public', name: id, id })),
  );
  const seconds = Math.ceil((performance.now() - began) / 1_000);
  expect(replies.filter(({ ok }) => ok)).toHaveLength(RATES.createRoom.points);
  expect(replies.at(-1)).toMatchObject({ ok: false, error: { code: 'rate_limited', retry: true } });
  await settled();
  const told = bob.all('room_created').filter(({ id }) => ids.includes(id));
  expect(told.length).toBeGreaterThan(0);
  expect(told.length).toBeLessThanOrEqual(10 * (seconds + 1));
  expect(told.length).toBeLessThan(RATES.createRoom.points);
  flooder.close();
});
