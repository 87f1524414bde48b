import { exactly, whenOf } from '../../../time/times.js';
import { useToday } from '../../../time/use-today.js';

/** Quietly behind a text that was changed; when, for those who point at the row or go there. */
export function EditedMark({ at }: { at: number }) {
  return (
    <span className="edited">
      edited
      <time dateTime={new Date(at).toISOString()} title={exactly(at)}>
        {whenOf(at, useToday())}
      </time>
    </span>
  );
}
