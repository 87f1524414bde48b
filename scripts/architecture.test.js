import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { inRoot } from './steps/paths.js';

const text = readFileSync(inRoot('ARCHITECTURE.md'), 'utf8');
const [, walk = ''] = text.split(/^## One message$/m)[1]?.match(/(^2\. [\s\S]*?)^8\. /m) ?? [];

test('between socket in and socket out the walk of a message names no more than twelve files, which are there', () => {
  const files = [...walk.matchAll(/\*\*`([\w./-]+)`\*\*/g)].map(([, path = '']) => path);
  expect(files.length).toBeGreaterThan(5);
  expect(files.length).toBeLessThanOrEqual(12);
  expect(new Set(files).size).toBe(files.length);
  expect(files.filter((path) => !existsSync(inRoot(`backend/src/${path}`)))).toEqual([]);
});

test.each(['ARCHITECTURE.md', 'docs/ADD-A-FEATURE.md', 'CONTRIBUTING.md'])(
  'every file that %s names is there',
  (page) => {
    const named = [...readFileSync(inRoot(page), 'utf8').matchAll(/`([\w./-]+\.(?:tsx?|js|sql|md))`/g)];
    const folders = [
      'protocol',
      'client',
      'backend',
      'frontend',
      'terminal',
      'faults',
      'bench',
      'docs',
      'scripts',
    ];
    const there = folders.flatMap((folder) =>
      readdirSync(inRoot(folder), { recursive: true, encoding: 'utf8' })
        .filter((path) => !/node_modules|[/\\]dist[/\\]/.test(path))
        .map((path) => `/${folder}/${path.replaceAll('\\', '/')}`),
    );
    const missing = named
      .map(([, path = '']) => path)
      .filter((path) => !there.some((one) => one.endsWith(`/${path}`)));
    expect(missing).toEqual([]);
  },
);
