import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, test } from '@jest/globals';
import { openDatabase } from '../src/storage/database.js';
import { Drafts } from '../src/storage/drafts.js';
import { Journal } from '../src/storage/journal.js';
import { SafeStorage, textsFault } from '../src/storage/local-texts.js';
import { OutboxInBrowser } from '../src/storage/outbox-in-browser.js';
import { EVERYBODY } from '../src/storage/tab.js';

const SOURCES = fileURLToPath(new URL('../src', import.meta.url));

const full = () => {
  throw new DOMException('full', 'QuotaExceededError');
};
const STORAGES: Record<string, { open(): Storage | null; fault: string }> = {
  refused: {
    open() {
      throw new DOMException('denied', 'SecurityError');
    },
    fault: 'refused',
  },
  absent: { open: () => null, fault: 'refused' },
  full: {
    open: () => ({ length: 0, getItem: () => null, setItem: full, removeItem() {} }) as never,
    fault: 'full',
  },
};

beforeEach(() => textsFault.set(null));

test.each(Object.entries(STORAGES))(
  'where the storage is %s the page keeps drafts and messages in its memory, and says so',
  (_, { open, fault }) => {
    const storage = new SafeStorage(open);
    const drafts = new Drafts('ada', storage);
    drafts.keep('tea', 'Earl');
    drafts.keep('tea', 'Earl Grey');
    drafts.keep('garden', 'Roses');
    drafts.keep('garden', '');
    expect([drafts.of('tea'), drafts.of('garden')]).toEqual(['Earl Grey', '']);
    const journal = new Journal('ada', storage);
    journal.note(waiting('first', 1));
    journal.note(waiting('second', 2));
    journal.strike('first');
    expect(journal.all().map(({ clientId }) => clientId)).toEqual(['second']);
    journal.clear();
    expect(journal.all()).toEqual([]);
    expect(textsFault.state).toBe(fault);
  },
);

test('what was too much for the storage is kept there once it fits', () => {
  const kept = new Map<string, string>();
  let isFull = true;
  const storage = new SafeStorage(
    () =>
      ({
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: (key: string, value: string) => (isFull ? full() : void kept.set(key, value)),
      }) as never,
  );
  storage.setItem('draft', 'one');
  expect([storage.getItem('draft'), kept.get('draft')]).toEqual(['one', undefined]);
  isFull = false;
  storage.setItem('draft', 'two');
  expect([storage.getItem('draft'), kept.get('draft')]).toEqual(['two', 'two']);
});

test('without a database what waits is kept by the journal, and comes back', async () => {
  const place = (journal: Journal) => ({
    journal,
    database: openDatabase(),
    personId: 'ada',
    tab: EVERYBODY,
    locks: undefined,
  });
  const texts = new SafeStorage(() => null);
  const outbox = new OutboxInBrowser(place(new Journal('ada', texts)));
  const { personId: _, owner: __, ...outgoing } = waiting('first', 1);
  outbox.note(outgoing);
  await expect(outbox.put(outgoing)).rejects.toThrow();
  const next = new OutboxInBrowser(place(new Journal('ada', texts)));
  expect(await next.load()).toEqual([outgoing]);
  await next.remove('first').catch(() => undefined);
  expect(await next.load()).toEqual([]);
});

test('the storage of the browser is touched in its own modules alone, which cannot throw', () => {
  const touching = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .filter((file) => {
      const code = readFileSync(join(SOURCES, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      return /\b(localStorage|sessionStorage|indexedDB|openDB)\b/.test(code);
    });
  expect(touching.sort()).toEqual(['storage/database.ts', 'storage/local-texts.ts']);
});

function waiting(clientId: string, queuedAt: number) {
  return { clientId, roomId: 'tea', message: clientId, queuedAt, personId: 'ada', owner: EVERYBODY };
}
