import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { type Change, HistoryPage, LIMITS, type Message, type Reaction } from '@parley/protocol';
import { Redis } from 'ioredis';
import { eventually } from '../support/eventually.js';
import { PlainTalker } from '../support/plain-talker.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { call, register, Talker } from '../support/talker.js';

const cluster = sharedCluster({ instances: 2, redis: true, env: { RATE_LIMITS: 'off' } });
let ann: Talker;
let bob: Talker;

beforeAll(async () => {
  ann = await Talker.register(cluster.url, 'ann');
  bob = await Talker.register(cluster.instances[1]?.url ?? '', 'bob');
});

/** A room of both with a message of ann's. */
async function aRoom(): Promise<{ roomId: string; said: Message }> {
  const roomId = `room-${randomUUID().slice(0, 8)}`;
  await ann.do('join_room', { roomId });
  await bob.do('join_room', { roomId });
  return { roomId, said: await ann.do('send_message', { roomId, message: 'tea?' }) };
}

const react = (talker: Talker, roomId: string, emoji: string, on = true, seq = 1) =>
  talker.do('react', { roomId, seq, emoji, on });

test('[T1] a reaction is made once by each, told to all who watch with its rev, and taken back', async () => {
  const { roomId, said } = await aRoom();
  const first = await react(ann, roomId, '👍');
  expect(first).toEqual({
    ...{ roomId, seq: 1, emoji: '👍', rev: said.rev + 1, firstRev: said.rev + 1 },
    ...{ count: 1, userIds: [ann.id] },
  });
  expect(await react(ann, roomId, '👍')).toEqual(first);
  const second = await react(bob, roomId, '👍\uFE0F');
  expect(second).toMatchObject({ count: 2, userIds: [bob.id, ann.id], firstRev: first.firstRev });
  const gone = [await react(ann, roomId, '👍', false), await react(bob, roomId, '👍', false)];
  expect(gone).toMatchObject([
    { count: 1, userIds: [bob.id] },
    { count: 0, userIds: [] },
  ]);
  expect(await react(bob, roomId, '👍', false)).toEqual(gone[1]);
  const revs = [1, 2, 3, 4].map((n) => said.rev + n);
  for (const talker of [ann, bob]) {
    const told = () => talker.all('reaction_updated').filter((row) => row.roomId === roomId);
    await eventually(told, ({ length }) => length === 4);
    expect(told().map(({ rev }) => rev)).toEqual(revs);
    expect(told()).toEqual([first, second, ...gone]);
  }
  // One that is there again is a new one.
  expect(await react(ann, roomId, '👍')).toMatchObject({ count: 1, firstRev: said.rev + 5 });
});

test('[T2] a reaction prints no message, is no news elsewhere and no update to a bot', async () => {
  const { roomId, said } = await aRoom();
  const cleo = await Talker.register(cluster.url, 'cleo');
  await cleo.do('join_room', { roomId });
  await cleo.do('unwatch_room', { roomId });
  const plain = await PlainTalker.guest(cluster.url);
  plain.send({ type: 'SUBSCRIBE', groupId: roomId });
  await plain.hear('SUBSCRIBED');
  // News of a room is told once a second: behind that of the message the next would be told at once.
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  cleo.heard.length = 0;
  await react(bob, roomId, '🎉');
  const next = await ann.do('send_message', { roomId, message: 'next' });
  await plain.until(() => plain.all('MESSAGE').some(({ message }) => message === 'next'), 'for the next');
  await cleo.hear('room_activity');
  expect(plain.all('MESSAGE_UPDATED')).toEqual([]);
  expect(cleo.all('room_activity')).toEqual([{ roomId, lastSeq: next.seq }]);
  await eventually(
    () => ann.all('reaction_updated').filter((row) => row.roomId === roomId),
    ({ length }) => length === 1,
  );
  expect(JSON.stringify(ann.all('reaction_updated').at(-1))).not.toContain(said.message);
  expect(ann.all('message_updated').filter((row) => row.roomId === roomId)).toEqual([]);
  cleo.close();
  plain.close();
});

test('[T3] every page that has a message has its reactions, and the hot list is not read anew for them', async () => {
  const { roomId } = await aRoom();
  const dora = await register(cluster.url, 'dora');
  const pageOf = async () =>
    HistoryPage.parse((await call(cluster.url, 'GET', `/api/chat/${roomId}/history`, dora)).body);
  expect((await pageOf()).annexes).toBeUndefined();
  const expected: Change[] = [];
  for (const emoji of ['👍', '❤️', '😂']) {
    expected.push({ kind: 'reaction', row: await react(bob, roomId, emoji) });
  }
  const gone = await react(bob, roomId, '👍', false);
  expected.shift();
  expect((await pageOf()).annexes).toEqual(expected);
  const { annexes } = await ann.do('read_history', { roomId });
  expect(annexes).toEqual(expected);

  const late = await Talker.connect(cluster.url, dora);
  await late.do('watch_room', { roomId });
  const place = () => late.heard.find(({ name }) => name === 'message_history')?.args[1];
  expect(place()).toMatchObject({ roomId, rev: gone.rev, annexes: expected });

  // Elsewhere, where the room is not watched, from the hot list.
  const redis = new Redis(cluster.redis?.url ?? '');
  expect(await redis.llen(`chat:history:${roomId}`)).toBe(1);
  expect(await redis.hget(`{chat:history:${roomId}}:meta`, 'rev')).toBe(String(gone.rev));
  redis.disconnect();

  const epoch = (place() as { epoch: string }).epoch;
  const since = await late.do('sync', { rooms: { [roomId]: { epoch, rev: gone.rev - 2 } }, watch: [] });
  expect(since.rooms[roomId]).toMatchObject({
    status: 'delta',
    changes: [
      { kind: 'reaction', row: { emoji: '😂', count: 1 } },
      { kind: 'reaction', row: { emoji: '👍', count: 0 } },
    ],
  });
  const anew = await late.do('sync', { rooms: { [roomId]: { epoch: randomUUID(), rev: 1 } }, watch: [] });
  expect(anew.rooms[roomId]).toMatchObject({ status: 'reload', annexes: expected });
  late.close();
});

test('[T4] a deleted message has no reactions, on no page, and takes none', async () => {
  const { roomId } = await aRoom();
  await react(bob, roomId, '👍');
  await ann.do('delete_message', { roomId, seq: 1 });
  expect(await bob.ask('react', { roomId, seq: 1, emoji: '❤️', on: true })).toMatchObject({
    ok: false,
    error: { code: 'forbidden' },
  });
  for (const talker of [ann, bob]) {
    const page = await talker.do('read_history', { roomId });
    expect(page.annexes).toBeUndefined();
  }
  expect(await ann.do('read_reactions', { roomId, seq: 1 })).toEqual({ reactions: [] });
  const rows = await cluster.database.source.query('SELECT FROM reactions WHERE room_id = $1', [roomId]);
  expect(rows).toEqual([]);
});

test('[T5] of many who react some are named, all are counted, and each may ask whether they are among them', async () => {
  const { roomId } = await aRoom();
  await react(ann, roomId, '👍');
  const names = Array.from({ length: LIMITS.reactionUsers + 2 }, (_, n) => `one${n}`);
  const crowd = await Promise.all(names.map((name) => Talker.register(cluster.url, name)));
  for (const talker of crowd) {
    await talker.do('join_room', { roomId });
    await react(talker, roomId, '👍');
  }
  const last = await react(bob, roomId, '👍');
  expect(last.count).toBe(crowd.length + 2);
  expect(last.userIds).toHaveLength(LIMITS.reactionUsers);
  expect(last.userIds[0]).toBe(bob.id);
  expect(last.userIds).not.toContain(ann.id);
  const { reactions } = await ann.do('read_reactions', { roomId, seq: 1 });
  expect(reactions).toMatchObject([{ emoji: '👍', count: crowd.length + 2, mine: true }]);
  expect(reactions[0]?.users.at(-1)).toEqual({ userId: ann.id, username: 'ann' });
  for (const talker of crowd) talker.close();
});

test('[T6] a message has so many kinds of reactions and no more, and what is no emoji is none', async () => {
  const { roomId } = await aRoom();
  const kinds = Array.from({ length: LIMITS.reactionKinds + 1 }, (_, n) => String.fromCodePoint(0x1f600 + n));
  await Promise.all(kinds.slice(0, -1).map((emoji) => react(ann, roomId, emoji)));
  const refused = await bob.ask('react', { roomId, seq: 1, emoji: kinds.at(-1) ?? '', on: true });
  expect(refused).toMatchObject({ ok: false, error: { code: 'too_many' } });
  await react(bob, roomId, kinds[0] ?? '');
  await react(ann, roomId, kinds[1] ?? '', false);
  await react(bob, roomId, kinds.at(-1) ?? '');
  for (const emoji of ['a', '', '👍👍', '👍'.repeat(40)]) {
    const answer = await bob.ask('react', { roomId, seq: 1, emoji, on: true });
    expect(answer).toMatchObject({ ok: false, error: { code: 'bad_request' } });
  }
  const none = await bob.ask('react', { roomId, seq: 99, emoji: '👍', on: true });
  expect(none).toMatchObject({ ok: false, error: { code: 'not_found' } });
});

test('[T1] over REST the same, once for each', async () => {
  const { roomId } = await aRoom();
  const { accessToken } = await register(cluster.url, 'emil');
  const headers = { authorization: `Bearer ${accessToken}` };
  const at = `${cluster.url}/api/chat/${roomId}/messages/1/reactions`;
  expect((await fetch(`${at}/👍`, { method: 'PUT', headers })).status).toBe(403);
  await fetch(`${cluster.url}/api/rooms/${roomId}/join`, { method: 'POST', headers });
  const made = await fetch(`${at}/👍`, { method: 'PUT', headers });
  expect(made.status).toBe(200);
  const row = (await made.json()) as Reaction;
  expect(row).toMatchObject({ emoji: '👍', count: 1 });
  expect(await (await fetch(`${at}/👍`, { method: 'PUT', headers })).json()).toEqual(row);
  expect(await (await fetch(at, { headers })).json()).toMatchObject({
    reactions: [{ emoji: '👍', count: 1, mine: true, users: [{ username: 'emil' }] }],
  });
  expect(await (await fetch(`${at}/👍`, { method: 'DELETE', headers })).json()).toMatchObject({ count: 0 });
  expect((await fetch(`${at}/x`, { method: 'PUT', headers })).status).toBe(400);
  expect((await fetch(`${cluster.url}/api/chat/${roomId}/messages/none/reactions`, { headers })).status).toBe(
    400,
  );
});
