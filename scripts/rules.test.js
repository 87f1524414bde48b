import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { inRoot } from './steps/paths.js';

const read = (/** @type {string} */ path) => readFileSync(inRoot(path), 'utf8');
/** `**A1**`, and `**F1-F10**` for all of them. */
const written = [...read('docs/PROTOCOL.md').matchAll(/\*\*([A-Z])(\d+)(?:-[A-Z](\d+))?\*\*/g)].flatMap(
  ([, letter = '', first, last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => `${letter}${Number(first) + i}`),
);
/** What a fault run must never break has numbers of its own. */
const invariants = [...read('docs/OPERATIONS.md').matchAll(/^\| (I\d+) /gm)].map(([, name = '']) => name);

test('no two rules of the protocol have one number', () => {
  expect(written.length).toBeGreaterThan(100);
  expect(written.filter((rule, i) => written.indexOf(rule) !== i)).toEqual([]);
});

test('each rule that the name of a test cites is written down', () => {
  const known = new Set([...written, ...invariants]);
  const files = ['backend/test', 'client/test', 'frontend/test', 'frontend/e2e', 'terminal/test'].flatMap(
    (room) =>
      readdirSync(inRoot(room), { recursive: true })
        .map((name) => `${room}/${name}`)
        .filter((name) => /\.(?:test|spec)\.ts$/.test(name)),
  );
  const unknown = files.flatMap((file) =>
    [...read(file).matchAll(/\[((?:[A-Z]\d+(?:, | |\]\s?\[)?)+)\] /g)]
      .flatMap(([, cited = '']) => cited.match(/[A-Z]\d+/g) ?? [])
      .filter((rule) => !known.has(rule))
      .map((rule) => `${rule} in ${file}`),
  );
  expect(unknown).toEqual([]);
});
