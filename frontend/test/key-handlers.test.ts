import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { ignoringComposition } from '../src/ui/ignoring-composition.js';

const SOURCES = fileURLToPath(new URL('../src', import.meta.url));

/** Where keys are listened to: in elements, and on the whole page. */
const IN_ELEMENT = /\bonKey(?:Down|Up|Press)(?:Capture)?=\{(.{0,160})/gs;
const ON_TARGET = /addEventListener\(\s*'key(?:down|up|press)',\s*(\w+)/g;

test('every handler of keys leaves those of an input method alone', () => {
  const handlers = sources().flatMap(({ file, text }) => [
    ...[...text.matchAll(IN_ELEMENT)].map(([, body = '']) => ({
      file,
      handler: body.slice(0, 60),
      // The emoji picker listens on the document by itself: there the key is kept from it.
      isGuarded: body.startsWith('ignoringComposition(') || body.includes('isComposing(event)'),
    })),
    ...[...text.matchAll(ON_TARGET)].map(([, name = '']) => ({
      file,
      handler: name,
      isGuarded: text.includes(`const ${name} = ignoringComposition(`),
    })),
  ]);
  expect(handlers.length).toBeGreaterThan(8);
  expect(handlers.filter(({ isGuarded }) => !isGuarded)).toEqual([]);
});

test('a key inside a composition does nothing, also where only its code tells', () => {
  const keys: string[] = [];
  const onKey = ignoringComposition<KeyboardEvent>(({ key }) => void keys.push(key));
  onKey({ key: 'Escape', isComposing: true, keyCode: 27 } as KeyboardEvent);
  onKey({ key: 'Enter', isComposing: false, keyCode: 229 } as KeyboardEvent);
  onKey({ key: 'Enter', isComposing: false, keyCode: 13 } as KeyboardEvent);
  expect(keys).toEqual(['Enter']);
});

function sources(): { file: string; text: string }[] {
  return readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(SOURCES, file), 'utf8') }));
}
