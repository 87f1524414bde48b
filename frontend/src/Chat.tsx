import { ParleyClient, ParleyError, type Session } from '@parley/client';
import { useEffect, useState } from 'react';
import { useConnecting } from './features/connection/use-connecting.js';
import { useSignOut } from './features/connection/use-sign-out.js';
import { unsentWords } from './features/connection/words.js';
import { Shell } from './features/shell/Shell.js';
import { type PersonStorage, storageOf } from './storage/person-storage.js';
import { transportsInBrowser } from './storage/transports-in-browser.js';
import { takeTimeFrom } from './time/clock.js';
import Confirm from './ui/dialog/Confirm.js';

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
        <Confirm
          title="Sign out?"
          about={unsentWords(unsent)}
          action="Delete and sign out"
          onConfirm={signOut}
          onClose={stay}
        />
      )}
    </>
  );
}

/** The client of the user who is signed in, with what this browser keeps of them. */
function makeClient(session: Session): { client: ParleyClient; storage: PersonStorage } {
  const { state } = session;
  if (state.state !== 'signed_in') throw new ParleyError('signed_out', 'Sign in first.', false);
  const storage = storageOf(state.user.id);
  const client = new ParleyClient({
    session,
    outbox: { storage: storage.outbox },
    storage: storage.rooms,
    transports: transportsInBrowser,
  });
  takeTimeFrom(client.connection.serverNow);
  return { client, storage };
}
