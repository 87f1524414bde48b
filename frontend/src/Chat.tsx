import { ParleyClient, type Session } from '@parley/client';
import { useEffect, useState } from 'react';
import { Shell } from './features/rooms/Shell.js';

/** Everything one sees when signed in. */
export function Chat({ session }: { session: Session }) {
  const [client] = useState(() => new ParleyClient({ session }));

  useEffect(() => {
    const retry = () => client.connection.retryNow();
    void client.connect();
    window.addEventListener('online', retry);
    return () => {
      window.removeEventListener('online', retry);
      client.disconnect();
    };
  }, [client]);

  return <Shell client={client} onSignOut={() => void session.logOut()} />;
}
