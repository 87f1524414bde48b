import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from '@jest/globals';
import type { Outgoing } from '@parley/client';
import { LIMITS, type Message } from '@parley/protocol';
import { IDBFactory } from 'fake-indexeddb';
import { type Database, openDatabase } from '../src/storage/database.js';
import { Drafts, forgetDrafts } from '../src/storage/drafts.js';
import { EditDrafts } from '../src/storage/edit-drafts.js';
import { Journal } from '../src/storage/journal.js';
import { OutboxInBrowser } from '../src/storage/outbox-in-browser.js';
import { RoomsInBrowser } from '../src/storage/rooms-in-browser.js';
import { EVERYBODY, type Locks } from '../src/storage/tab.js';

/** Tabs that live, as the browser's locks know them. */
class Tabs {
  private readonly waiting = new Map<string, (() => void)[]>();
  private readonly living = new Set<string>();

  readonly locks: Locks = {
    request: (name: string, ...rest: unknown[]) => {
      const act = rest.at(-1) as () => Promise<unknown>;
      if (!this.living.has(name)) return act();
      return new Promise((resolve) => {
        const all = this.waiting.get(name) ?? [];
        this.waiting.set(name, [...all, () => resolve(act())]);
      });
    },
  } as Locks;

  open(tab: string): void {
    this.living.add(`parley.tab.${tab}`);
  }

  close(tab: string): void {
    const name = `parley.tab.${tab}`;
    this.living.delete(name);
    for (const go of this.waiting.get(name) ?? []) go();
  }
}

/** As localStorage. */
class Texts {
  private readonly kept = new Map<string, string>();

  get length(): number {
    return this.kept.size;
  }

  key(index: number): string | null {
    return [...this.kept.keys()][index] ?? null;
  }

  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.kept.set(key, value);
  }

  removeItem(key: string): void {
    this.kept.delete(key);
  }
}

let database: Promise<Database>;
let tabs: Tabs;
let texts: Texts;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  database = openDatabase();
  tabs = new Tabs();
  texts = new Texts();
});

const outbox = (personId: string, tab: string, locks: Locks | undefined = tabs.locks) =>
  new OutboxInBrowser({ database, personId, tab, locks, journal: new Journal(personId, texts) });

const deleted: Message = {
  id: '0',
  roomId: 'tea',
  seq: 1,
  rev: 2,
  clientId: '0',
  userId: 'ada',
  username: 'Ada',
  message: '',
  timestamp: 1,
  deletedAt: 2,
};

const text = (number: number): Outgoing => ({
  clientId: `client-${number}`,
  roomId: 'tea',
  message: `text ${number}`,
  queuedAt: number,
});

test('what waits comes back in the order it was written, and what was sent does not', async () => {
  const before = outbox('ada', 'first');
  for (const number of [3, 1, 2]) await before.put(text(number));
  await before.remove('client-1');
  expect(await outbox('ada', 'first').load()).toEqual([text(3), text(2)]);
});

test('what a page had no time to write is not lost, and not there twice', async () => {
  const before = outbox('ada', 'first');
  before.note(text(1));
  before.note(text(2));
  // The page ends here: of the second nothing but the note is left.
  await before.put(text(1));
  before.note(text(1));
  expect(await outbox('ada', 'second').load()).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await outbox('ada', 'second').load()).toEqual([text(1), text(2)]);
  expect(new Journal('ada', texts).all()).toEqual([]);
});

test('nobody else on this browser is given it', async () => {
  await outbox('ada', 'first').put(text(1));
  expect(await outbox('ben', 'first').load()).toEqual([]);
});

test('a living tab keeps its own, and what it leaves behind passes to another', async () => {
  tabs.open('first');
  const first = outbox('ada', 'first');
  await first.put(text(1));
  await first.put(text(2));
  const second = outbox('ada', 'second');
  expect(await second.load()).toEqual([]);
  const left = new Promise<Outgoing[]>((resolve) => second.inherit(resolve));
  tabs.close('first');
  expect(await left).toEqual([text(1), text(2)]);
  // From now on they are the second's, and the third finds nothing to wait for but it.
  tabs.open('second');
  expect(await outbox('ada', 'third').load()).toEqual([]);
});

test('a message is inherited by one tab alone', async () => {
  tabs.open('first');
  await outbox('ada', 'first').put(text(1));
  const heirs = [outbox('ada', 'second'), outbox('ada', 'third')];
  const given: Outgoing[] = [];
  for (const heir of heirs) {
    await heir.load();
    heir.inherit((left) => given.push(...left));
  }
  tabs.close('first');
  while (given.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  // In this time another one would have it, too.
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(given).toEqual([text(1)]);
});

test('without locks every tab takes all of it: the same clientId is the same message', async () => {
  const journal = new Journal('ada', texts);
  const at = { database, journal, personId: 'ada', tab: EVERYBODY, locks: undefined };
  await new OutboxInBrowser(at).put(text(1));
  expect(await new OutboxInBrowser(at).load()).toEqual([text(1)]);
});

test('the rooms of a person are theirs, and only those asked for stay', async () => {
  const page = (roomId: string) => ({
    roomId,
    head: { epoch: '0', rev: 1 },
    messages: [],
    hasOlder: false,
  });
  const ada = new RoomsInBrowser(database, 'ada');
  const ben = new RoomsInBrowser(database, 'ben');
  for (const roomId of ['tea', 'milk']) await ada.saveRoom(page(roomId));
  await ben.saveRoom(page('milk'));
  await ada.forgetOthers(['tea']);
  expect(await ada.loadRoom('tea')).toMatchObject(page('tea'));
  expect(await ada.loadRoom('milk')).toBeNull();
  expect(await ben.loadRoom('milk')).toMatchObject(page('milk'));
});

test('after it is closed nothing is written any more', async () => {
  const rooms = new RoomsInBrowser(database, 'ada');
  rooms.close();
  await rooms.saveList([]);
  expect(await rooms.loadList()).toBeNull();
});

test('a draft belongs to one person and one room, and an empty one is none', () => {
  const ada = new Drafts('ada', texts);
  ada.keep('tea', 'with mi');
  ada.keep('milk', 'no');
  expect(new Drafts('ada', texts).of('tea')).toBe('with mi');
  expect(new Drafts('ben', texts).of('tea')).toBe('');
  for (const room of ['constructor', '__proto__']) {
    expect(ada.of(room)).toBe('');
    ada.keep(room, 'mine');
    expect(ada.of(room)).toBe('mine');
    ada.keep(room, '');
  }
  ada.keep('tea', '');
  ada.keep('milk', '');
  expect(texts.length).toBe(0);
});

test('a draft is never longer than the field, whatever was kept before, and a key writes that of its room alone', () => {
  const long = 'long '.repeat(200_000);
  texts.setItem('parley.drafts.ada', JSON.stringify({ tea: long, milk: 'no' }));
  const ada = new Drafts('ada', texts);
  expect(ada.of('tea')).toBe(long.slice(0, LIMITS.draftLength));
  expect(ada.of('milk')).toBe('no');
  ada.keep('tea', `${'x'.repeat(LIMITS.draftLength - 1)}🎉`);
  expect(ada.of('tea')).toBe('x'.repeat(LIMITS.draftLength - 1));
  const written: string[] = [];
  const counting = Object.create(texts, {
    setItem: { value: (key: string, text: string) => written.push(`${key} ${text.length}`) },
  });
  new Drafts('ada', counting).keep('milk', 'no!');
  expect(written).toEqual(['parley.drafts.ada.milk 3']);
  new EditDrafts('ada', texts).keep('tea', { seq: 1, text: 'with milk' });
  new Drafts('ben', texts).keep('tea', 'mine');
  forgetDrafts('ada', texts);
  expect(texts.length).toBe(1);
  expect(new Drafts('ben', texts).of('tea')).toBe('mine');
});

test('a change of a message is kept for its room, line by line, until it is of no use', () => {
  const edits = new EditDrafts('ada', texts);
  const change = { seq: 12, text: 'with milk\nand\n' };
  edits.keep('tea', change);
  expect(new EditDrafts('ada', texts).of('tea')).toEqual(change);
  expect(new Drafts('ada', texts).of('tea')).toBe('');
  edits.forget('tea', 11);
  expect(edits.of('tea')).toEqual(change);
  edits.forget('tea', 12);
  expect(edits.of('tea')).toBeNull();
  expect(texts.length).toBe(0);
});

test('a change that leaves nothing of a message is a change', () => {
  const edits = new EditDrafts('ada', texts);
  edits.keep('tea', { seq: 1, text: '' });
  expect(edits.of('tea')).toEqual({ seq: 1, text: '' });
});

test('[E5] a change of a message that was deleted goes with it, in a room that is not open too', async () => {
  const edits = new EditDrafts('ada', texts);
  const rooms = new RoomsInBrowser(database, 'ada', edits);
  const message = { ...deleted, seq: 12 };
  edits.keep('tea', { seq: 11, text: 'with milk' });
  await rooms.saveRoom({ roomId: 'tea', head: { epoch: '0', rev: 1 }, messages: [message], hasOlder: false });
  expect(edits.of('tea')).not.toBeNull();
  edits.keep('tea', { seq: 12, text: 'with milk' });
  await rooms.saveRoom({ roomId: 'tea', head: { epoch: '0', rev: 1 }, messages: [message], hasOlder: false });
  expect(edits.of('tea')).toBeNull();
});
