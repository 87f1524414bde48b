import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  aliasDescriptions,
  aliases,
  type ClientAlias,
  COMMAND_REFUSALS,
  type CommandName,
  commandDescriptions,
  commands,
  type ErrorCode,
  type Reply,
} from '@parley/protocol';
import fc from 'fast-check';
import type * as z from 'zod/mini';
import { AliasTalker } from '../support/alias-talker.js';
import { startCluster, type TestCluster } from '../support/instances.js';
import { Talker } from '../support/talker.js';
import { Bystanders, expectUnharmed } from './bystander.js';
import { samplesOf } from './samples.js';
import { FRAGMENTS, spoil } from './spoil.js';
import { storedIn } from './stored.js';

const NAMES = Object.keys(commands) as CommandName[];
const ALIASES = Object.keys(aliases.client) as ClientAlias[];

let cluster: TestCluster;
let url: string;
let mallory: Talker;
let bystanders: Bystanders;

beforeAll(async () => {
  cluster = await startCluster({ instances: 1, redis: false, env: { RATE_LIMITS: 'off' } });
  url = cluster.url;
  bystanders = await Bystanders.of(url);
  mallory = await Talker.register(url, 'mallory');
}, 40_000);
afterAll(async () => {
  mallory.close();
  await expectUnharmed(cluster, bystanders);
}, 40_000);

const codeOf = (reply: Reply<unknown>) => (reply.ok ? 'ok' : reply.error.code);
const refusalsOf = (name: CommandName): ErrorCode[] =>
  [...commandDescriptions[name].refusals, ...COMMAND_REFUSALS].filter((code) => code !== 'internal');
/** What a schema does not take, and what it does after all, of all that is made of its samples. */
function sorted(schema: z.ZodMiniType): { bad: string[]; good: string[] } {
  const texts = [...new Set(samplesOf(schema).flatMap(spoil))];
  const takes = (text: string) => schema.safeParse(JSON.parse(text)).success;
  return { bad: texts.filter((text) => !takes(text)), good: texts.filter(takes) };
}

describe.each(NAMES)('[B1] %s with something else at each place', (name) => {
  const { bad, good } = sorted(commands[name].input);

  test('is refused and changes nothing, acknowledged or not', async () => {
    expect(bad.length).toBeGreaterThan(FRAGMENTS.length);
    const before = await storedIn(cluster.database.source);
    const answers = await Promise.all(bad.map((text) => askRaw(mallory, name, text)));
    const wrong = bad.filter((_, i) => !['bad_request', 'too_long', 'empty_text'].includes(answers[i] ?? ''));
    expect(wrong).toEqual([]);
    const told = () => mallory.heard.filter((event) => event.name === 'error').length;
    const heard = told();
    for (const text of bad) sayRaw(mallory, name, text);
    await mallory.until(() => told() === heard + bad.length, 'to hear of each');
    expect(await storedIn(cluster.database.source)).toEqual(before);
  });

  test('is done, or refused as documented, where it is well-formed after all', async () => {
    for (const text of good) {
      // Each its own connection: some of them sign somebody in, or out.
      const talker = name === 'authenticate' ? Talker.open(url) : mallory;
      if (!talker.socket.connected)
        await new Promise((done) => talker.socket.once('connect', () => done(null)));
      expect(['ok', ...refusalsOf(name)]).toContain(await askRaw(talker, name, text));
      if (talker !== mallory) talker.close();
    }
  });
});

test('[B2] no argument, functions, undefined, bytes and things of classes are refused alike', async () => {
  const nothing = () => undefined;
  const bytes = Buffer.from([0, 255]);
  const lists = [
    [],
    [undefined],
    [undefined, undefined],
    [nothing, 1],
    [Number.NaN],
    [bytes],
    [new Uint8Array(2_000)],
    [{ roomId: bytes, message: bytes, token: bytes, username: bytes }],
    [new Date()],
    [new Map([['roomId', 'general']])],
    [Object.create(null)],
    Array.from({ length: 100 }, () => ({ roomId: 'general' })),
    Array.from({ length: 9 }, () => bytes),
  ];
  const before = await storedIn(cluster.database.source);
  for (const name of NAMES) {
    for (const args of lists) {
      // What JSON makes an empty object of is one, and that is all `ping` takes.
      const code = name === 'ping' && JSON.stringify(args) === '[{}]' ? 'ok' : 'bad_request';
      expect([name, args, codeOf(await mallory.askAnything(name, ...args))]).toEqual([name, args, code]);
    }
    // A function alone is the acknowledgement of a command without input.
    const reply = new Promise<Reply<unknown>>((resolve) => mallory.socket.emit(name, resolve));
    expect(codeOf(await reply)).toBe('bad_request');
  }
  expect(await storedIn(cluster.database.source)).toEqual(before);
});

test('[B3] unknown events are refused, whatever they are called', async () => {
  const names = [
    '',
    '.',
    'send_message ',
    'SEND_MESSAGE',
    'send_message\u0000',
    '__proto__',
    'constructor',
    'message',
  ];
  for (const name of [
    ...names,
    'x'.repeat(10_000),
    '\ud800',
    'chat_events',
    'client.message',
    'server.message',
  ]) {
    expect([name, codeOf(await mallory.askAnything(name, { roomId: 'general' }))]).toEqual([
      name,
      'unknown_command',
    ]);
  }
});

test.each(['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'])(
  "[B3] an event called %s, which is the server's own, ends its connection",
  async (name) => {
    const talker = await Talker.connect(url, mallory.signedIn as NonNullable<typeof mallory.signedIn>);
    talker.socket.io.engine.write(`2[${JSON.stringify(name)},{}]`);
    const [reason] = await talker.hear('disconnect');
    expect(reason).toBe('transport close');
  },
);

test('[B7] whatever is sent in whatever order, each command is answered once, as documented', async () => {
  const raw = fc.constantFrom(...NAMES.flatMap((name) => samplesOf(commands[name].input).flatMap(spoil)));
  const one = fc.record({
    name: fc.oneof(
      { arbitrary: fc.constantFrom(...NAMES), weight: 5 },
      { arbitrary: fc.string(), weight: 1 },
    ),
    args: fc.array(fc.oneof(raw, fc.json({ noUnicodeString: false })), { maxLength: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 10 }), async (said) => {
      const answers = await Promise.all(said.map(({ name, args }) => askRaw(mallory, name, args.join(','))));
      said.forEach(({ name }, i) => {
        const known = NAMES.find((each) => each === name);
        expect(known ? ['ok', ...refusalsOf(known)] : ['unknown_command']).toContain(answers[i]);
      });
    }),
    { numRuns: 100 },
  );
});

describe.each(ALIASES)('[G4] %s with something else at each place', (name) => {
  const { bad, good } = sorted(aliases.client[name]);
  const documented = ['ok', ...refusalsOf(aliasDescriptions.client[name].as), ...refusalsOf('join_room')];

  test('is refused, and changes nothing', async () => {
    const alias = await AliasTalker.named(url, 'Oscar');
    const before = await storedIn(cluster.database.source);
    const answers = await Promise.all(bad.map((text) => askRaw(alias.talker, name, text)));
    expect(
      bad.filter((_, i) => !['bad_request', 'too_long', 'empty_text'].includes(answers[i] ?? '')),
    ).toEqual([]);
    expect(await storedIn(cluster.database.source)).toEqual(before);
    alias.close();
  });

  test('is done, or refused as documented, where it is well-formed after all', async () => {
    const alias = await AliasTalker.named(url, 'Trudy');
    for (const text of good) expect(documented).toContain(await askRaw(alias.talker, name, text));
    alias.close();
  });
});

/** Sends arguments as they are written, past what a client's own encoder would make of them. */
function sayRaw(talker: Talker, name: string, args: string, id: number | '' = ''): void {
  talker.socket.io.engine.write(`2${id}[${JSON.stringify(name)}${args === '' ? '' : `,${args}`}]`);
}

let lastId = 1_000_000;

/** The same, and the code of its acknowledgement. */
async function askRaw(talker: Talker, name: string, args: string): Promise<string> {
  const id = ++lastId;
  const acks: Record<number, (reply: Reply<unknown>) => void> = Reflect.get(talker.socket, 'acks');
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${name} ${args.slice(0, 200)} is not answered`)),
      20_000,
    );
    acks[id] = (reply) => {
      clearTimeout(timer);
      delete acks[id];
      resolve(codeOf(reply));
    };
    sayRaw(talker, name, args, id);
  });
}
