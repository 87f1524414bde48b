import { useState } from 'react';
import { useStore } from '../../lib/store/use-store.js';
import { WAY_WORDS } from '../reading/entry.js';
import type { ConsoleState, LiveWay } from './console-state.js';
import type { Identity } from './identity.js';

const WAYS: readonly LiveWay[] = ['socketio', 'ws', 'aliases'];

/** The connection: by which way, and whether it stands. */
export function ConnectionBar({ state, identity }: { state: ConsoleState; identity: Identity }) {
  const connection = useStore(state.connection);
  const [way, setWay] = useState<LiveWay>('socketio');
  const isOpen = connection.state === 'open';
  return (
    <div className="connection-bar">
      <label>
        <span className="unseen">Connect by</span>
        <select
          value={connection.state === 'closed' ? way : connection.way}
          disabled={connection.state !== 'closed'}
          onChange={({ target }) => setWay(WAYS.find((one) => one === target.value) ?? 'socketio')}
        >
          {(connection.state === 'open' && connection.way === 'http' ? (['http'] as const) : WAYS).map(
            (one) => (
              <option key={one} value={one}>
                {WAY_WORDS[one]}
              </option>
            ),
          )}
        </select>
      </label>
      <p role="status" className="connection-state" data-state={connection.state}>
        {connection.state === 'open'
          ? 'Connected'
          : connection.state === 'connecting'
            ? 'Connecting …'
            : 'Not connected'}
      </p>
      <button
        type="button"
        className={isOpen ? 'secondary' : 'primary'}
        disabled={connection.state === 'connecting'}
        onClick={() => (isOpen ? state.disconnect() : void state.connect(way, identity))}
      >
        {isOpen ? 'Disconnect' : 'Connect'}
      </button>
    </div>
  );
}
