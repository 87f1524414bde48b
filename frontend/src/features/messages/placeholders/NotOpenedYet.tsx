import type { Connection } from '@parley/client';

/** In place of the messages of a room of which nothing is kept, while there is no connection. It opens by itself then. */
export function NotOpenedYet({ connection }: { connection: Connection }) {
  return (
    <div className="empty-room" role="status" aria-label="Offline">
      <h2>You are offline. This room has not been opened here yet.</h2>
      <p className="quiet">
        It opens by itself when the connection is back. What you write waits here until then.
      </p>
      <button type="button" className="secondary" onClick={() => connection.retryNow()}>
        Retry now
      </button>
    </div>
  );
}
