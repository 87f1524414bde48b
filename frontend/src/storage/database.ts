import type { CachedRoom, Outgoing } from '@parley/client';
import type { Room } from '@parley/protocol';
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/** A message that waits. `owner`: the tab that sends it. */
export interface Waiting extends Outgoing {
  /** In the order they were written, over all tabs. */
  place?: number;
  personId: string;
  owner: string;
}

export interface Schema extends DBSchema {
  outbox: { key: number; value: Waiting; indexes: { clientId: string; personId: string } };
  rooms: { key: [string, string]; value: CachedRoom & { personId: string } };
  lists: { key: string; value: { personId: string; rooms: readonly Room[] } };
}

export type Database = IDBPDatabase<Schema>;

const NAME = 'parley';
/** Raise it when the shape of what is kept changes: what can be had again is dropped, what waits is carried over. */
const VERSION = 1;

/** A browser that does not open its storage in so long (it may be broken, or forbidden) does without it, ms. */
const PATIENCE_MS = 3_000;

/** Some browsers have none, some throw, some never answer: each is a rejection. */
export async function openDatabase(): Promise<Database> {
  const opened = openDB<Schema>(NAME, VERSION, {
    upgrade(database) {
      const outbox = database.createObjectStore('outbox', { keyPath: 'place', autoIncrement: true });
      outbox.createIndex('clientId', 'clientId', { unique: true });
      outbox.createIndex('personId', 'personId');
      database.createObjectStore('rooms', { keyPath: ['personId', 'roomId'] });
      database.createObjectStore('lists', { keyPath: 'personId' });
    },
    // A newer page wants to change the shape: it shall not wait for this one.
    blocking: (_, __, event) => (event.target as IDBDatabase).close(),
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error('The storage of the browser does not open.')),
      PATIENCE_MS,
    );
    opened.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
