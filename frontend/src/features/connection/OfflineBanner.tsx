import type { ParleyClient } from '@parley/client';
import { useStorePerFrame } from '../../lib/store/use-store-per-frame.js';
import { useAway } from './use-away.js';
import { waitingWords } from './words.js';
import '../../styles/connection.css';

/** Says that the connection is gone, when it stays gone, and what that means for what one writes. */
export function OfflineBanner({ client }: { client: ParleyClient }) {
  const { connection } = client;
  const { state } = useStorePerFrame(connection);
  const { unsent } = useStorePerFrame(client);
  if (!useAway(connection)) return null;
  return (
    <div className="banner" role="status" aria-label="Offline">
      <span>You are offline. {waitingWords(unsent)}</span>
      {state === 'reconnecting' && (
        <button type="button" onClick={() => connection.retryNow()}>
          Retry now
        </button>
      )}
      {state === 'ended' && (
        <button type="button" onClick={() => connection.connect()}>
          Connect again
        </button>
      )}
    </div>
  );
}
