import type { Edit } from './edit.js';

const MARKS = { b: '**', i: '_', e: '`' } as const;

/** The mark of Ctrl or Cmd and this key; null for other keys. */
export function markOf(key: string): string | null {
  const lower = key.toLowerCase();
  return lower === 'b' || lower === 'i' || lower === 'e' ? MARKS[lower] : null;
}

/** Puts the mark around what is selected, or takes it away. Without a selection one writes between the two. */
export function mark(text: string, start: number, end: number, sign: string): Edit {
  const chosen = text.slice(start, end);
  if (sign === '`' && chosen.includes('\n')) return fence(start, end, chosen);
  const size = sign.length;
  if (text.slice(start - size, start) === sign && text.slice(end, end + size) === sign) {
    return { from: start - size, to: end + size, insert: chosen, select: [start - size, end - size] };
  }
  return { from: start, to: end, insert: `${sign}${chosen}${sign}`, select: [start + size, end + size] };
}

/** Code of several lines stands between fences. */
function fence(start: number, end: number, chosen: string): Edit {
  const opening = '```\n';
  return {
    from: start,
    to: end,
    insert: `${opening}${chosen}\n\`\`\``,
    select: [start + opening.length, end + opening.length],
  };
}
