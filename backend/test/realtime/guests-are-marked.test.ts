import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import type { Member, Room, RoomUser, SignedIn } from '@parley/protocol';
import { sharedCluster } from '../support/shared-cluster.js';
import { call, Talker } from '../support/talker.js';

const cluster = sharedCluster({ redis: true, env: { RATE_LIMITS: 'off' } });
let ann: Talker;
let gil: Talker;

beforeAll(async () => {
  ann = await Talker.register(cluster.url, 'ann');
  gil = await guest('Gil');
});

async function guest(username: string): Promise<Talker> {
  const { body } = await call(cluster.url, 'POST', '/api/auth/guest', null, { username });
  return Talker.connect(cluster.url, body as SignedIn);
}

async function rest<T>(path: string): Promise<T> {
  return (await call(cluster.url, 'GET', path, ann.signedIn)).body as T;
}

test('[R16] a guest is marked wherever they are named, and nobody else is', async () => {
  const { id: roomId } = await ann.do('create_room', { kind: 'public', name: `Inn ${randomUUID()}` });
  await ann.do('join_room', { roomId });
  await gil.do('join_room', { roomId });
  const marked = { username: 'Gil', guest: true };
  const here = (who: RoomUser | Member) => who.userId === gil.id;

  expect((await ann.hear('member_updated', here))[0]).toMatchObject(marked);
  expect((await ann.hear('user_joined', here))[0]).toMatchObject(marked);
  await gil.do('typing', { roomId, isTyping: true });
  expect((await ann.hear('user_typing', here))[0]).toMatchObject(marked);

  const sent = await gil.do('send_message', { roomId, message: 'May I?' });
  expect(sent).toMatchObject(marked);
  expect((await ann.hear('message', here))[0]).toEqual(sent);
  const edited = await gil.do('edit_message', { roomId, seq: sent.seq, message: 'May I come in?' });
  expect(edited).toMatchObject(marked);
  expect(await ann.do('delete_message', { roomId, seq: sent.seq })).toMatchObject(marked);
  const own = await ann.do('send_message', { roomId, message: 'Do.' });
  expect(own).not.toHaveProperty('guest');

  const { messages } = await ann.do('read_history', { roomId });
  expect(messages.map((message) => message.guest)).toEqual([true, undefined]);
  const { rooms } = await ann.do('sync', {
    rooms: { [roomId]: { epoch: await epochOf(roomId), rev: 1 } },
    watch: [],
  });
  expect(rooms[roomId]).toMatchObject({
    changes: [
      { kind: 'member', row: marked },
      { kind: 'message', row: marked },
      { kind: 'message', row: { username: 'ann' } },
    ],
  });
  const { members, total } = await rest<{ members: RoomUser[]; total: number }>(
    `/api/rooms/${roomId}/members`,
  );
  expect(total).toBe(2);
  expect(members.map(({ username, guest: isGuest }) => [username, isGuest])).toEqual([
    ['ann', undefined],
    ['Gil', true],
  ]);
  const uma = await guest('Uma');
  await uma.do('join_room', { roomId });
  const [people] = await uma.hear('room_users');
  uma.close();
  expect((people as RoomUser[]).map(({ username, guest: isGuest }) => [username, isGuest]).sort()).toEqual([
    ['Gil', true],
    ['Uma', true],
    ['ann', undefined],
  ]);
  expect((await ann.do('create_room', { kind: 'direct', userIds: [gil.id] })).peer).toMatchObject(marked);
});

async function epochOf(roomId: string): Promise<string> {
  const { rooms } = await rest<{ rooms: Room[] }>('/api/rooms?scope=mine');
  return rooms.find(({ id }) => id === roomId)?.epoch ?? '';
}
