import type { Session } from '@parley/client';
import { lazy, Suspense, useEffect, useState } from 'react';
import { makeClient } from './browser-client.js';
import { useConnecting } from './features/connection/use-connecting.js';
import { useSignOut } from './features/connection/use-sign-out.js';
import { unsentWords } from './features/connection/words.js';
import { behindFirstRoom } from './features/rooms/first-room.js';
import { Shell } from './features/rooms/Shell.js';

const Confirm = lazy(behindFirstRoom(() => import('./ui/Confirm.js')));

/** Everything one sees when signed in. */
export function Chat({ session }: { session: Session }) {
  const [{ client, storage }] = useState(() => makeClient(session));
  const { unsent, ask, signOut, stay } = useSignOut(client, storage);
  useConnecting(client);
  useEffect(() => () => storage.close(), [storage]);

  return (
    <>
      <Shell client={client} onSignOut={ask} />
      {unsent > 0 && (
        <Suspense>
          <Confirm
            title="Sign out?"
            about={unsentWords(unsent)}
            action="Delete and sign out"
            onConfirm={signOut}
            onClose={stay}
          />
        </Suspense>
      )}
    </>
  );
}
