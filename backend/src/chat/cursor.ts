import { isStorable } from '@parley/protocol';
import { refuse } from './refusal.js';

/** Where a row stands in its list: what the list is ordered by, in that order. */
export type Place = readonly (string | number)[];

type KeyType = 'text' | 'id' | 'integer';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Such that no comparison fails by it. */
const IS: Record<KeyType, (key: unknown) => boolean> = {
  text: (key) => typeof key === 'string' && isStorable(key),
  id: (key) => typeof key === 'string' && UUID.test(key),
  integer: (key) => Number.isSafeInteger(key),
};

/** A part of a list, and how to go on. */
export interface Page<T> {
  items: T[];
  /** Of the last item; null when it is the last of all. */
  next: Place | null;
}

export interface PageOf {
  after: Place | null;
  limit: number;
}

/** A place as programs are given it: a text to send back, and nothing to take apart. */
export function toCursor(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/**
 * Refuses with `bad_request`.
 *
 * @param shape the types of what the list is ordered by
 */
export function fromCursor(cursor: string | undefined, shape: readonly KeyType[]): Place | null {
  if (cursor === undefined) return null;
  const place = parsed(Buffer.from(cursor, 'base64url').toString());
  const fits =
    Array.isArray(place) && place.length === shape.length && shape.every((type, i) => IS[type](place[i]));
  return fits ? place : refuse('bad_request', 'cursor: one that this list gave');
}

/** What an answer tells of its page besides the rows. */
export function pageEnd({ next }: Page<unknown>): { hasMore: boolean; cursor?: string } {
  return next === null ? { hasMore: false } : { hasMore: true, cursor: toCursor(next) };
}

/** A page of rows of which one too many was read, to know whether there are more. */
export function toPage<R, T>(
  rows: R[],
  limit: number,
  placeOf: (row: R) => Place,
  toItem: (row: R) => T,
): Page<T> {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { items: rows.slice(0, limit).map(toItem), next: last === undefined ? null : placeOf(last) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
