import { expect, test } from '@jest/globals';
import { BatchLoader } from '../../src/concurrency/batch-loader.js';

/** Look-ups that are answered by hand, one after another. */
function openLookUps() {
  const asked: { keys: string[]; answer: () => void; fail: () => void }[] = [];
  const find = (keys: string[]) =>
    new Promise<Map<string, string>>((resolve, reject) => {
      asked.push({
        keys,
        answer: () => resolve(new Map(keys.map((key) => [key, `${key} of ${asked.length}`]))),
        fail: () => reject(new Error('away')),
      });
    });
  return { asked, loader: new BatchLoader(find) };
}
const aBreath = () => new Promise((resolve) => setImmediate(resolve));

test('what is asked in one breath is one look-up, and what nobody has is undefined', async () => {
  const seen: string[][] = [];
  const loader = new BatchLoader(async (keys) => {
    seen.push(keys);
    return new Map([['a', 1]]);
  });
  expect(await Promise.all(['a', 'b', 'a'].map((key) => loader.load(key)))).toEqual([1, undefined, 1]);
  expect(seen).toEqual([['a', 'b']]);
});

test('nobody is answered by a look-up that began before they asked', async () => {
  const { asked, loader } = openLookUps();
  const first = loader.load('a');
  await aBreath();
  const second = loader.load('a');
  await aBreath();
  asked[0]?.answer();
  expect(await first).toBe('a of 2');
  const answered = await Promise.race([second, aBreath().then(() => 'not yet')]);
  expect(answered).toBe('not yet');
  asked[1]?.answer();
  expect(await second).toBe('a of 2');
});

test('while two are under way all others wait, and go together', async () => {
  const { asked, loader } = openLookUps();
  const all: Promise<unknown>[] = [];
  for (const key of ['a', 'b', 'c', 'd', 'e']) {
    all.push(loader.load(key));
    await aBreath();
  }
  expect(asked.map(({ keys }) => keys)).toEqual([['a'], ['b']]);
  asked[0]?.answer();
  await aBreath();
  await aBreath();
  expect(asked.map(({ keys }) => keys)).toEqual([['a'], ['b'], ['c', 'd', 'e']]);
  for (const { answer } of asked) answer();
  await Promise.all(all);
});

test('a look-up that fails fails for those who asked in it, and for nobody later', async () => {
  const { asked, loader } = openLookUps();
  const first = loader.load('a');
  await aBreath();
  asked[0]?.fail();
  await expect(first).rejects.toThrow('away');
  const second = loader.load('a');
  await aBreath();
  asked[1]?.answer();
  expect(await second).toBe('a of 2');
});

test('a look-up takes 500 keys at most', async () => {
  const sizes: number[] = [];
  const loader = new BatchLoader(async (keys) => {
    sizes.push(keys.length);
    return new Map(keys.map((key) => [key, key]));
  });
  const keys = Array.from({ length: 1_100 }, (_, i) => `${i}`);
  expect(await Promise.all(keys.map((key) => loader.load(key)))).toEqual(keys);
  expect(sizes).toEqual([500, 500, 100]);
});
