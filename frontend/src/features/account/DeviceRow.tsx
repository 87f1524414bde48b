import type { ListedSession } from '@parley/client';
import { Laptop, Smartphone, SquareTerminal } from 'lucide-react';
import { now } from '../../time/clock.js';
import { deviceKind, deviceName, usedWords } from './device-words.js';

const SIGNS = { phone: Smartphone, computer: Laptop, program: SquareTerminal };

interface DeviceRowProps {
  session: ListedSession;
  busy: boolean;
  onEnd(): void;
}

export function DeviceRow({ session, busy, onEnd }: DeviceRowProps) {
  const Sign = SIGNS[deviceKind(session)];
  const name = deviceName(session);
  return (
    <li className="row">
      <span className="room-icon">
        <Sign />
      </span>
      <span className="name">
        {name}
        <small className="quiet">
          <span>{usedWords(session, now())}</span>
          {session.address !== null && <span>{session.address}</span>}
        </small>
      </span>
      {session.current ? (
        <span className="chip">This device</span>
      ) : (
        <button
          type="button"
          className="secondary"
          aria-label={`Sign out ${name}`}
          disabled={busy}
          onClick={onEnd}
        >
          Sign out
        </button>
      )}
    </li>
  );
}
