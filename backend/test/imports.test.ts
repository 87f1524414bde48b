import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

/**
 * Which folder may import which of the folders beside it. Files that stand beside them are their common ground in `chat`, and
 * put them together elsewhere. What packages a folder may import is said in biome.json.
 */
const MAY_IMPORT: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  '': {
    concurrency: [],
    errors: [],
    network: [],
    json: [],
    config: [],
    documents: [],
    chat: ['concurrency', 'errors', 'json'],
    adapters: ['chat', 'concurrency', 'errors'],
    realtime: ['chat', 'concurrency', 'errors', 'json', 'network'],
    http: ['chat', 'errors', 'json', 'network'],
    errands: ['adapters', 'chat'],
    wiring: ['chat', 'adapters', 'realtime', 'http', 'documents', 'network'],
  },
  chat: {
    changes: [],
    ports: ['changes'],
    stores: ['changes', 'ports'],
    pages: ['stores', 'ports'],
    feed: ['pages', 'stores', 'ports', 'changes'],
    presence: ['stores', 'ports', 'changes'],
    consumers: ['stores', 'changes'],
    rooms: ['feed', 'stores', 'ports', 'changes'],
    accounts: ['rooms', 'stores', 'ports'],
    messages: ['rooms', 'feed', 'pages', 'stores', 'ports', 'changes'],
    reactions: ['messages', 'rooms', 'feed', 'stores', 'ports', 'changes'],
  },
  realtime: {
    unread: [],
    connection: ['unread'],
    delivery: ['connection'],
    subscriptions: ['delivery', 'connection'],
    lifecycle: ['subscriptions', 'delivery', 'connection', 'unread'],
    commands: ['lifecycle', 'subscriptions', 'delivery', 'connection'],
    'socket-io': ['commands', 'lifecycle', 'delivery', 'connection'],
    ws: ['commands', 'lifecycle', 'delivery', 'connection'],
    sse: ['lifecycle', 'subscriptions', 'delivery', 'connection'],
  },
};
/** Folders whose files beside the rooms are what all of them stand on. */
const COMMON_GROUND: ReadonlySet<string> = new Set(['chat']);
/** What every folder may know. */
const FOR_ALL: ReadonlySet<string> = new Set(['version.ts', 'backend-root.ts']);

interface Import {
  from: string;
  to: string;
}

/** All imports between files, by their paths below `src`; of types too: what is named must be known. */
function importsOf(path: string, text: string): Import[] {
  const specifiers = text.matchAll(/(?:\bfrom|\bimport\(|^import) *'(\.[^']+)\.js'/gm);
  return [...specifiers].map(([, to = '']) => ({ from: path, to: join(dirname(path), `${to}.ts`) }));
}

function allImports(): Import[] {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );
  return files.flatMap((path) => importsOf(path, readFileSync(join(SRC, path), 'utf8')));
}

/** The folder below another in which a path lies: null for a file that stands there itself, or a path elsewhere. */
function roomIn(parent: string, path: string): string | null {
  const inside = relative(parent, path).split(sep);
  const [room] = inside;
  return room === undefined || room === '..' || inside.length < 2 ? null : room;
}

function isBeside(parent: string, path: string): boolean {
  return (dirname(path) === '.' ? '' : dirname(path)) === parent;
}

/** `from -> to` for each import that the table does not allow. */
function forbidden(imports: readonly Import[]): string[] {
  const wrong = imports.filter(({ from, to }) =>
    Object.entries(MAY_IMPORT).some(([parent, rooms]) => {
      const [room, other] = [roomIn(parent, from), roomIn(parent, to)];
      if (room !== null && other === null) {
        return isBeside(parent, to) && !COMMON_GROUND.has(parent) && !FOR_ALL.has(to) && room !== 'wiring';
      }
      if (room === null || room === other) {
        return room === null && other !== null && isBeside(parent, from) && COMMON_GROUND.has(parent);
      }
      return !(rooms[room] ?? []).includes(other ?? '');
    }),
  );
  return wrong.map(({ from, to }) => `${from} -> ${to}`);
}

test('every import goes the way the table allows', () => {
  const imports = allImports();
  expect(imports.length).toBeGreaterThan(500);
  expect(forbidden(imports)).toEqual([]);
});

test.each(Object.entries(MAY_IMPORT))(
  'in "%s" no two folders import each other, nor in a circle',
  (_, rooms) => {
    const reached = (room: string, seen: Set<string>): Set<string> => {
      for (const next of rooms[room] ?? []) if (!seen.has(next)) reached(next, seen.add(next));
      return seen;
    };
    for (const room of Object.keys(rooms))
      expect([room, reached(room, new Set()).has(room)]).toEqual([room, false]);
  },
);

test.each(Object.entries(MAY_IMPORT))('every folder of "%s" has its place in the table', (parent, rooms) => {
  const entries = readdirSync(join(SRC, parent), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(folders.filter((name) => rooms[name] === undefined)).toEqual([]);
});

test.each([
  ['up, between the rooms of realtime', 'realtime/delivery/fan-out.ts', '../subscriptions/subscriptions.js'],
  ['back, between the rooms of chat', 'chat/stores/room-store.ts', '../messages/sync.js'],
  ['up, out of chat', 'chat/messages/sync.ts', '../../realtime/delivery/fan-out.js'],
  ['between doors', 'http/me.ts', '../realtime/connection/connection.js'],
  ['of what puts rooms together', 'realtime/delivery/fan-out.ts', '../bus-subscriber.js'],
  ['of a room, by the ground of chat', 'chat/refusal.ts', './rooms/find-room.js'],
  ['of the program itself', 'http/me.ts', '../serve.js'],
])('an import %s is found', (_, path, specifier) => {
  for (const text of [
    `import type { X } from '${specifier}';`,
    `await import('${specifier}');`,
    `import '${specifier}';`,
  ])
    expect(forbidden(importsOf(path, text))).toHaveLength(1);
});
