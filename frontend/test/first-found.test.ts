import { expect, test } from '@jest/globals';
import { firstFound } from '../src/features/emoji/first-found.js';
import { pickerData } from '../src/features/emoji/picker-data.js';

const found = async (text: string, tone: 'none' | 'dark' = 'none') =>
  firstFound(await pickerData(), text, tone);

test('a name outweighs a tag, and the groups keep their order', async () => {
  expect(await found('snail')).toBe('🐌');
  expect(await found('  ELEVAT ')).toBe('🛗');
  // The name of hearts, which come later; of faces, the first that has it in its name and most tags.
  expect(await found('heart')).toBe('🥰');
});

test('what has tones of skin comes in the one that is chosen', async () => {
  expect(await found('thumbs up')).toBe('👍️');
  expect(await found('thumbs up', 'dark')).toBe('👍🏿');
  expect(await found('snail', 'dark')).toBe('🐌');
});

test('nothing is found for nothing, nor for what no emoji is called', async () => {
  expect(await found('   ')).toBeNull();
  expect(await found('no emoji is called this')).toBeNull();
});
