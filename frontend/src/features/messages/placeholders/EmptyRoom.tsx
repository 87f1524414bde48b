import { isolate } from '../../../lib/text/isolate.js';

/** A room in which nothing was said yet: what it is for, and the one next step. */
export function EmptyRoom({ name, isDirect }: { name: string; isDirect: boolean }) {
  return (
    <div className="empty-room">
      <svg viewBox="0 0 160 96" aria-hidden="true">
        <path
          className="ink"
          d="M18 20h74a12 12 0 0 1 12 12v18a12 12 0 0 1-12 12H48L32 76V62H18A12 12 0 0 1 6 50V32a12 12 0 0 1 12-12z"
        />
        <path className="ink" d="M26 36h52M26 47h34" />
        <path
          className="accent"
          d="M118 40h24a12 12 0 0 1 12 12v14a12 12 0 0 1-12 12v12l-14-12H92a12 12 0 0 1-10-6"
        />
        <path className="accent dots" d="M120 59h.01M130 59h.01M140 59h.01" />
      </svg>
      <h2>{isDirect ? `Only you and ${isolate(name)} read this` : `${isolate(name)} is quiet so far`}</h2>
      <p className="quiet">
        {isDirect
          ? 'Say hello; it waits here if nobody is there.'
          : 'Members who come later can read all of it.'}
      </p>
      <button type="button" className="primary" onClick={(event) => focusComposer(event.currentTarget)}>
        Write the first message
      </button>
    </div>
  );
}

function focusComposer(button: HTMLElement): void {
  button.closest('.conversation')?.querySelector('textarea')?.focus();
}
