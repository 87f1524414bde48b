import { exactly, whenOf } from './times.js';

/** Quietly behind a text that was changed; when, for those who point at the line or go there. */
export function Edited({ at }: { at: number }) {
  return (
    <span className="edited">
      edited
      <time dateTime={new Date(at).toISOString()} title={exactly(at)}>
        {whenOf(at)}
      </time>
    </span>
  );
}
