import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import type { Message, Room } from '@parley/protocol';
import { sharedCluster } from '../support/shared-cluster.js';
import { call, Talker } from '../support/talker.js';

const cluster = sharedCluster();
let ann: Talker;
let bob: Talker;

beforeAll(async () => {
  [ann, bob] = await Promise.all([Talker.register(cluster.url, 'ann'), Talker.register(cluster.url, 'bob')]);
});

const freshRoom = () => `room-${randomUUID().slice(0, 8)}`;

test('[M1] who joins hears the history first, then who is there, then what is said', async () => {
  const roomId = freshRoom();
  await ann.do('join_room', { roomId });
  const first = await ann.do('send_message', { roomId, message: 'hello' });
  bob.heard.length = 0;
  const entry = await bob.do('join_room', { roomId });
  expect(entry.room).toMatchObject({ id: roomId, kind: 'public', role: 'member', lastSeq: 1 });
  await ann.do('send_message', { roomId, message: 'welcome' });
  await bob.hear('message', (m: Message) => m.roomId === roomId);
  const names = bob.heard.map(({ name }) => name).filter((name) => /message|room_users/.test(name));
  expect(names).toEqual(['message_history', 'room_users', 'message']);
  const [history, head] = bob.heard.find(({ name }) => name === 'message_history')?.args ?? [];
  expect(history).toEqual([first]);
  expect(head).toMatchObject({ roomId, epoch: entry.epoch });
});

test('[M2] an acknowledgement carries the stored message, and everybody who watches hears it once', async () => {
  const roomId = freshRoom();
  await ann.do('join_room', { roomId });
  await bob.do('join_room', { roomId });
  const clientId = randomUUID();
  const sent = await ann.do('send_message', { roomId, message: 'Grüße 👋', clientId });
  expect(sent).toMatchObject({
    roomId,
    seq: 1,
    clientId,
    username: 'ann',
    userId: ann.id,
    message: 'Grüße 👋',
  });
  expect(Math.abs(sent.timestamp - Date.now())).toBeLessThan(60_000);
  const again = await ann.do('send_message', { roomId, message: 'Grüße 👋', clientId });
  expect(again).toEqual({ ...sent, dup: true });
  await ann.do('send_message', { roomId, message: 'next' });
  for (const talker of [ann, bob]) {
    await talker.until(() => talker.seqs(roomId).length >= 2, 'for both messages');
    expect(talker.seqs(roomId)).toEqual([1, 2]);
    expect(talker.all('message').find((m) => m.roomId === roomId)).toEqual(sent);
  }
});

test('[M3] join_room and send_message in one breath, without acknowledgements, are both done', async () => {
  const roomId = freshRoom();
  bob.socket.emit('join_room', { roomId });
  bob.socket.emit('send_message', { roomId, message: 'straight away' });
  await bob.hear('message', (m: Message) => m.roomId === roomId);
  expect(bob.all('error')).toEqual([]);
});

test('[M4] only members write; watching is enough to read', async () => {
  const roomId = freshRoom();
  await ann.do('join_room', { roomId });
  expect(await bob.ask('send_message', { roomId, message: 'x' })).toMatchObject({
    error: { code: 'not_a_member' },
  });
  expect(await bob.ask('typing', { roomId, isTyping: true })).toMatchObject({
    error: { code: 'not_a_member' },
  });
  await bob.do('watch_room', { roomId });
  await ann.do('send_message', { roomId, message: 'for all to read' });
  await bob.hear('message', (m: Message) => m.roomId === roomId);
  await bob.do('unwatch_room', { roomId });
  await ann.do('send_message', { roomId, message: 'not for bob' });
  await bob.do('mark_read', { roomId: 'general', seq: 0 });
  expect(bob.seqs(roomId)).toEqual([1]);
});

test('[M5] a private room is for its members; to others it is not there', async () => {
  const { body } = await call(cluster.url, 'POST', '/api/rooms', ann.signedIn, {
    kind: 'private',
    name: 'plans',
  });
  const roomId = (body as Room).id;
  await ann.do('join_room', { roomId });
  for (const name of ['join_room', 'watch_room', 'leave_room'] as const) {
    expect(await bob.ask(name, { roomId })).toMatchObject({ error: { code: 'not_found' } });
  }
  expect(await bob.ask('send_message', { roomId, message: 'x' })).toMatchObject({
    error: { code: 'not_found' },
  });
  expect(await bob.ask('mark_read', { roomId, seq: 1 })).toMatchObject({ error: { code: 'not_found' } });
  expect((await call(cluster.url, 'GET', `/api/chat/${roomId}/history`, bob.signedIn)).status).toBe(404);
  const invited = await call(cluster.url, 'POST', `/api/rooms/${roomId}/invite`, ann.signedIn, {
    userId: bob.id,
  });
  expect(invited.status).toBeLessThan(300);
  await bob.hear('room_added', (room: Room) => room.id === roomId);
  await bob.do('join_room', { roomId });
  await bob.do('send_message', { roomId, message: 'thanks' });
});

test('[M6] whoever is removed hears nothing from then on, and cannot write', async () => {
  const { body } = await call(cluster.url, 'POST', '/api/rooms', ann.signedIn, {
    kind: 'private',
    name: 'board',
  });
  const roomId = (body as Room).id;
  await call(cluster.url, 'POST', `/api/rooms/${roomId}/invite`, ann.signedIn, { userId: bob.id });
  const second = await Talker.connect(cluster.url, bob.signedIn as NonNullable<typeof bob.signedIn>);
  await Promise.all([ann, bob, second].map((talker) => talker.do('join_room', { roomId })));
  await ann.do('send_message', { roomId, message: 'before' });
  await second.hear('message');
  const removed = await call(cluster.url, 'DELETE', `/api/rooms/${roomId}/members/${bob.id}`, ann.signedIn);
  expect(removed.status).toBeLessThan(300);
  for (let i = 0; i < 5; i++) await ann.do('send_message', { roomId, message: `after ${i}` });
  for (const talker of [bob, second]) {
    await talker.hear('room_removed', (room: { roomId: string }) => room.roomId === roomId);
    expect(await talker.ask('send_message', { roomId, message: 'x' })).toMatchObject({ ok: false });
    expect(talker.seqs(roomId)).toEqual([1]);
  }
  second.close();
});

test('[M7] rooms that are not open tell of their activity, at most once a second', async () => {
  const roomId = freshRoom();
  await ann.do('join_room', { roomId });
  await bob.do('join_room', { roomId });
  await bob.do('unwatch_room', { roomId });
  for (let i = 0; i < 20; i++) await ann.do('send_message', { roomId, message: `m${i}` });
  await bob.hear(
    'room_activity',
    (a: { roomId: string; lastSeq: number }) => a.roomId === roomId && a.lastSeq === 20,
  );
  const told = bob.all('room_activity').filter((activity) => activity.roomId === roomId);
  expect(told.length).toBeLessThanOrEqual(3);
  expect(bob.seqs(roomId)).toEqual([]);
});

test('[M8] a read cursor moves on all devices of a person, and stands in the list of rooms', async () => {
  const roomId = freshRoom();
  const phone = await Talker.connect(cluster.url, ann.signedIn as NonNullable<typeof ann.signedIn>);
  await ann.do('join_room', { roomId });
  await ann.do('send_message', { roomId, message: 'one' });
  await ann.do('send_message', { roomId, message: 'two' });
  expect(await ann.do('mark_read', { roomId, seq: 1 })).toEqual({ roomId, seq: 1 });
  await phone.hear(
    'room_read',
    (read: { roomId: string; seq: number }) => read.roomId === roomId && read.seq === 1,
  );
  const { body } = await call(cluster.url, 'GET', '/api/rooms', ann.signedIn);
  const room = (body as { rooms: Room[] }).rooms.find(({ id }) => id === roomId);
  expect(room).toMatchObject({ lastSeq: 2, readSeq: 1 });
  phone.close();
});

test('[C3] sync tells the state of what changed, and the socket watches from then on', async () => {
  const [roomId, unchanged, closed] = [freshRoom(), freshRoom(), freshRoom()];
  for (const id of [roomId, unchanged, closed]) {
    await ann.do('join_room', { roomId: id });
  }
  const late = await Talker.register(cluster.url, `late-${randomUUID().slice(0, 6)}`);
  const entry = await late.do('join_room', { roomId });
  const same = await late.do('join_room', { roomId: unchanged });
  late.close();
  for (let i = 0; i < 3; i++) await ann.do('send_message', { roomId, message: `missed ${i}` });
  const back = await Talker.connect(cluster.url, late.signedIn as NonNullable<typeof late.signedIn>);
  const synced = await back.do('sync', {
    rooms: {
      [roomId]: { epoch: entry.epoch, rev: entry.rev },
      [unchanged]: { epoch: same.epoch, rev: same.rev },
      [closed]: { epoch: randomUUID(), rev: 5 },
      'no-such-room': { epoch: randomUUID(), rev: 1 },
    },
    watch: [roomId, 'no-such-room'],
  });
  expect(synced.rooms[roomId]).toMatchObject({
    status: 'delta',
    changes: [0, 1, 2].map((n) => ({ kind: 'message', row: { message: `missed ${n}` } })),
  });
  expect(synced.rooms[unchanged]).toEqual({ status: 'ok' });
  expect(synced.rooms[closed]).toMatchObject({ status: 'reload' });
  expect(synced.rooms['no-such-room']).toEqual({ status: 'gone' });
  expect(synced.mine.map(({ id }) => id)).toEqual(expect.arrayContaining(['general', roomId, unchanged]));
  await ann.do('send_message', { roomId, message: 'live again' });
  await back.hear('message', (m: Message) => m.message === 'live again');
  expect(back.heard.some(({ name }) => name === 'message_history')).toBe(false);
  back.close();
});

test('[M10] typing is told to the others and to nobody else', async () => {
  const roomId = freshRoom();
  await ann.do('join_room', { roomId });
  await bob.do('join_room', { roomId });
  await ann.do('typing', { roomId, isTyping: true });
  const [typing] = await bob.hear('user_typing', (t: { roomId: string }) => t.roomId === roomId);
  expect(typing).toEqual({ roomId, userId: ann.id, username: 'ann', isTyping: true });
  expect(ann.all('user_typing').filter((t) => t.roomId === roomId)).toEqual([]);
});

test('[H1] [H2] a page of history is had on the socket too, the same as by REST', async () => {
  const roomId = freshRoom();
  await ann.do('join_room', { roomId });
  for (const message of ['one', 'two', 'three', 'four']) await ann.do('send_message', { roomId, message });
  const page = await ann.do('read_history', { roomId, limit: 2, before: 4 });
  expect(page.messages.map(({ message }) => message)).toEqual(['two', 'three']);
  expect(page.hasMore).toBe(true);
  const path = `/api/chat/${roomId}/history?limit=2&before=4`;
  expect((await call(cluster.url, 'GET', path, ann.signedIn)).body).toMatchObject({ success: true, ...page });
  const both = await ann.ask('read_history', { roomId, before: 3, after: 1 });
  expect(both).toMatchObject({ ok: false, error: { code: 'bad_request' } });
});

test('[B8] pages asked for on sockets are counted, because each waits in memory for its reader', async () => {
  const eve = await Talker.register(cluster.url, 'eve');
  const asked = Array.from({ length: 101 }, () => eve.ask('read_history', { roomId: 'general', limit: 1 }));
  const refused = (await Promise.all(asked)).filter((reply) => !reply.ok);
  expect(refused).toEqual([
    { ok: false, error: expect.objectContaining({ code: 'rate_limited', retry: true }) },
  ]);
  eve.close();
});
