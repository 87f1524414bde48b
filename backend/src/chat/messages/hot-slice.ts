import type { PageQuery } from '../stores/message-log.js';

/**
 * Cuts a page out of a room's newest messages, or null when they do not reach that far back.
 * Messages stand at consecutive seqs that end with `lastSeq`, so a seq is an index.
 */
export function sliceHot(
  newest: readonly string[],
  lastSeq: number,
  { before, after, limit }: PageQuery,
): { messages: string[]; hasMore: boolean } | null {
  const first = lastSeq - newest.length + 1;
  if (after !== undefined) {
    const start = after + 1 - first;
    if (start < 0) return null;
    return { messages: newest.slice(start, start + limit), hasMore: start + limit < newest.length };
  }
  const end = Math.min(newest.length, (before ?? lastSeq + 1) - first);
  const start = end - limit;
  if (start < 0 && first > 1) return null;
  return {
    messages: newest.slice(Math.max(0, start), Math.max(0, end)),
    hasMore: start > 0 || first > 1,
  };
}
