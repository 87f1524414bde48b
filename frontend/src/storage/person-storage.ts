import type { ChatStorage, OutboxStorage } from '@parley/client';
import { Store } from '../lib/store/store.js';
import { openDatabase } from './database.js';
import { forgetDrafts } from './drafts.js';
import { EditDrafts } from './edit-drafts.js';
import { Journal } from './journal.js';
import { OutboxInBrowser } from './outbox-in-browser.js';
import { allOf, RoomsInBrowser } from './rooms-in-browser.js';
import { beTab } from './tab.js';

/** The browser keeps no conversations: it refuses its database, or has none. */
export const isDatabaseRefused = new Store(false);

const database = openDatabase();
// What asks for it is told as well.
database.catch(() => isDatabaseRefused.set(true));
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

/** What this browser keeps of one person. Those of others are never read. */
export function storageOf(personId: string): PersonStorage {
  const rooms = new RoomsInBrowser(database, personId, new EditDrafts(personId));
  const journal = new Journal(personId);
  const news = openChannel((erased) => {
    if (erased === personId) rooms.close();
  });
  return {
    outbox: new OutboxInBrowser({ database, journal, personId, tab, locks }),
    rooms,
    erase: async () => {
      rooms.close();
      news?.postMessage(personId);
      forgetDrafts(personId);
      journal.clear();
      await eraseStores(personId);
    },
    unsent: async () => (await database).countFromIndex('outbox', 'personId', personId),
    close: () => news?.close(),
  };
}

/** Null where the browser refuses it: then no other tab keeps anything either. */
function openChannel(onErased: (personId: unknown) => void): BroadcastChannel | null {
  try {
    const channel = new BroadcastChannel(ERASED);
    channel.onmessage = ({ data }) => onErased(data);
    return channel;
  } catch {
    return null;
  }
}

async function eraseStores(personId: string): Promise<void> {
  const transaction = (await database).transaction(['outbox', 'rooms', 'lists'], 'readwrite');
  const outbox = transaction.objectStore('outbox');
  for (const place of await outbox.index('personId').getAllKeys(personId)) await outbox.delete(place);
  await transaction.objectStore('rooms').delete(allOf(personId));
  await transaction.objectStore('lists').delete(personId);
  await transaction.done;
}
