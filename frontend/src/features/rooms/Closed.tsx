import type { Access } from '@parley/client';
import { ClosedDoor } from '../../ui/ClosedDoor.js';

interface ClosedProps {
  access: Extract<Access, { state: 'refused' | 'gone' }>;
  goTo(roomId: null): void;
}

/** A room one may not see, or not any more. */
export function Closed({ access, goTo }: ClosedProps) {
  return (
    <main className="welcome">
      <ClosedDoor />
      <h1>This room is not open to you</h1>
      <p className="quiet">{wordsFor(access)}</p>
      <button type="button" className="primary" onClick={() => goTo(null)}>
        Back to your rooms
      </button>
    </main>
  );
}

function wordsFor(access: ClosedProps['access']): string {
  if (access.state !== 'gone' && access.code === 'banned')
    return 'You are banned from this room. Only those who lead it can let you back in.';
  if (access.state === 'gone')
    return 'You are no longer a member of it. Somebody in it can invite you again.';
  if (access.code === 'not_found')
    return 'There is no such room, or it is private. Somebody in it can invite you.';
  return access.reason;
}
