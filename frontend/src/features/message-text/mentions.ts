/** So many are marked in one text. */
const MENTIONS = 100;

/** A text cut at each mention of a name: the odd pieces are the mentions. */
export function cutAtMentions(text: string, name: string): string[] {
  if (!text.includes('@')) return [text];
  const escaped = name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const pieces = text.split(new RegExp(`(?<![\\p{L}\\p{N}_@])(@${escaped})(?![\\p{L}\\p{N}_])`, 'giu'));
  return few(pieces);
}

/** The first of the pieces, and the rest in one. */
function few(pieces: string[]): string[] {
  if (pieces.length <= 2 * MENTIONS + 1) return pieces;
  return [...pieces.slice(0, 2 * MENTIONS), pieces.slice(2 * MENTIONS).join('')];
}

/** A text cut at each name, of any user, that could turn the direction of what stands around it: the odd pieces are the names. */
export function cutAtTurningNames(text: string): string[] {
  return text.includes('@') ? few(text.split(TURNING_NAME)) : [text];
}
const TURNING_NAME =
  /(@[^\s@]{0,50}[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}][\p{L}\p{M}\p{N}_-]*)/u;

export function mentions(text: string, name: string): boolean {
  return cutAtMentions(text, name).length > 1;
}
