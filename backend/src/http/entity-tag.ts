import { createHash } from 'node:crypto';

/**
 * Names a text by its content: whatever changes a page, a new message as well as a new name, changes its tag, and a page
 * of the past keeps it while the room goes on. Weak, because the same text may travel compressed or not.
 */
export function entityTag(text: string): string {
  return `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}

/**
 * Whether an `If-None-Match` header names the tag. Express's own check is of no use to programs: `fetch` sends
 * `Cache-Control: no-cache` along with a condition of one's own, and Express then answers in full.
 */
export function matches(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const named = ifNoneMatch.split(',').map((one) => one.trim());
  return named.includes('*') || named.some((one) => opaque(one) === opaque(tag));
}

function opaque(tag: string): string {
  return tag.replace(/^W\//, '');
}
