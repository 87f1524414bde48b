import type { ParleyClient } from '@parley/client';
import { useState } from 'react';
import type { PersonStorage } from '../../storage/person-storage.js';

/** Signs out and erases what this browser keeps; `unsent` asks first when that would delete what was not sent. */
export function useSignOut(client: ParleyClient, storage: PersonStorage) {
  const [unsent, setUnsent] = useState(0);
  const signOut = async () => {
    // Begun first: from this moment nothing is kept any more.
    const erased = storage.erase().catch(() => undefined);
    await client.session.logOut();
    await erased;
  };
  const ask = async () => {
    const { state } = client;
    // Other tabs may hold some too.
    const count = Math.max(state.unsent, await storage.unsent().catch(() => 0));
    if (count > 0) setUnsent(count);
    else await signOut();
  };
  return { unsent, ask: () => void ask(), signOut, stay: () => setUnsent(0) };
}
