import type { Access } from '@parley/client';

interface ClosedProps {
  access: Extract<Access, { state: 'refused' | 'gone' }>;
  goTo(roomId: null): void;
}

/** A room one may not see, or not any more. */
export function Closed({ access, goTo }: ClosedProps) {
  return (
    <main className="welcome">
      <h1>This room is not open to you</h1>
      <p className="quiet">
        {access.state === 'refused' ? access.reason : 'You are no longer a member of it.'}
      </p>
      <button type="button" className="primary" onClick={() => goTo(null)}>
        Back to your rooms
      </button>
    </main>
  );
}
