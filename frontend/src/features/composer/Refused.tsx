import { type Refusal, refusalWords } from './refusal.js';

interface RefusedProps {
  refusal: Refusal;
  onSendAsText(): void;
}

/** Below the field: what was not done, why, and what one can do instead. */
export function Refused({ refusal, onSendAsText }: RefusedProps) {
  return (
    <p className="refused" role="alert">
      {refusalWords(refusal)}
      {refusal.kind === 'unknown command' && (
        <button type="button" onClick={onSendAsText}>
          Send as text
        </button>
      )}
    </p>
  );
}
