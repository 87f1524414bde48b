import type { Pending } from '@parley/client';
import type { User } from '@parley/protocol';
import { Line } from './Line.js';

interface PendingLineProps {
  pending: Pending;
  me: User;
  begins: boolean;
  onRetry(): void;
  onDelete(): void;
}

/** My message on its way, or what hinders it. */
export function PendingLine({ pending, me, begins, onRetry, onDelete }: PendingLineProps) {
  const { status, message } = pending;
  return (
    <Line
      author={{ id: me.id, name: me.username }}
      begins={begins}
      time={status.state === 'sending' && <span className="quiet">sending</span>}
      state={status.state}
      text={message}
    >
      {status.state === 'failed' && (
        <p className="not-sent" role="alert">
          Not sent: {status.reason}{' '}
          <button type="button" onClick={onRetry}>
            Retry
          </button>{' '}
          <button type="button" onClick={onDelete}>
            Delete
          </button>
        </p>
      )}
    </Line>
  );
}
