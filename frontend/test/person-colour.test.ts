import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { colourOf, coloursFor } from '../src/ui/person/person-colour.js';

const COLOURS = 36;
const ids = (count: number) => Array.from({ length: count }, () => randomUUID());

test('people are spread over all colours evenly, also those whose ids are nearly alike', () => {
  const alike = Array.from(
    { length: 3_600 },
    (_, i) => `01932f6e-7a3b-7c00-8000-${i.toString(16).padStart(12, '0')}`,
  );
  for (const people of [ids(3_600), alike]) {
    const counts = new Map<number, number>();
    for (const id of people) counts.set(colourOf(id), (counts.get(colourOf(id)) ?? 0) + 1);
    expect(counts.size).toBe(COLOURS);
    for (const count of counts.values()) {
      expect(count).toBeGreaterThan(50);
      expect(count).toBeLessThan(160);
    }
  }
});

test('in a room no two people have one colour while there are enough, and every page shows the same', () => {
  for (let turn = 0; turn < 50; turn += 1) {
    const people = ids(COLOURS);
    const colours = coloursFor(people);
    expect(new Set(colours.values()).size).toBe(COLOURS);
    expect(coloursFor([...people].reverse())).toEqual(colours);
  }
  expect(coloursFor(ids(200)).size).toBe(200);
});

test('somebody who is alone in their colour keeps it in every room', () => {
  const [id = ''] = ids(1);
  expect(coloursFor([id]).get(id)).toBe(colourOf(id));
});
