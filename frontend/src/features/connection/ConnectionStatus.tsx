import type { Connection } from '@parley/client';
import { useStore } from '../../use-store.js';
import { useSecondsUntil } from './use-seconds-until.js';

/** Whether one is connected, and to which instance. */
export function ConnectionStatus({ connection }: { connection: Connection }) {
  const state = useStore(connection);
  const seconds = useSecondsUntil(state.state === 'reconnecting' ? state.retryAt : null);
  return (
    <p className="connection" role="status" aria-label="Connection" data-state={state.state}>
      {state.state === 'online' && (
        <>
          Connected <span className="quiet">to {state.server.instance}</span>
        </>
      )}
      {(state.state === 'connecting' || state.state === 'idle') && 'Connecting …'}
      {state.state === 'reconnecting' && (seconds > 0 ? `Reconnecting in ${seconds} s` : 'Reconnecting …')}
      {state.state === 'ended' && 'Disconnected'}
    </p>
  );
}
