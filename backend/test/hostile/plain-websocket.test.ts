import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ErrorCode, errors, frames } from '@parley/protocol';
import fc from 'fast-check';
import { startCluster, type TestCluster } from '../support/instances.js';
import { PlainTalker } from '../support/plain-talker.js';
import { Bystanders, expectUnharmed } from './bystander.js';
import { samplesOf } from './samples.js';
import { spoil } from './spoil.js';
import { storedIn } from './stored.js';

const TYPES = Object.keys(frames.client) as (keyof typeof frames.client)[];
/** What a malformed frame may be refused with. The type is one of its places, too. */
const MALFORMED = ['bad_request', 'too_long', 'empty_text', 'unknown_command'];

let cluster: TestCluster;
let url: string;
let mallory: PlainTalker;
let bystanders: Bystanders;

beforeAll(async () => {
  cluster = await startCluster({ instances: 1, redis: false, env: { RATE_LIMITS: 'off' } });
  url = cluster.url;
  bystanders = await Bystanders.of(url);
  mallory = await PlainTalker.guest(url);
  await mallory.subscribe(4_711);
}, 40_000);
afterAll(async () => {
  mallory.close();
  await expectUnharmed(cluster, bystanders);
}, 40_000);

describe.each(TYPES)('[W8] %s with something else at each place', (type) => {
  const form = frames.client[type];
  const texts = [...new Set(samplesOf(form).flatMap(spoil))];
  const takes = (text: string) => form.safeParse(JSON.parse(text)).success;
  const bad = texts.filter((text) => !takes(text));
  const good = texts.filter(takes);

  test('is answered by ERROR and changes nothing', async () => {
    const before = await storedIn(cluster.database.source);
    const answers = await errorsFor(mallory, bad);
    expect(answers.filter(({ code }) => !MALFORMED.includes(code))).toEqual([]);
    expect(await storedIn(cluster.database.source)).toEqual(before);
  });

  test('is done, or refused as documented, where it is well-formed after all', async () => {
    for (const text of good) mallory.socket.send(text);
    // Frames are answered in no order, but this connection lives and is served.
    await mallory.subscribe(4_711);
    expect(codesOf(mallory)).not.toContain('internal');
  });
});

test('[W8] frames that are no JSON, no object or no text are answered by ERROR', async () => {
  const texts = [
    '',
    ' ',
    '{',
    '[',
    'null',
    '"MESSAGE"',
    '[]',
    '1',
    'NaN',
    '\u0000',
    '{"type":',
    '{"type":"MESSAGE"}x',
  ];
  const answers = await errorsFor(mallory, [
    ...texts,
    '['.repeat(200_000),
    Buffer.from([0, 255]),
    Buffer.alloc(0),
  ]);
  expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['bad_request']));
});

test('[B7] whatever is sent in whatever order, nothing is answered by what is not documented', async () => {
  const spoilt = fc.constantFrom(...TYPES.flatMap((type) => samplesOf(frames.client[type]).flatMap(spoil)));
  const anything = fc.oneof(
    spoilt,
    fc.json({ noUnicodeString: false }),
    fc.string(),
    fc.uint8Array().map(Buffer.from),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 20 }), async (said) => {
      mallory.heard.length = 0;
      for (const one of said) mallory.socket.send(one);
      await mallory.subscribe(4_711);
      expect(mallory.closed).toBeNull();
      for (const code of codesOf(mallory)) expect(Object.keys(errors)).toContain(code);
      expect(codesOf(mallory)).not.toContain('internal');
    }),
    { numRuns: 100 },
  );
});

const codesOf = (talker: PlainTalker): ErrorCode[] => talker.all('ERROR').map(({ code }) => code);

/** Sends each, and waits for as many errors. */
async function errorsFor(talker: PlainTalker, said: readonly (string | Buffer)[]) {
  const before = talker.all('ERROR').length;
  for (const one of said) talker.socket.send(one);
  await talker.until(() => talker.all('ERROR').length >= before + said.length, 'to hear of each', 20_000);
  // One more would be the answer to a frame that was answered before.
  await talker.subscribe(4_711);
  const answers = talker.all('ERROR').slice(before);
  expect(answers).toHaveLength(said.length);
  return answers;
}
