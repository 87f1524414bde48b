import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { errors, frames, LIMITS, type Message, type ServerFrame } from '@parley/protocol';
import fc from 'fast-check';
import { keepUntilTestEnds } from '../support/keep.js';
import { PlainTalker } from '../support/plain-talker.js';
import { sharedCluster } from '../support/shared-cluster.js';
import { call, register, Talker } from '../support/talker.js';

const cluster = sharedCluster({ env: { RATE_LIMITS: 'off' } });

const keep = keepUntilTestEnds();

const guest = async () => keep(await PlainTalker.guest(cluster.url));
let lastGroup = 1_000;
const freshGroup = () => ++lastGroup;

describe('who one is', () => {
  test('[W1] without a token one is a guest at once, told the id before anything else', async () => {
    const talker = await guest();
    const { userId, username, accessToken } = await talker.hear('CONNECTED');
    expect(talker.heard[0]).toMatchObject({
      type: 'CONNECTED',
      userId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(username).toMatch(/^guest-[0-9a-f]{6}$/);
    // [A6] With its token a guest is the same person again.
    const back = keep(await PlainTalker.with(cluster.url, accessToken ?? ''));
    expect(back.id).toBe(userId);
    expect((await guest()).id).not.toBe(userId);
  });

  test('[W1] frames sent before CONNECTED are answered after it, malformed ones too, in their order', async () => {
    const frames = [
      textFrame('no JSON'),
      textFrame('{"type":"NOTHING"}'),
      textFrame('{"type":"SUBSCRIBE","groupId":"no room"}'),
      Buffer.from([0x82, 0x80, 0, 0, 0, 0]),
    ];
    const talker = keep(
      PlainTalker.open(cluster.url, { createConnection: () => connectSaying(cluster.url, frames) }),
    );
    await talker.until(() => talker.all('ERROR').length === 4, 'to hear of four');
    expect(talker.heard.map(({ type }) => type)).toEqual(['CONNECTED', ...Array(4).fill('ERROR')]);
    expect(talker.all('ERROR').map(({ code }) => code)).toEqual([
      'bad_request',
      'unknown_command',
      'bad_request',
      'bad_request',
    ]);
  });

  test('[W2] a token in the header is who one is', async () => {
    const ann = await register(cluster.url, 'ann');
    const talker = keep(await PlainTalker.with(cluster.url, ann.accessToken));
    expect(talker.heard[0]).toEqual({ type: 'CONNECTED', userId: ann.user.id, username: 'ann' });
  });

  test('[W2] a bad token in the header is told, and makes no guest', async () => {
    const talker = PlainTalker.open(cluster.url, { headers: { authorization: 'Bearer garbage' } });
    talker.socket.once('open', () => talker.send({ type: 'SUBSCRIBE', groupId: 1 }));
    expect(await talker.end()).toEqual({ code: 1008, reason: 'bad_token' });
    expect(talker.all('ERROR').map(({ code }) => code)).toContain('bad_token');
    expect(talker.all('CONNECTED')).toEqual([]);
  });

  test('[W2] where one asks for it, the first frame says who one is, and once', async () => {
    const bob = await register(cluster.url, 'bob');
    const talker = keep(PlainTalker.open(`${cluster.url.replace('http', 'ws')}/ws?guest=off`));
    talker.socket.once('open', () => {
      talker.send({ type: 'SUBSCRIBE', groupId: 1 });
      talker.send({ type: 'AUTHENTICATE', token: 'garbage' });
    });
    await talker.hear('ERROR', ({ code, frame }) => code === 'bad_token' && frame === 'AUTHENTICATE');
    talker.send({ type: 'AUTHENTICATE', token: bob.accessToken });
    // In one breath: it waits.
    talker.send({ type: 'SUBSCRIBE', groupId: 2 });
    await talker.hear('SUBSCRIBED', ({ groupId }) => groupId === 2);
    expect(talker.all('CONNECTED')).toEqual([{ type: 'CONNECTED', userId: bob.user.id, username: 'bob' }]);
    const [early] = talker.all('ERROR');
    expect(early).toMatchObject({ code: 'unauthenticated', frame: 'SUBSCRIBE', groupId: 1 });
    talker.send({ type: 'AUTHENTICATE', username: 'somebody else' });
    await talker.hear('ERROR', ({ code }) => code === 'already_authenticated');
  });
});

describe('rooms', () => {
  test('[W3] [W7] what is said on /ws is heard in the room of that number on Socket.IO, and the other way', async () => {
    const groupId = freshGroup();
    const [plain, ann] = [await guest(), keep(await Talker.register(cluster.url, `p-${groupId}`))];
    expect(await plain.subscribe(groupId)).toEqual({ type: 'SUBSCRIBED', groupId, seq: 0 });
    await ann.do('join_room', { roomId: String(groupId) });
    plain.send({ type: 'MESSAGE', groupId, message: 'from /ws' });
    const [heard] = (await ann.hear('message', (m: Message) => m.message === 'from /ws')) as [Message];
    expect(heard).toMatchObject({ roomId: String(groupId), userId: plain.id, seq: 1 });
    const sent = await ann.do('send_message', { roomId: String(groupId), message: 'from Socket.IO' });
    const { userId, username, seq, timestamp, clientId } = sent;
    const frame = {
      type: 'MESSAGE',
      groupId,
      message: 'from Socket.IO',
      userId,
      username,
      seq,
      timestamp,
      clientId,
    };
    expect(await plain.hear('MESSAGE', (m) => m.seq === 2)).toEqual(frame);
    expect(plain.texts(groupId)).toEqual(['from /ws', 'from Socket.IO']);
  });

  test('[W3] SUBSCRIBED tells which message comes next, and nothing is missed or doubled while others write', async () => {
    const groupId = freshGroup();
    const roomId = String(groupId);
    const ann = keep(await Talker.register(cluster.url, `p-${groupId}`));
    await ann.do('join_room', { roomId });
    const plain = await guest();
    const said = Array.from({ length: 200 }, (_, n) => ann.do('send_message', { roomId, message: `${n}` }));
    await said[20];
    const { seq } = await plain.subscribe(groupId);
    await Promise.all(said);
    await plain.until(() => plain.texts(groupId).length >= 200 - seq, 'for the rest');
    const seqs = plain.all('MESSAGE').map((frame) => frame.seq);
    expect(seqs).toEqual(Array.from({ length: 200 - seq }, (_, n) => seq + 1 + n));
  });

  test('[W4] after UNSUBSCRIBE nothing of the room is heard, and one may still write there', async () => {
    const groupId = freshGroup();
    const [plain, other] = [await guest(), await guest()];
    await plain.subscribe(groupId);
    await other.subscribe(groupId);
    plain.send({ type: 'UNSUBSCRIBE', groupId });
    await plain.hear('UNSUBSCRIBED', (frame) => frame.groupId === groupId);
    plain.send({ type: 'MESSAGE', groupId, message: 'unheard here', clientId: randomUUID() });
    await plain.hear('STORED');
    await other.hear('MESSAGE');
    expect(plain.texts(groupId)).toEqual([]);
  });

  test('[W4] [M6] who is removed from a room is told, and hears nothing of it from then on', async () => {
    const owner = await register(cluster.url, 'owner');
    const eve = await register(cluster.url, 'eve');
    const room = { kind: 'public', name: 'chess', id: '77' };
    await call(cluster.url, 'POST', '/api/rooms', owner, room);
    const plain = keep(await PlainTalker.with(cluster.url, eve.accessToken));
    await plain.subscribe(77);
    await call(cluster.url, 'DELETE', `/api/rooms/77/members/${eve.user.id}`, owner);
    await plain.hear('UNSUBSCRIBED', ({ groupId }) => groupId === 77);
    const talker = keep(await Talker.connect(cluster.url, owner));
    await talker.do('send_message', { roomId: '77', message: 'secret' });
    plain.send({ type: 'MESSAGE', groupId: 77, message: 'still here?' });
    await plain.hear('ERROR', ({ code }) => code === 'not_a_member');
    expect(plain.texts(77)).toEqual([]);
  });

  test('[W5] the same clientId twice stores one message, and is confirmed both times', async () => {
    const groupId = freshGroup();
    const plain = await guest();
    await plain.subscribe(groupId);
    const clientId = randomUUID();
    for (const _ of [1, 2]) plain.send({ type: 'MESSAGE', groupId, message: 'once', clientId });
    await plain.until(() => plain.all('STORED').length === 2, 'for both answers');
    const [first, second] = plain.all('STORED');
    expect(first).toMatchObject({ groupId, clientId, seq: 1 });
    expect(second).toEqual({ ...first, dup: true });
    plain.send({ type: 'MESSAGE', groupId, message: 'twice', clientId });
    expect(await plain.hear('ERROR')).toMatchObject({
      code: 'conflict',
      frame: 'MESSAGE',
      groupId,
      clientId,
    });
    expect(plain.texts(groupId)).toEqual(['once']);
  });

  test('[W3] an edit and a deletion are told as the message stands then', async () => {
    const groupId = freshGroup();
    const roomId = String(groupId);
    const [plain, ann] = [await guest(), keep(await Talker.register(cluster.url, `p-${groupId}`))];
    await plain.subscribe(groupId);
    await ann.do('join_room', { roomId });
    const { seq } = await ann.do('send_message', { roomId, message: 'helo' });
    const { editedAt } = await ann.do('edit_message', { roomId, seq, message: 'hello' });
    const said = await plain.hear('MESSAGE');
    const edited = await plain.hear('MESSAGE_UPDATED');
    expect(edited).toEqual({ ...said, type: 'MESSAGE_UPDATED', message: 'hello', editedAt });
    await ann.do('delete_message', { roomId, seq });
    const gone = await plain.hear('MESSAGE_UPDATED', ({ deletedAt }) => deletedAt !== undefined);
    expect(gone).toMatchObject({ seq, message: '' });
  });

  test('[W6] history comes in pages, each message as it was said', async () => {
    const groupId = freshGroup();
    const plain = await guest();
    await plain.subscribe(groupId);
    for (const message of ['one', 'two', 'three']) plain.send({ type: 'MESSAGE', groupId, message });
    await plain.until(() => plain.texts(groupId).length === 3, 'for three messages');
    plain.send({ type: 'HISTORY', groupId, limit: 2 });
    const newest = await plain.hear('HISTORY');
    expect(newest).toEqual({
      type: 'HISTORY',
      groupId,
      messages: plain.all('MESSAGE').slice(1),
      hasMore: true,
    });
    plain.send({ type: 'HISTORY', groupId, before: 2 });
    const older = await plain.hear('HISTORY', ({ messages }) => messages.length === 1);
    expect(older).toMatchObject({ messages: [{ message: 'one', seq: 1 }], hasMore: false });
  });

  test('[W7] rooms without a number go by their id', async () => {
    const plain = await guest();
    plain.send({ type: 'SUBSCRIBE', groupId: 'general' });
    await plain.hear('SUBSCRIBED', ({ groupId }) => groupId === 'general');
    plain.send({ type: 'SUBSCRIBE', groupId: '0012' });
    await plain.hear('SUBSCRIBED', ({ groupId }) => groupId === '0012');
    plain.send({ type: 'SUBSCRIBE', groupId: '12' });
    await plain.hear('SUBSCRIBED', ({ groupId }) => groupId === 12);
  });

  test('[W9] frames in one breath are done in their order', async () => {
    const groupId = freshGroup();
    const [plain, other] = [await guest(), await guest()];
    await other.subscribe(groupId);
    plain.send({ type: 'SUBSCRIBE', groupId });
    for (let n = 0; n < 50; n++) plain.send({ type: 'MESSAGE', groupId, message: `${n}` });
    plain.send({ type: 'UNSUBSCRIBE', groupId });
    await plain.hear('UNSUBSCRIBED');
    expect(plain.all('ERROR')).toEqual([]);
    await other.until(() => other.texts(groupId).length === 50, 'for all');
    expect(other.texts(groupId)).toEqual(Array.from({ length: 50 }, (_, n) => `${n}`));
  });
});

describe('[W8] bad input', () => {
  const member = async () => {
    const plain = await guest();
    await plain.subscribe(1);
    return plain;
  };

  test.each([
    ['text that is no JSON', 'hello', 'bad_request'],
    ['half an object', '{"type":"SUBSCRIBE"', 'bad_request'],
    ['nothing', '', 'bad_request'],
    ['null', 'null', 'bad_request'],
    ['a list', '[{"type":"SUBSCRIBE","groupId":1}]', 'bad_request'],
    ['a deep list', '['.repeat(100_000), 'bad_request'],
    ['no type', '{"groupId":1}', 'bad_request'],
    ['an unknown type', '{"type":"SHOUT","groupId":1}', 'unknown_command'],
    ["a type of an object's own", '{"type":"constructor","groupId":1}', 'unknown_command'],
    ['no group', '{"type":"SUBSCRIBE"}', 'bad_request'],
    ['a negative group', '{"type":"SUBSCRIBE","groupId":-1}', 'bad_request'],
    ['a fractional group', '{"type":"SUBSCRIBE","groupId":1.5}', 'bad_request'],
    ['a group too large to be exact', '{"type":"SUBSCRIBE","groupId":9007199254740993}', 'bad_request'],
    ['an infinite group', '{"type":"SUBSCRIBE","groupId":1e999}', 'bad_request'],
    ['a group that is no id', '{"type":"SUBSCRIBE","groupId":"chat_events:{1}"}', 'bad_request'],
    ['a list of groups', '{"type":"SUBSCRIBE","groupId":[1]}', 'bad_request'],
    ['no message', '{"type":"MESSAGE","groupId":1}', 'bad_request'],
    ['an object for a message', '{"type":"MESSAGE","groupId":1,"message":{}}', 'bad_request'],
    ['an empty message', '{"type":"MESSAGE","groupId":1,"message":""}', 'empty_text'],
    ['U+0000', '{"type":"MESSAGE","groupId":1,"message":"a\\u0000"}', 'bad_request'],
    ['an unknown field', '{"type":"MESSAGE","groupId":1,"message":"x","admin":true}', 'bad_request'],
    ['a clientId that is none', '{"type":"MESSAGE","groupId":1,"message":"x","clientId":"1"}', 'bad_request'],
    ['a page of 0', '{"type":"HISTORY","groupId":1,"limit":0}', 'bad_request'],
    ['both ends of a page', '{"type":"HISTORY","groupId":1,"before":1,"after":1}', 'bad_request'],
    ['a room that is not there', '{"type":"MESSAGE","groupId":999,"message":"x"}', 'not_found'],
    ["somebody's private room", `{"type":"SUBSCRIBE","groupId":"${randomUUID()}"}`, 'not_found'],
  ])('%s is told, changes nothing, and the connection goes on', async (_what, text, code) => {
    const plain = await member();
    plain.socket.send(text);
    const error = await plain.hear('ERROR');
    expect(error).toMatchObject({ code, retry: false, message: expect.stringMatching(/\w/) });
    plain.send({ type: 'MESSAGE', groupId: 1, message: 'still here' });
    await plain.hear('MESSAGE');
    expect(plain.texts(1)).toEqual(['still here']);
  });

  test('a binary frame is told, and the connection goes on', async () => {
    const plain = await member();
    plain.socket.send(Buffer.from('{"type":"SUBSCRIBE","groupId":1}'));
    expect(await plain.hear('ERROR')).toMatchObject({
      code: 'bad_request',
      message: 'A frame is text, not binary.',
    });
    await plain.subscribe(2);
  });

  test('an error names the frame it answers and the field that is wrong', async () => {
    const plain = await member();
    const clientId = randomUUID();
    plain.send({ type: 'MESSAGE', groupId: 1, message: 'x'.repeat(LIMITS.messageLength + 1), clientId });
    expect(await plain.hear('ERROR')).toMatchObject({
      code: 'too_long',
      frame: 'MESSAGE',
      groupId: 1,
      clientId,
    });
    plain.send({ type: 'SUBSCRIBE', groupId: -7 });
    const error = await plain.hear('ERROR', ({ frame }) => frame === 'SUBSCRIBE');
    expect(error.message).toMatch(/^groupId: /);
  });

  test('programs that know one form of frame send a message with each', async () => {
    const plain = await guest();
    plain.send({ type: 'SUBSCRIBE', groupId: 3, message: '' });
    await plain.hear('SUBSCRIBED');
    plain.send({ type: 'UNSUBSCRIBE', groupId: 3, message: 'bye' });
    await plain.hear('UNSUBSCRIBED');
  });

  test('whatever is sent, each answer has its documented form and none is a bug of ours', async () => {
    const plain = await member();
    const anything = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.record({
        type: fc.constantFrom(...Object.keys(frames.client)),
        groupId: fc.oneof(fc.double(), fc.integer(), fc.string(), fc.jsonValue()),
        message: fc.jsonValue(),
        limit: fc.jsonValue(),
        before: fc.jsonValue(),
      }),
      fc.constant(JSON.parse('{"__proto__":{"type":"SUBSCRIBE"},"groupId":1}')),
    );
    for (const value of fc.sample(anything, 500)) plain.socket.send(JSON.stringify(value));
    await plain.subscribe(4);
    for (const frame of plain.heard) {
      const form = frames.server[frame.type as ServerFrame['type']];
      expect(form.safeParse(frame).error).toBeUndefined();
    }
    for (const { code } of plain.all('ERROR')) expect(Object.keys(errors)).toContain(code);
    expect(plain.all('ERROR').filter(({ code }) => code === 'internal')).toEqual([]);
    expect(cluster.instances[0]?.output()).not.toMatch(/fault|unhandled/i);
  });
});

/** Up to 125 bytes, masked with zeros. */
const textFrame = (text: string) =>
  Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);

/** A connection whose first bytes, the request, bring these frames along: the server has them before it knows any client. */
function connectSaying(url: string, frames: Buffer[]): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const write = socket.write.bind(socket);
  socket.write = ((request: string, ...rest: []) => {
    socket.write = write;
    return write(Buffer.concat([Buffer.from(request), ...frames]), ...rest);
  }) as Socket['write'];
  return socket;
}
