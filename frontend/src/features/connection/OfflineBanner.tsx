import type { Connection, Pending } from '@parley/client';
import { useEffect, useState } from 'react';
import { useStore } from '../../use-store.js';

/** A short break heals by itself; nobody needs to know of it. */
const GRACE_MS = 3_000;

/** Says that the connection is gone, when it stays gone, and what that means for what one writes. */
export function OfflineBanner({
  connection,
  pending,
}: {
  connection: Connection;
  pending: readonly Pending[];
}) {
  const { state } = useStore(connection);
  const away = state !== 'online';
  const [shown, setShown] = useState(false);
  useEffect(() => {
    setShown(false);
    if (!away) return;
    const timer = setTimeout(() => setShown(true), GRACE_MS);
    return () => clearTimeout(timer);
  }, [away]);
  if (!shown || !away) return null;
  return (
    <div className="banner" role="status">
      <span>You are offline. {waitingText(pending.length)}</span>
      {state === 'reconnecting' && (
        <button type="button" onClick={() => connection.retryNow()}>
          Retry now
        </button>
      )}
      {state === 'ended' && (
        <button type="button" onClick={() => location.reload()}>
          Reload
        </button>
      )}
    </div>
  );
}

function waitingText(waiting: number): string {
  if (waiting === 0) return 'What you write waits here.';
  return waiting === 1 ? '1 message waits here.' : `${waiting} messages wait here.`;
}
