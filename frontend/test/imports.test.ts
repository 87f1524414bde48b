import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const SOURCES = fileURLToPath(new URL('../src', import.meta.url));

/** The folders of the page, from the ground up: each imports itself and those that stand before it, and no other. */
const FROM_THE_GROUND_UP = [
  'lib',
  'time',
  'rights',
  'storage',
  'ui',
  'features/navigation',
  'features/settings',
  'features/connection',
  'features/emoji',
  'features/message-text',
  'features/people',
  'features/rooms',
  'features/composer',
  'features/messages/timeline',
  'features/messages/scroll',
  'features/messages/jump',
  'features/messages/actions',
  'features/messages/reactions',
  'features/messages/toolbar',
  'features/messages/row',
  'features/messages/list',
  'features/messages/placeholders',
  'features/messages',
  'features/conversation',
  'features/notices',
  'features/sidebar',
  'features/switcher',
  'features/account',
  'features/sign-in',
  'features/shell',
  '',
];

/** Another page: it shares what knows no chat, and the theme. */
const OF_THE_DOCUMENTS = ['lib', 'storage', 'ui', 'features/settings', 'docs'];

test('imports point one way: from the page to its features, and from those to what knows no chat', () => {
  const files = sources();
  const wrong = files.flatMap(({ file, imports }) => {
    const order = file.startsWith('docs/') ? OF_THE_DOCUMENTS : FROM_THE_GROUND_UP;
    const own = order.indexOf(folderOf(file, order));
    return imports
      .filter((one) => {
        const at = order.indexOf(folderOf(one, order));
        return own < 0 || at < 0 || at > own;
      })
      .map((one) => `${file} imports ${one}`);
  });
  expect(files.length).toBeGreaterThan(200);
  expect(wrong).toEqual([]);
});

test('each folder in the order of imports is there', () => {
  const folders = new Set(sources().map(({ file }) => folderOf(file, FROM_THE_GROUND_UP)));
  expect(FROM_THE_GROUND_UP.filter((folder) => !folders.has(folder))).toEqual([]);
});

/** The innermost folder of the list that a file is in. `null`: in none, and then nothing may import it. */
function folderOf(file: string, order: readonly string[]): string | null {
  const inside = order.filter((folder) => folder !== '' && file.startsWith(`${folder}/`));
  const innermost = inside.sort((a, b) => b.length - a.length)[0];
  return innermost ?? (file.includes('/') ? null : '');
}

function sources(): { file: string; imports: string[] }[] {
  return readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => ({
      file: file.split(sep).join('/'),
      // Static ones, those of a part that is loaded later, and those of its type alone.
      imports: [
        ...readFileSync(join(SOURCES, file), 'utf8').matchAll(/(?:from|import)[ (]*'(\.{1,2}\/[^']+\.js)'/g),
      ].map(([, specifier = '']) =>
        relative(SOURCES, join(SOURCES, dirname(file), specifier))
          .split(sep)
          .join('/'),
      ),
    }));
}
