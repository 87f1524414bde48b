import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const SRC = new URL('../../src/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, SRC), 'utf8');

test('each consumer is in the list of wiring/consumers.ts, without which nothing would call it', () => {
  const folder = 'chat/consumers/';
  const consumers = readdirSync(new URL(folder, SRC)).flatMap((file) =>
    [...read(folder + file).matchAll(/class (\w+)[^{]*\bimplements\b[^{]*\bConsumer\b/g)].map(
      ([, name]) => name,
    ),
  );
  expect(consumers).toContain('LogModeration');
  const list = /provide\(Consumers, \[([^\]]*)\]/.exec(read('wiring/consumers.ts'))?.[1] ?? '';
  expect(list.split(',').map((name) => name.trim())).toEqual(expect.arrayContaining(consumers));
});
