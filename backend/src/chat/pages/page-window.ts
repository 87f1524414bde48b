import { type Body, LIMITS } from '@parley/protocol';
import type { Around, Span } from '../stores/message-log.js';

/** What a page is cut from: up to so many of the nearest messages on each side, ascending. */
export interface Sides<T> {
  below: T[];
  above: T[];
}

export interface Cut<T> {
  page: T[];
  hasMore: boolean;
  hasOlder: boolean;
  hasNewer: boolean;
}

type Query = Pick<Body<'history'>, 'limit' | 'before' | 'after' | 'around' | 'since'>;
type Direction = 'older' | 'newer' | 'both';

/**
 * Where the page lies that a query asks for: which position, and what must be known around it. One message more than
 * the page takes, on either side, tells whether there are more.
 */
export function windowOf(query: Query, { first, last }: Span): Around {
  const { limit, before, after, around } = query;
  const asked = before ?? around ?? (after === undefined ? undefined : after + 1);
  const begin = query.since === undefined ? last + 1 : first;
  const at = Math.min(Math.max(asked ?? begin, first), last + 1);
  const direction = directionOf(query);
  return {
    at,
    below: direction === 'newer' ? 1 : limit + 1,
    above: direction === 'older' ? 1 : limit + 1,
  };
}

/**
 * The page itself: from where the query asks, outwards, until it has as many messages, or as many bytes, as a page may have.
 * One `around` a message takes from the other side what one side does not have.
 */
export function cutPage<T extends { json: string; annexes: readonly string[] }>(
  query: Query,
  { below, above }: Sides<T>,
): Cut<T> {
  const { limit } = query;
  const direction = directionOf(query);
  let [older, newer, bytes] = [0, 0, 0];
  const take = (next: T | undefined): boolean => {
    if (next === undefined || older + newer >= limit) return false;
    bytes += bytesOf(next);
    // A page that has none would lead nowhere.
    return older + newer === 0 || bytes <= LIMITS.answerBytes;
  };
  let openAbove = direction !== 'older';
  let openBelow = direction !== 'newer';
  while (openAbove || openBelow) {
    openAbove &&= take(above[newer]);
    if (openAbove) newer++;
    openBelow &&= take(below[below.length - 1 - older]);
    if (openBelow) older++;
  }
  const hasOlder = below.length > older;
  const hasNewer = above.length > newer;
  return {
    page: [...below.slice(below.length - older), ...above.slice(0, newer)],
    hasMore: (direction !== 'newer' && hasOlder) || (direction !== 'older' && hasNewer),
    hasOlder,
    hasNewer,
  };
}

/** Of a message and what stands beside it. */
export function bytesOf({ json, annexes }: { json: string; annexes: readonly string[] }): number {
  return annexes.reduce((bytes, annex) => bytes + Buffer.byteLength(annex), Buffer.byteLength(json));
}

function directionOf({ before, after, around, since }: Query): Direction {
  if (around !== undefined) return 'both';
  if (after !== undefined) return 'newer';
  return before === undefined && since !== undefined ? 'newer' : 'older';
}
