import { cleanLine } from './clean.js';
import { fit } from './fit.js';

const TEXT_LEAST = 20;

/** What became of a message and why, about so wide: enough of the text to know it by. */
export function notSent(text: string, reason: string, columns: number): string {
  const [before, after] = ['Not sent: ', ` (${cleanLine(reason)})`];
  const space = columns - before.length - after.length;
  return before + fit(cleanLine(text), Math.max(TEXT_LEAST, space)) + after;
}
