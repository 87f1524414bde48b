import { agoWords } from '../../time/ago-words.js';

/** When something was last said in a room, roughly. `at` in ms; null: never. */
export function agoText(at: number | null, now: number): string {
  return at === null ? 'Nothing said yet' : `Last message ${agoWords(at, now)}`;
}
