import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { inRoot } from './paths.js';

const SOURCES = inRoot('backend/src');

test('only files of the uppermost folder know their own place: in a bundle all others would be wrong about it', () => {
  const deeper = readdirSync(SOURCES, { recursive: true })
    .map(String)
    .filter((path) => /[/\\]/.test(path) && path.endsWith('.ts'));
  expect(deeper.length).toBeGreaterThan(100);
  const wrong = deeper.filter((path) =>
    /import\.meta|__dirname|__filename/.test(readFileSync(`${SOURCES}/${path}`, 'utf8')),
  );
  expect(wrong).toEqual([]);
});
