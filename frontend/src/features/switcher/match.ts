import { foldDiacritics } from '../../lib/text/fold-diacritics.js';

/** How well a name fits when it is all that was typed. */
export const EXACT = 100;

/**
 * How well a name fits what was typed; 0: not at all. Beginnings of the name beat beginnings of a word in it, those beat
 * its middle; one slip of the finger, or letters left out, still find it.
 */
export function fit(typed: string, name: string): number {
  const query = foldDiacritics(typed).trim();
  const text = foldDiacritics(name).trim();
  if (query === '') return 1;
  if (text === query) return EXACT;
  if (text.startsWith(query)) return 90;
  const words = text.split(/[\s._-]+/);
  if (words.some((word) => word.startsWith(query))) return 80;
  if (text.includes(query)) return 60;
  if (query.length > 2 && [text, ...words].some((word) => slips(query, word) <= allowed(query))) return 40;
  return isScattered(query, text) ? 20 : 0;
}

function allowed(query: string): number {
  return query.length > 6 ? 2 : 1;
}

/** The edits between what was typed and the beginning of a word, neighbours swapped counting as one. */
function slips(query: string, word: string): number {
  let older: number[] = [];
  let above = Array.from({ length: word.length + 1 }, (_, i) => i);
  for (let i = 1; i <= query.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= word.length; j += 1) {
      const same = query[i - 1] === word[j - 1];
      const at = (from: number[], index: number) => from[index] ?? Number.POSITIVE_INFINITY;
      let least = Math.min(at(above, j) + 1, at(row, j - 1) + 1, at(above, j - 1) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && query[i - 1] === word[j - 2] && query[i - 2] === word[j - 1];
      if (swapped) least = Math.min(least, at(older, j - 2) + 1);
      row.push(least);
    }
    older = above;
    above = row;
  }
  // The rest of the word may still be on its way: only what was typed counts.
  return Math.min(...above.slice(1));
}

function isScattered(query: string, text: string): boolean {
  let from = 0;
  for (const letter of query) {
    const at = text.indexOf(letter, from);
    if (at === -1) return false;
    from = at + 1;
  }
  return true;
}
