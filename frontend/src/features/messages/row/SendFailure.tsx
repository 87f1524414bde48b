import { useMessageActions } from '../actions/message-actions.js';

/** In the place of a message that was refused: why, and what to do about it. */
export function SendFailure({ clientId, reason }: { clientId: string; reason: string }) {
  const { retry, discard } = useMessageActions();
  return (
    <p className="not-sent" role="alert">
      <strong>Not sent.</strong> {reason}{' '}
      <button type="button" onClick={() => retry(clientId)}>
        Retry
      </button>
      <button type="button" onClick={() => discard(clientId)}>
        Delete
      </button>
    </p>
  );
}
