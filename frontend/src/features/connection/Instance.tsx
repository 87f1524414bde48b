import type { Connection } from '@parley/client';
import { useStorePerFrame } from '../../lib/store/use-store-per-frame.js';

interface InstanceProps {
  id: string;
  connection: Connection;
  /** Until the next attempt. */
  seconds: number;
}

/** Where one is connected to, for those who look after the servers. */
export function Instance({ id, connection, seconds }: InstanceProps) {
  const state = useStorePerFrame(connection);
  return (
    <div className="instance" id={id} popover="auto">
      {state.state === 'online' && (
        <dl>
          <dt>Instance</dt>
          <dd>{state.server.instance}</dd>
          <dt>Address</dt>
          <dd>{new URL(state.url).host}</dd>
          <dt>Version</dt>
          <dd>{state.server.version}</dd>
        </dl>
      )}
      {state.state === 'reconnecting' && (
        <>
          <p>{seconds > 0 ? `The next attempt begins in ${seconds} s.` : 'Trying to reach a server …'}</p>
          <button type="button" onClick={() => connection.retryNow()}>
            Retry now
          </button>
        </>
      )}
      {state.state === 'ended' && (
        <>
          <p>The server ended the connection.</p>
          <button type="button" onClick={() => connection.connect()}>
            Connect again
          </button>
        </>
      )}
      {(state.state === 'connecting' || state.state === 'idle') && <p>Looking for a server …</p>}
    </div>
  );
}
