import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { CommandName, Input, Member, Room, RoomSettings } from '@parley/protocol';
import { sharedCluster } from '../support/shared-cluster.js';
import { call, Talker } from '../support/talker.js';

const cluster = sharedCluster({ redis: true, env: { RATE_LIMITS: 'off' } });

/** She makes the rooms, he is in them, and she comes and goes. */
let ann: Talker;
let bob: Talker;
let cleo: Talker;

beforeAll(async () => {
  await Talker.register(cluster.url, 'admin').then((admin) => admin.close());
  [ann, bob, cleo] = await Promise.all([
    Talker.register(cluster.url, 'ann'),
    Talker.register(cluster.url, 'bob'),
    Talker.register(cluster.url, 'cleo'),
  ]);
});

/** A public room of ann's, that all three watch as members. */
async function aRoom(): Promise<string> {
  const { id } = await ann.do('create_room', { kind: 'public', name: `Room ${randomUUID().slice(0, 8)}` });
  for (const talker of [ann, bob, cleo]) await talker.do('join_room', { roomId: id });
  return id;
}

async function refused<N extends CommandName>(talker: Talker, name: N, input: Input<N>) {
  const reply = await talker.ask(name, input);
  if (reply.ok) throw new Error(`${name} was done`);
  return reply.error;
}

const say = (talker: Talker, roomId: string, message = 'Hello!', clientId = randomUUID()) =>
  talker.ask('send_message', { roomId, message, clientId });

describe('[R4] roles', () => {
  test('an owner makes moderators, who lead members, and neither each other nor the owner', async () => {
    const roomId = await aRoom();
    for (const { id: userId } of [bob, cleo]) {
      const made = await ann.do('set_role', { roomId, userId, role: 'moderator' });
      expect(made).toMatchObject({ userId, role: 'moderator', member: true });
    }
    for (const act of ['remove_member', 'ban_member', 'unmute_member'] as const) {
      expect((await refused(bob, act, { roomId, userId: cleo.id })).code).toBe('forbidden');
      expect((await refused(bob, act, { roomId, userId: ann.id })).code).toBe('forbidden');
      expect((await refused(bob, act, { roomId, userId: bob.id })).code).toBe('forbidden');
    }
    await ann.do('set_role', { roomId, userId: cleo.id, role: 'member' });
    await bob.do('remove_member', { roomId, userId: cleo.id });
    await cleo.hear('room_removed', (room: { roomId: string }) => room.roomId === roomId);
  });

  test('[E3] a moderator deletes what members wrote, and nothing of the owner or of other moderators', async () => {
    const roomId = await aRoom();
    for (const talker of [ann, bob, cleo]) await say(talker, roomId);
    await ann.do('set_role', { roomId, userId: bob.id, role: 'moderator' });
    expect((await refused(bob, 'delete_message', { roomId, seq: 1 })).code).toBe('forbidden');
    expect(await bob.do('delete_message', { roomId, seq: 3 })).toMatchObject({ message: '' });
    await ann.do('set_role', { roomId, userId: cleo.id, role: 'moderator' });
    await say(cleo, roomId);
    expect((await refused(bob, 'delete_message', { roomId, seq: 4 })).code).toBe('forbidden');
  });

  test('[R15] an owner gives the room away before leaving it, and is a moderator then', async () => {
    const roomId = await aRoom();
    expect(await refused(ann, 'leave_room', { roomId })).toMatchObject({
      code: 'forbidden',
      message: 'Give the room to another member first.',
    });
    await ann.do('transfer_room', { roomId, userId: bob.id });
    const roles = (await call(cluster.url, 'GET', `/api/rooms/${roomId}/members`, bob.signedIn)).body;
    expect(roles).toMatchObject({
      members: [
        { username: 'ann', role: 'moderator' },
        { username: 'bob', role: 'owner' },
        { username: 'cleo', role: 'member' },
      ],
    });
    expect((await refused(ann, 'transfer_room', { roomId, userId: ann.id })).code).toBe('forbidden');
    await ann.do('leave_room', { roomId });
    await cleo.do('leave_room', { roomId });
    await bob.do('leave_room', { roomId });
  });
});

describe('[R10] a mute', () => {
  test('lets read, and refuses writing, editing and typing with the time that is left', async () => {
    const roomId = await aRoom();
    await say(bob, roomId);
    const muted = await ann.do('mute_member', { roomId, userId: bob.id, forMs: 60_000 });
    expect(muted.mutedUntil).toBeGreaterThan(Date.now() + 50_000);
    for (const attempt of [
      say(bob, roomId),
      bob.ask('edit_message', { roomId, seq: 1, message: 'Something else' }),
      bob.ask('typing', { roomId, isTyping: true }),
    ]) {
      expect(await attempt).toMatchObject({ ok: false, error: { code: 'muted', retry: false } });
    }
    const { retryAfterMs } = await refused(bob, 'send_message', { roomId, message: 'x' });
    expect(retryAfterMs).toBeGreaterThan(50_000);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
    await say(ann, roomId, 'for all');
    await bob.hear(
      'message',
      (m: { roomId: string; message: string }) => m.roomId === roomId && m.message === 'for all',
    );
    await ann.do('unmute_member', { roomId, userId: bob.id });
    expect(await say(bob, roomId)).toMatchObject({ ok: true });
  });

  test('is not shaken off by leaving and coming back, ends by itself, and its person knows of it', async () => {
    const roomId = await aRoom();
    await ann.do('mute_member', { roomId, userId: bob.id, forMs: 1_500 });
    await bob.do('leave_room', { roomId });
    const { room } = await bob.do('join_room', { roomId });
    expect(room.mutedUntil).toBeGreaterThan(Date.now() - 1_500);
    const { retryAfterMs = 0 } = await refused(bob, 'send_message', { roomId, message: 'x' });
    await new Promise((resolve) => setTimeout(resolve, retryAfterMs + 20));
    expect(await say(bob, roomId)).toMatchObject({ ok: true });
    expect((await bob.do('watch_room', { roomId })).room).not.toHaveProperty('mutedUntil');
  });

  test('leaves the answer to what was said before as it was', async () => {
    const roomId = await aRoom();
    const clientId = randomUUID();
    const first = await say(bob, roomId, 'before', clientId);
    await ann.do('mute_member', { roomId, userId: bob.id, forMs: 60_000 });
    expect(await say(bob, roomId, 'before', clientId)).toMatchObject({
      ok: true,
      data: { dup: true, id: first.ok && first.data.id },
    });
  });
});

describe('[R11] a ban', () => {
  test('takes out and keeps out: no joining, no watching, no reading, no writing, and no invitation', async () => {
    const roomId = await aRoom();
    await ann.do('ban_member', { roomId, userId: bob.id, reason: 'Crumbs' });
    await bob.hear('room_removed', (room: { roomId: string }) => room.roomId === roomId);
    for (const name of ['join_room', 'watch_room', 'read_history', 'leave_room'] as const) {
      const { code, retryAfterMs } = await refused(bob, name, { roomId });
      // For good: there is no time to name.
      expect([code, retryAfterMs]).toEqual(['banned', undefined]);
    }
    expect((await refused(bob, 'send_message', { roomId, message: 'x' })).code).toBe('banned');
    expect((await call(cluster.url, 'GET', `/api/chat/${roomId}/export`, bob.signedIn)).status).toBe(403);
    const found = await call(cluster.url, 'GET', `/api/rooms?scope=public&query=${roomId}`, bob.signedIn);
    expect(found.body).toEqual({ rooms: [], hasMore: false });
    const invited = await call(cluster.url, 'POST', `/api/rooms/${roomId}/invite`, cleo.signedIn, {
      userId: bob.id,
    });
    expect(invited).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
    const { body } = await call(cluster.url, 'GET', `/api/rooms/${roomId}/bans`, ann.signedIn);
    expect(body).toEqual({
      bans: [{ userId: bob.id, username: 'bob', until: null, reason: 'Crumbs' }],
      hasMore: false,
    });
  });

  test('also takes out who only watches, and reaches those who never came', async () => {
    const roomId = await aRoom();
    await bob.do('leave_room', { roomId });
    await bob.do('watch_room', { roomId });
    const removals = () => bob.all('room_removed').filter((room) => room.roomId === roomId).length;
    const before = removals();
    await ann.do('ban_member', { roomId, userId: bob.id });
    await bob.until(() => removals() === before + 1, 'to be taken out');
    await say(ann, roomId, 'among ourselves');
    await cleo.hear('message', (m: { message: string; roomId: string }) => m.roomId === roomId);
    expect(bob.seqs(roomId)).toEqual([]);
  });

  test('[C3] from one room is `gone` for that room alone: a catch-up tells of the others', async () => {
    const [banned, other] = [await aRoom(), await aRoom()];
    const { room } = await bob.do('watch_room', { roomId: other });
    await ann.do('ban_member', { roomId: banned, userId: bob.id });
    await bob.hear('room_removed', ({ roomId }: { roomId: string }) => roomId === banned);
    await bob.do('unwatch_room', { roomId: other });
    await say(ann, other, 'meanwhile');
    const { epoch, rev } = room;
    const { rooms } = await bob.do('sync', {
      rooms: { [banned]: { epoch, rev: 0 }, [other]: { epoch, rev } },
      watch: [banned, other],
    });
    expect(rooms[banned]).toEqual({ status: 'gone' });
    expect(rooms[other]).toMatchObject({
      status: 'delta',
      changes: [{ kind: 'message', row: { message: 'meanwhile' } }],
    });
    await say(ann, other, 'and now');
    await bob.hear('message', ({ message }: { message: string }) => message === 'and now');
  });

  test('ends by itself or by those who lead, and then one may come again, as a member like any other', async () => {
    const roomId = await aRoom();
    await ann.do('set_role', { roomId, userId: bob.id, role: 'moderator' });
    await ann.do('ban_member', { roomId, userId: bob.id, forMs: 2_000 });
    const { code, retryAfterMs = 0 } = await refused(bob, 'join_room', { roomId });
    expect(code).toBe('banned');
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(2_000);
    await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
    expect((await bob.do('join_room', { roomId })).room.role).toBe('member');
    await ann.do('ban_member', { roomId, userId: bob.id });
    await ann.do('unban_member', { roomId, userId: bob.id });
    await bob.do('join_room', { roomId });
  });

  test('of a private room tells those it keeps out nothing, like any room that is not theirs', async () => {
    const { id: roomId } = await ann.do('create_room', { kind: 'private', name: 'Board' });
    await call(cluster.url, 'POST', `/api/rooms/${roomId}/invite`, ann.signedIn, { userId: bob.id });
    await ann.do('ban_member', { roomId, userId: bob.id });
    expect((await refused(bob, 'join_room', { roomId })).code).toBe('not_found');
    expect((await refused(bob, 'send_message', { roomId, message: 'x' })).code).toBe('not_found');
  });

  test('[R14] wins over who joins at the same time, whichever comes first', async () => {
    for (let i = 0; i < 15; i++) {
      const { id: roomId } = await ann.do('create_room', { kind: 'public', name: `Door ${randomUUID()}` });
      await Promise.all([
        bob.ask('join_room', { roomId }),
        ann.ask('ban_member', { roomId, userId: bob.id }).then((reply) => expect(reply.ok).toBe(true)),
        bob.ask('join_room', { roomId }),
      ]);
      const { body } = await call(cluster.url, 'GET', `/api/rooms/${roomId}/members`, ann.signedIn);
      expect(body).toMatchObject({ members: [{ username: 'ann' }] });
    }
  });
});

describe('[R12] slow mode', () => {
  test('asks members to wait between two messages, tells how long, and lets those who lead speak', async () => {
    const roomId = await aRoom();
    await ann.do('update_room', { roomId, slowSeconds: 2 });
    expect(await say(bob, roomId)).toMatchObject({ ok: true });
    const { code, retry, retryAfterMs = 0 } = await refused(bob, 'send_message', { roomId, message: 'more' });
    expect([code, retry]).toEqual(['slow_mode', true]);
    expect(retryAfterMs).toBeLessThanOrEqual(2_000);
    expect(await say(cleo, roomId)).toMatchObject({ ok: true });
    for (let i = 0; i < 3; i++) expect(await say(ann, roomId)).toMatchObject({ ok: true });
    await new Promise((resolve) => setTimeout(resolve, retryAfterMs + 20));
    expect(await say(bob, roomId)).toMatchObject({ ok: true });
    await ann.do('update_room', { roomId, slowSeconds: 0 });
    expect(await say(bob, roomId)).toMatchObject({ ok: true });
  });

  test('lets one through of many that are sent in one breath, and answers a resend as ever', async () => {
    const roomId = await aRoom();
    await ann.do('update_room', { roomId, slowSeconds: 60 });
    const clientId = randomUUID();
    const replies = await Promise.all([
      say(bob, roomId, 'one', clientId),
      say(bob, roomId, 'one', clientId),
      ...Array.from({ length: 20 }, (_, i) => say(bob, roomId, `more ${i}`)),
    ]);
    const codes = replies.map((reply) => (reply.ok ? 'stored' : reply.error.code));
    expect(codes.slice(0, 2)).toEqual(['stored', 'stored']);
    expect(new Set(codes.slice(2))).toEqual(new Set(['slow_mode']));
    const { messages } = await ann.do('read_history', { roomId });
    expect(messages).toHaveLength(1);
  });
});

test('[R13] each is one change of the room: told once and in order, and caught up by whoever was away', async () => {
  const roomId = await aRoom();
  const { room } = await cleo.do('watch_room', { roomId });
  await cleo.do('unwatch_room', { roomId });
  const settings = { roomId, name: 'Tea house', topic: 'Leaves', slowSeconds: 5 };
  expect(await ann.do('update_room', settings)).toMatchObject({ name: 'Tea house', slowSeconds: 5 });
  await ann.do('update_room', settings);
  await ann.do('set_role', { roomId, userId: bob.id, role: 'moderator' });
  await ann.do('set_role', { roomId, userId: bob.id, role: 'moderator' });
  await ann.do('mute_member', { roomId, userId: cleo.id, forMs: 60_000 });
  await ann.do('transfer_room', { roomId, userId: bob.id });
  await bob.hear(
    'member_updated',
    (m: Member) => m.roomId === roomId && m.role === 'owner' && m.userId === bob.id,
  );
  const changes = bob.heard
    .filter(({ name }) => name === 'member_updated' || name === 'room_updated')
    .map(({ args }) => args[0] as Member | RoomSettings)
    .filter((change) => change.roomId === roomId && change.rev > room.rev);
  expect(changes.map(({ rev }) => rev - room.rev)).toEqual([1, 2, 3, 4, 5]);
  expect(changes[0]).toEqual({ ...settings, rev: room.rev + 1 });

  const { rooms, mine } = await cleo.do('sync', {
    rooms: { [roomId]: { epoch: room.epoch, rev: room.rev } },
    watch: [],
  });
  expect(rooms[roomId]).toMatchObject({
    status: 'delta',
    rev: room.rev + 5,
    changes: [
      { kind: 'member', row: { username: 'cleo', mutedUntil: expect.any(Number) } },
      { kind: 'member', row: { username: 'ann', role: 'moderator' } },
      { kind: 'member', row: { username: 'bob', role: 'owner' } },
      { kind: 'room', row: { ...settings, rev: room.rev + 1 } },
    ],
  });
  expect(mine.find(({ id }: Room) => id === roomId)).toMatchObject({
    ...{ topic: 'Leaves', slowSeconds: 5, mutedUntil: expect.any(Number) },
  });
});

test('[M11] whether clients show who comes and goes is off, until it is turned on for a room, and then it is told', async () => {
  const roomId = await aRoom();
  const { room } = await cleo.do('watch_room', { roomId });
  expect(room.showJoinLeave).toBeUndefined();
  expect((await refused(cleo, 'update_room', { roomId, showJoinLeave: true })).code).toBe('forbidden');
  expect(await ann.do('update_room', { roomId, showJoinLeave: true })).toMatchObject({ showJoinLeave: true });
  const [told] = await bob.hear('room_updated', (settings: RoomSettings) => settings.roomId === roomId);
  expect(told).toMatchObject({ rev: room.rev + 1, name: room.name, slowSeconds: 0, showJoinLeave: true });
  const missed = { rooms: { [roomId]: { epoch: room.epoch, rev: room.rev } }, watch: [] };
  expect((await cleo.do('sync', missed)).rooms[roomId]).toMatchObject({
    changes: [{ kind: 'room', row: { showJoinLeave: true } }],
  });
  // What is not named stays.
  expect(await ann.do('update_room', { roomId, topic: 'Games' })).toMatchObject({ showJoinLeave: true });
  expect(await ann.do('update_room', { roomId, showJoinLeave: false })).not.toHaveProperty('showJoinLeave');
  const { room: now } = await cleo.do('watch_room', { roomId });
  expect(now).not.toHaveProperty('showJoinLeave');
});

test('[R14] rights that change in the moment of being used are judged anew', async () => {
  const roomId = await aRoom();
  for (let i = 0; i < 10; i++) {
    await ann.do('set_role', { roomId, userId: bob.id, role: 'moderator' });
    const [removal] = await Promise.all([
      bob.ask('mute_member', { roomId, userId: cleo.id, forMs: 60_000 }),
      ann.do('set_role', { roomId, userId: bob.id, role: 'member' }),
    ]);
    if (!removal.ok) expect(removal.error.code).toBe('forbidden');
    expect((await refused(bob, 'mute_member', { roomId, userId: cleo.id, forMs: 60_000 })).code).toBe(
      'forbidden',
    );
  }
});
