import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { commands, errors, LIMITS } from '@parley/protocol';
import fc from 'fast-check';
import { sharedCluster } from '../support/shared-cluster.js';
import { call, Talker } from '../support/talker.js';

/** Each is drawn as nothing at all, alone or several together. */
const INVISIBLE = [
  ' \n\t ',
  '\u00a0\u3000\u2028',
  '\u200b',
  '\u2060\u2060',
  '\u200d\u200c',
  '\ufeff',
  '\u00ad',
  '\u3164\u115f\uffa0',
  '\u2800\u2800',
  '\u202e\u2066\u200f',
  '\ufe0f\ufe0e',
  '\u0301\u0489',
  '\u{e0061}\u{e007f}',
  '\u2061\u2064',
  '\ufff9\ufffb',
  '\u0007\u009f',
];
const codeOf = (letter: string) => `U+${letter.codePointAt(0)?.toString(16)}`;

const cluster = sharedCluster({ env: { RATE_LIMITS: 'off' } });
let ann: Talker;

beforeAll(async () => {
  ann = await Talker.register(cluster.url, 'ann');
  await ann.do('join_room', { roomId: 'general' });
});

const code = async (name: string, ...args: unknown[]) => {
  const reply = await ann.askAnything(name, ...args);
  return reply.ok ? 'ok' : reply.error.code;
};

describe('send_message', () => {
  test.each([
    ['no object', 'text', 'bad_request'],
    ['nothing', null, 'bad_request'],
    ['a list', [], 'bad_request'],
    ['no text', { roomId: 'general' }, 'bad_request'],
    ['an object for text', { roomId: 'general', message: { $ne: '' } }, 'bad_request'],
    ['an empty text', { roomId: 'general', message: '' }, 'empty_text'],
    ...INVISIBLE.map((text): [string, unknown, string] => [
      `nothing to see (${JSON.stringify(text).replace(/[^ -~]/gu, codeOf)})`,
      { roomId: 'general', message: text },
      'empty_text',
    ]),
    ['U+0000', { roomId: 'general', message: 'a\u0000b' }, 'bad_request'],
    ['a lone surrogate', { roomId: 'general', message: 'a\ud800b' }, 'bad_request'],
    ['a text one too long', { roomId: 'general', message: 'x'.repeat(LIMITS.messageLength + 1) }, 'too_long'],
    ['an unknown field', { roomId: 'general', message: 'x', admin: true }, 'bad_request'],
    ['a clientId that is none', { roomId: 'general', message: 'x', clientId: '1' }, 'bad_request'],
    ['a room id like a channel', { roomId: 'chat_events:{x}', message: 'x' }, 'bad_request'],
    ['a room id of 10 kB', { roomId: 'r'.repeat(10_000), message: 'x' }, 'bad_request'],
    ['a room that is not there', { roomId: 'nowhere', message: 'x' }, 'not_found'],
  ])('[B1] with %s is refused', async (_what, input, expected) => {
    expect(await code('send_message', input)).toBe(expected);
  });

  test.each(['.', '#', '👍🏽', 'a\u0301', '\u200b한\u200b', '1\ufe0f\u20e3', '־', '\u0640'])(
    '[B1] with anything to see (%s) is taken',
    async (message) => {
      expect(await code('send_message', { roomId: 'general', message })).toBe('ok');
    },
  );

  test('[B1] the longest text is taken', async () => {
    expect(await code('send_message', { roomId: 'general', message: 'x'.repeat(LIMITS.messageLength) })).toBe(
      'ok',
    );
  });
});

test('[B2] no argument, two, and a hundred are refused', async () => {
  expect(await code('join_room')).toBe('bad_request');
  expect(await code('join_room', { roomId: 'general' }, {})).toBe('bad_request');
  expect(await code('join_room', ...Array.from({ length: 100 }, () => ({ roomId: 'general' })))).toBe(
    'bad_request',
  );
});

test('[B3] unknown commands are refused, those named like parts of an object too', async () => {
  for (const name of ['drop_table', 'constructor', '__proto__', 'toString', '', 'x'.repeat(10_000)]) {
    expect(await code(name, {})).toBe('unknown_command');
  }
});

test('[B4] without an acknowledgement a failure comes as an event that names the command', async () => {
  const clientId = randomUUID();
  ann.socket.emit('send_message', { roomId: 'nowhere', message: 'x', clientId });
  const [error] = await ann.hear('error', (e: { clientId?: string }) => e.clientId === clientId);
  expect(error).toEqual({
    code: 'not_found',
    message: expect.any(String),
    retry: false,
    command: 'send_message',
    roomId: 'nowhere',
    clientId,
  });
});

test('[B5] ids of private rooms and uuids cannot be chosen for a new room', async () => {
  expect(await code('join_room', { roomId: randomUUID() })).toBe('not_found');
  const made = await call(cluster.url, 'POST', '/api/rooms', ann.signedIn, {
    kind: 'public',
    name: 'x',
    id: randomUUID(),
  });
  expect(made).toMatchObject({ status: 400, body: { success: false, error: { code: 'bad_request' } } });
});

test('[B6] an oversize frame ends that connection and no other', async () => {
  const bob = await Talker.register(cluster.url, 'bob');
  bob.socket.emit('send_message', { roomId: 'general', message: 'x'.repeat(LIMITS.frameBytes) });
  await bob.hear('disconnect');
  expect(await code('send_message', { roomId: 'general', message: 'still here' })).toBe('ok');
});

test('[B7] whatever is sent, every command answers with a documented error or does what it says, and the process lives', async () => {
  const names = Object.keys(commands);
  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.record({
      roomId: fc.string(),
      message: fc.jsonValue(),
      isTyping: fc.jsonValue(),
      seq: fc.jsonValue(),
    }),
    fc.record({ rooms: fc.dictionary(fc.string(), fc.jsonValue()), watch: fc.array(fc.string()) }),
    fc.constant(JSON.parse('{"__proto__":{"roomId":"general"},"roomId":"general"}')),
    fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), fc.array(anything, { maxLength: 3 }), async (name, args) => {
      const reply = await ann.askAnything(name, ...args);
      if (!reply.ok) {
        expect(Object.keys(errors)).toContain(reply.error.code);
        expect(reply.error.code).not.toBe('internal');
      }
    }),
    { numRuns: 300 },
  );
  expect(cluster.instances[0]?.process.exitCode).toBeNull();
});
