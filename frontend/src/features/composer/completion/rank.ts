import { foldDiacritics } from '../../../lib/text/fold-diacritics.js';

/** So many are offered: more is a list to read, not a help. */
const OFFERED = 8;

/** Those whose name contains the query: first where it begins the name, then where it begins a word of it. */
export function rank<T>(all: readonly T[], query: string, namesOf: (one: T) => readonly string[]): T[] {
  const wanted = foldDiacritics(query);
  return all
    .map((one) => ({
      one,
      place: Math.min(NOWHERE, ...namesOf(one).map((name) => placeOf(foldDiacritics(name), wanted))),
    }))
    .filter(({ place }) => place < NOWHERE)
    .sort((a, b) => a.place - b.place)
    .slice(0, OFFERED)
    .map(({ one }) => one);
}

const NOWHERE = 4;

function placeOf(name: string, wanted: string): number {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  const at = name.indexOf(wanted);
  if (at < 0) return NOWHERE;
  return /[\s_.-]/.test(name.charAt(at - 1)) ? 2 : 3;
}
