import { useState } from 'react';
import { useCell } from '../../use-cell.js';
import { WAY_WORDS } from '../reading/entry.js';
import type { Desk, LiveWay } from './desk.js';
import type { Who } from './who.js';

const WAYS: readonly LiveWay[] = ['socketio', 'ws', 'aliases'];

/** The connection: by which way, and whether it stands. */
export function LineBar({ desk, who }: { desk: Desk; who: Who }) {
  const line = useCell(desk.line);
  const [way, setWay] = useState<LiveWay>('socketio');
  const isOpen = line.state === 'open';
  return (
    <div className="line-bar">
      <label>
        <span className="unseen">Connect by</span>
        <select
          value={line.state === 'closed' ? way : line.way}
          disabled={line.state !== 'closed'}
          onChange={({ target }) => setWay(WAYS.find((one) => one === target.value) ?? 'socketio')}
        >
          {(line.state === 'open' && line.way === 'http' ? (['http'] as const) : WAYS).map((one) => (
            <option key={one} value={one}>
              {WAY_WORDS[one]}
            </option>
          ))}
        </select>
      </label>
      <p role="status" className="line-state" data-state={line.state}>
        {line.state === 'open' ? 'Connected' : line.state === 'connecting' ? 'Connecting …' : 'Not connected'}
      </p>
      <button
        type="button"
        className={isOpen ? 'secondary' : 'primary'}
        disabled={line.state === 'connecting'}
        onClick={() => (isOpen ? desk.disconnect() : void desk.connect(way, who))}
      >
        {isOpen ? 'Disconnect' : 'Connect'}
      </button>
    </div>
  );
}
