import type { Connection, ConnectionState } from '@parley/client';
import { useId } from 'react';
import { useStorePerFrame } from '../../lib/store/use-store-per-frame.js';
import { useSecondsUntil } from '../../time/use-seconds-until.js';
import { Instance } from './Instance.js';
import { useAway } from './use-away.js';
import '../../styles/connection.css';

/** Whether one is connected; a click tells to which instance. */
export function ConnectionStatus({ connection }: { connection: Connection }) {
  const state = useStorePerFrame(connection);
  const away = useAway(connection);
  const seconds = useSecondsUntil(state.state === 'reconnecting' ? state.retryAt : null, Date.now);
  const id = useId();
  return (
    <div className="connection" data-state={state.state} data-away={away}>
      <p role="status" aria-label="Connection">
        <button type="button" popoverTarget={id}>
          {wordFor(state.state, away)}
        </button>
      </p>
      <Instance id={id} connection={connection} seconds={seconds} />
    </div>
  );
}

/** A loss is not called one before it has lasted a moment. */
function wordFor(state: ConnectionState['state'], away: boolean): string {
  if (state === 'online') return 'Connected';
  if (state === 'ended') return 'Disconnected';
  if (away) return 'Offline';
  return state === 'reconnecting' ? 'Reconnecting …' : 'Connecting …';
}
