import type { ChatStorage, OutboxStorage } from '@parley/client';
import { openDatabase } from './database.js';
import { forgetDrafts } from './drafts.js';
import { EditDrafts } from './edit-drafts.js';
import { Journal } from './journal.js';
import { OutboxInBrowser } from './outbox-in-browser.js';
import { allOf, RoomsInBrowser } from './rooms-in-browser.js';
import { beTab } from './tab.js';

const database = openDatabase();
// Whoever asks for it is told; a page that never asks has nothing to say.
database.catch(() => undefined);
const { locks } = navigator as { locks?: LockManager };
const tab = beTab(locks);

/** Tells the other tabs of a person that everything of theirs was erased. */
const ERASED = 'parley.erased';

export interface PersonStorage {
  outbox: OutboxStorage;
  rooms: ChatStorage;
  /** Erases all that this browser keeps of the person. Nothing is written afterwards. */
  erase(): Promise<void>;
  /** How many messages of theirs wait here, in all tabs. */
  unsent(): Promise<number>;
  close(): void;
}

/** What this browser keeps of one person. Nobody else's is ever read. */
export function storageOf(personId: string): PersonStorage {
  const rooms = new RoomsInBrowser(database, personId, new EditDrafts(personId));
  const journal = new Journal(personId);
  const news = new BroadcastChannel(ERASED);
  news.onmessage = ({ data }) => {
    if (data === personId) rooms.close();
  };
  return {
    outbox: new OutboxInBrowser({ database, journal, personId, tab, locks }),
    rooms,
    erase: async () => {
      rooms.close();
      news.postMessage(personId);
      forgetDrafts(personId);
      journal.clear();
      await eraseStores(personId);
    },
    unsent: async () => (await database).countFromIndex('outbox', 'personId', personId),
    close: () => news.close(),
  };
}

async function eraseStores(personId: string): Promise<void> {
  const transaction = (await database).transaction(['outbox', 'rooms', 'lists'], 'readwrite');
  const outbox = transaction.objectStore('outbox');
  for (const place of await outbox.index('personId').getAllKeys(personId)) await outbox.delete(place);
  await transaction.objectStore('rooms').delete(allOf(personId));
  await transaction.objectStore('lists').delete(personId);
  await transaction.done;
}
