import { afterEach, expect, test } from '@jest/globals';
import type { Message, Room } from '../src/index.js';
import { message, uuid } from './support/room-history.js';
import { openTea, type Tea } from './support/tea.js';
import { until } from './support/until.js';

let tea: Tea;
afterEach(async () => {
  await tea.stop();
  expect(tea.faults).toEqual([]);
});

/** The seqs of the next so many messages. */
async function take(messages: AsyncIterator<Message>, count: number): Promise<number[]> {
  const seqs: number[] = [];
  while (seqs.length < count) {
    const next = await messages.next();
    if (next.done) throw new Error(`It ended after ${seqs}`);
    seqs.push(next.value.seq);
  }
  return seqs;
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

test('a follower is given what is said from the call on, once and in order, however late it reads', async () => {
  tea = await openTea(60);
  const messages = (await tea.client.join('tea')).messages();
  tea.say(5);
  expect(await take(messages, 5)).toEqual(range(61, 65));
  const next = take(messages, 1);
  tea.say(1);
  expect(await next).toEqual([66]);
});

test('what was said in an absence too long to be told is read from the history', async () => {
  tea = await openTea(60);
  const room = await tea.client.join('tea');
  const messages = room.messages();
  tea.loseWhile(230);
  await until(() => room.state.history.messages.at(-1)?.seq === 290, 'the newest page');
  expect(room.state.history.messages[0]?.seq).toBe(241);
  tea.say(1);
  expect(await take(messages, 231)).toEqual(range(61, 291));
});

test('a program begins where it ended the last time', async () => {
  tea = await openTea(260);
  const room = await tea.client.join('tea');
  expect(await take(room.messages({ after: 0 }), 260)).toEqual(range(1, 260));
  expect(await take(room.messages({ after: 250 }), 10)).toEqual(range(251, 260));
});

test('a room holds no more than it was told to, and a slow follower misses nothing for that', async () => {
  tea = await openTea(3, { maxMessages: 4 });
  const room = await tea.client.join('tea');
  const messages = room.messages();
  for (let times = 0; times < 5; times += 1) tea.say(2);
  await until(() => room.state.history.messages.at(-1)?.seq === 13, 'the last one');
  expect(room.state.history).toMatchObject({ hasOlder: true });
  expect(room.state.history.messages.map(({ seq }) => seq)).toEqual(range(10, 13));
  expect(await take(messages, 10)).toEqual(range(4, 13));
});

test('a message of mine that is stored above one not heard yet waits for it', async () => {
  tea = await openTea(3);
  const room = await tea.client.join('tea');
  const messages = room.messages();
  tea.rev = 4;
  expect((await room.send('mine').done).seq).toBe(5);
  const both = take(messages, 2);
  tea.peer.tell('message', message(4, 4, uuid(2)));
  expect(await both).toEqual([4, 5]);
});

test('after a restored backup a follower goes on with what comes, since the numbers mean other messages', async () => {
  tea = await openTea(60);
  const room = await tea.client.join('tea');
  const messages = room.messages();
  const next = take(messages, 2);
  tea.rev = 40;
  tea.epoch = uuid(8_888);
  tea.loseWhile(0);
  await until(() => room.state.history.messages.at(-1)?.seq === 40, 'the rewound history');
  tea.say(2);
  expect(await next).toEqual([41, 42]);
});

test('a history that cannot be read now is asked for again, and a refusal is thrown', async () => {
  tea = await openTea(260);
  const room = await tea.client.join('tea');
  const route = 'GET /api/chat/tea/history?after=0&limit=100';
  const working = tea.peer.routes[route];
  let times = 0;
  tea.peer.routes[route] = (body, request) => {
    times += 1;
    if (times > 1 && working) return working(body, request);
    return { status: 503, body: { error: { code: 'unavailable', message: 'Later.', retry: true } } };
  };
  expect(await take(room.messages({ after: 0 }), 2)).toEqual([1, 2]);
  tea.peer.routes[route] = () => ({
    status: 404,
    body: { error: { code: 'not_found', message: 'No.', retry: false } },
  });
  await expect(room.messages({ after: 0 }).next()).rejects.toMatchObject({ code: 'not_found' });
});

async function collect(room: Room): Promise<number[]> {
  const seqs: number[] = [];
  for await (const { seq } of room.messages()) seqs.push(seq);
  return seqs;
}

test('a follower ends with its room, quietly when I close it', async () => {
  tea = await openTea(3);
  const room = await tea.client.join('tea');
  const all = collect(room);
  tea.say(2);
  await until(() => room.state.history.messages.length === 5, 'both are here');
  await new Promise((resolve) => setImmediate(resolve));
  room.close();
  expect(await all).toEqual([4, 5]);
});

test('a follower is told when the room is taken away, when the connection ends for good, and when it is aborted', async () => {
  tea = await openTea(3);
  const room = await tea.client.join('tea');
  const aborter = new AbortController();
  const aborted = room.messages({ signal: aborter.signal }).next();
  aborter.abort(new Error('enough'));
  await expect(aborted).rejects.toThrow('enough');

  const removed = collect(room);
  tea.peer.tell('room_removed', { roomId: 'tea' });
  await expect(removed).rejects.toMatchObject({ code: 'removed' });
  room.close();

  const ended = collect(await tea.client.join('tea'));
  tea.peer.tell('goodbye', { code: 'session_ended', message: 'Over.', retry: false, afterMs: 0 });
  tea.peer.sockets[0]?.disconnect(true);
  await expect(ended).rejects.toMatchObject({ code: 'session_ended' });
});

test('listeners hear of edits and deletions of what the room holds', async () => {
  tea = await openTea(3);
  const room = await tea.client.join('tea');
  const heard: unknown[] = [];
  room.on('updated', ({ seq, message, deletedAt }) => heard.push([seq, message, deletedAt !== undefined]));
  tea.peer.tell('message_updated', { ...message(2, 4, uuid(2)), message: 'better', editedAt: 9 });
  tea.peer.tell('message_updated', { ...message(3, 5, uuid(2)), message: '', deletedAt: 9 });
  await until(() => heard.length === 2, 'both');
  expect(heard).toEqual([
    [2, 'better', false],
    [3, '', true],
  ]);
});

test('listeners hear messages, and who comes, goes and types, until they stop listening', async () => {
  tea = await openTea(3);
  const room = await tea.client.join('tea');
  const heard: unknown[] = [];
  const stop = room.on('message', ({ seq }) => heard.push(seq));
  room.on('joined', (user) => heard.push(['joined', user]));
  room.on('left', (user) => heard.push(['left', user]));
  room.on('typing', (user, isTyping) => heard.push([user.username, isTyping]));
  const ben = { userId: uuid(2), username: 'Ben' };
  tea.peer.tell('user_joined', { ...ben, roomId: 'tea' });
  tea.peer.tell('user_typing', { ...ben, roomId: 'tea', isTyping: true });
  tea.peer.tell('user_typing', { ...ben, roomId: 'tea', isTyping: true });
  await until(() => heard.length === 2, 'joined and typing');
  // The message itself says that its author stopped.
  tea.say(1);
  await until(() => heard.length === 4, 'the message');
  tea.peer.tell('user_left', { ...ben, roomId: 'tea' });
  await until(() => heard.length === 5, 'left');
  expect(heard).toEqual([['joined', ben], ['Ben', true], ['Ben', false], 4, ['left', ben]]);
  stop();
  tea.say(1);
  await until(() => room.state.history.messages.length === 5, 'one more');
  await new Promise((resolve) => setImmediate(resolve));
  expect(heard.length).toBe(5);
});
