import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { HistoryPage, MemberList, Room, RoomList, UserList } from '@parley/protocol';
import { type Answer, ask, bearer } from './ask.js';
import { type HttpApp, openHttpApp } from './http-app.js';

interface Person {
  id: string;
  username: string;
  call(method: string, path: string, body?: unknown): Promise<Answer>;
}

let app: HttpApp;
let ann: Person;
let bob: Person;
let eve: Person;
beforeAll(async () => {
  app = await openHttpApp();
  [ann, bob, eve] = await Promise.all([enter('Ann'), enter('Bob'), enter('Eve')]);
});
afterAll(() => app.close());

async function enter(username: string): Promise<Person> {
  const { body } = await ask(`${app.url}/api/auth/guest`, 'POST', { username });
  const { id } = body.user as { id: string };
  return {
    id,
    username,
    call: (method, path, sent) => ask(`${app.url}/api/${path}`, method, sent, bearer(body.accessToken)),
  };
}

async function say(person: Person, roomId: string, message: string): Promise<void> {
  const { id, username } = person;
  await app.house.log.append({ roomId, userId: id, username, clientId: randomUUID(), message });
}

describe('rooms over REST', () => {
  test('a public room is made by one, found by the other, joined and left', async () => {
    const made = await ann.call('POST', 'rooms', { kind: 'public', name: 'Tea', id: 'tea' });
    expect(made.status).toBe(201);
    expect(Room.parse(made.body)).toMatchObject({ id: 'tea', kind: 'public', role: 'owner' });
    expect(await ann.call('POST', 'rooms', { kind: 'public', name: 'Tea', id: 'tea' })).toMatchObject({
      status: 409,
      body: { error: { code: 'name_taken' } },
    });

    const found = RoomList.parse((await bob.call('GET', 'rooms?scope=public&query=te')).body);
    expect(found.rooms).toEqual([expect.objectContaining({ id: 'tea', role: null })]);
    expect(await bob.call('POST', 'rooms/tea/join')).toMatchObject({ status: 200, body: { role: 'member' } });
    const mine = RoomList.parse((await bob.call('GET', 'rooms')).body);
    expect(mine.rooms.map(({ id }) => id).sort()).toEqual(['general', 'tea']);
    expect(await bob.call('POST', 'rooms/tea/leave')).toMatchObject({ status: 204, body: {} });
    expect((await bob.call('GET', 'rooms/tea')).body).toMatchObject({ role: null });
  });

  test('a private room is its members’, and absent to everybody else', async () => {
    const { id } = Room.parse((await ann.call('POST', 'rooms', { kind: 'private', name: 'Plans' })).body);
    expect((await ann.call('POST', `rooms/${id}/invite`, { userId: bob.id })).status).toBe(204);
    const { members } = MemberList.parse((await bob.call('GET', `rooms/${id}/members`)).body);
    expect(members).toEqual([
      { userId: ann.id, username: 'Ann', guest: true, role: 'owner', online: false },
      { userId: bob.id, username: 'Bob', guest: true, role: 'member', online: false },
    ]);

    const absent = await eve.call('GET', `rooms/${randomUUID()}`);
    expect(absent.status).toBe(404);
    for (const [method, path, body] of [
      ['GET', `rooms/${id}`],
      ['GET', `rooms/${id}/members`],
      ['POST', `rooms/${id}/join`],
      ['POST', `rooms/${id}/leave`],
      ['POST', `rooms/${id}/invite`, { userId: eve.id }],
      ['DELETE', `rooms/${id}/members/${bob.id}`],
      ['GET', `chat/${id}/history`],
    ] as const) {
      const answer = await eve.call(method, path, body);
      expect({ status: answer.status, body: answer.body }).toEqual({ status: 404, body: absent.body });
    }

    expect((await ann.call('DELETE', `rooms/${id}/members/${bob.id}`)).status).toBe(204);
    expect((await bob.call('GET', `rooms/${id}`)).status).toBe(404);
  });

  test('a direct room is one, whoever asks', async () => {
    const made = Room.parse((await ann.call('POST', 'rooms', { kind: 'direct', userIds: [bob.id] })).body);
    const again = Room.parse((await bob.call('POST', 'rooms', { kind: 'direct', userIds: [ann.id] })).body);
    expect(again.id).toBe(made.id);
    expect(made.name).toBe('Bob');
    expect(again.name).toBe('Ann');
    const { rooms } = RoomList.parse((await ann.call('GET', 'rooms')).body);
    expect(rooms.find(({ id }) => id === made.id)?.peer).toEqual({
      userId: bob.id,
      username: 'Bob',
      guest: true,
      online: false,
    });
  });
});

describe('history over REST', () => {
  beforeAll(async () => {
    for (let i = 1; i <= 5; i += 1) await say(ann, 'general', `message ${i} "with quotes" and ☕`);
  });

  const page = async (query: string) => {
    const { status, headers, body } = await eve.call('GET', `chat/general/history${query}`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    const { messages, hasMore } = HistoryPage.parse(body);
    return { seqs: messages.map(({ seq }) => seq), hasMore };
  };

  test('comes ascending, in pages before and after a seq', async () => {
    expect(await page('')).toEqual({ seqs: [1, 2, 3, 4, 5], hasMore: false });
    expect(await page('?limit=2')).toEqual({ seqs: [4, 5], hasMore: true });
    expect(await page('?limit=2&before=4')).toEqual({ seqs: [2, 3], hasMore: true });
    expect(await page('?limit=2&after=1')).toEqual({ seqs: [2, 3], hasMore: true });
    expect(await page('?after=5')).toEqual({ seqs: [], hasMore: false });
  });

  test('is told in full, as it was said', async () => {
    const { body } = await eve.call('GET', 'chat/general/history?limit=1');
    expect(HistoryPage.parse(body).messages[0]).toMatchObject({
      roomId: 'general',
      seq: 5,
      userId: ann.id,
      username: 'Ann',
      message: 'message 5 "with quotes" and ☕',
    });
  });
});

test('people are found by name, and shown without anything of their account', async () => {
  const { body } = await eve.call('GET', 'users?query=bO');
  expect(UserList.parse(body)).toEqual(body);
  expect(body.users).toEqual([{ id: bob.id, username: 'Bob', kind: 'guest', role: 'member', online: false }]);
});
