import type { Connection, ConnectionState } from '@parley/client';
import { useId } from 'react';
import { useStore } from '../../use-store.js';
import { Instance } from './Instance.js';
import { useAway } from './use-away.js';
import { useSecondsUntil } from './use-seconds-until.js';
import '../../styles/connection.css';

/** Whether one is connected; a click tells to which instance. */
export function ConnectionStatus({ connection }: { connection: Connection }) {
  const state = useStore(connection);
  const away = useAway(connection);
  const seconds = useSecondsUntil(state.state === 'reconnecting' ? state.retryAt : null);
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
  if (state === 'reconnecting') return away ? 'Offline' : 'Reconnecting …';
  return 'Connecting …';
}
