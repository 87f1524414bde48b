import { dayOf } from '../../../time/times.js';
import { useToday } from '../../../time/use-today.js';

/** Between the messages of two days. What was today is yesterday after midnight, by itself. */
export function DayDivider({ at }: { at: number }) {
  return (
    <div className="day-divider">
      <span>{dayOf(at, useToday())}</span>
    </div>
  );
}
