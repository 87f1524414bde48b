import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const SOURCES = fileURLToPath(new URL('../src', import.meta.url));

/** The folders of the client, from the ground up: each imports itself, those before it, and the files beside them. */
const FROM_THE_GROUND_UP = ['wire', 'session', 'room', 'outbox', 'cache', 'hub', 'open-rooms'];
/** What puts all together: no folder imports it. */
const ON_TOP = ['index.ts', 'parley-client.ts'];

test('imports point one way: from what a program holds in its hands to pure state and the wire', () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.split(sep).join('/'));
  const wrong = files.flatMap((file) =>
    importsOf(file)
      .filter((target) => !mayImport(file, target))
      .map((target) => `${file} imports ${target}`),
  );
  expect(files.length).toBeGreaterThan(70);
  expect(wrong).toEqual([]);
});

test('each folder has its place in the order', () => {
  const folders = readdirSync(SOURCES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual([...FROM_THE_GROUND_UP].sort());
});

test.each([
  ['room/reducers.ts', 'hub/update.ts'],
  ['hub/on-sync.ts', 'open-rooms/room.ts'],
  ['cache/room-cache.ts', 'parley-client.ts'],
])('%s may not import %s', (file, target) => {
  expect(mayImport(file, target)).toBe(false);
});

function mayImport(file: string, target: string): boolean {
  const from = folderOf(file);
  if (from === null) return true;
  const to = folderOf(target);
  if (to === null) return !ON_TOP.includes(target);
  return FROM_THE_GROUND_UP.indexOf(to) <= FROM_THE_GROUND_UP.indexOf(from);
}

/** Null for a file beside the folders. */
function folderOf(file: string): string | null {
  return file.includes('/') ? (file.split('/')[0] ?? null) : null;
}

function importsOf(file: string): string[] {
  const path = join(SOURCES, file);
  const found = readFileSync(path, 'utf8').matchAll(/(?:from|import\(?)\s*'(\.{1,2}\/[^']+)\.js'/g);
  return [...found].map(([, to = '']) =>
    relative(SOURCES, `${join(dirname(path), to)}.ts`)
      .split(sep)
      .join('/'),
  );
}
