import * as z from 'zod/mini';
import type { Head } from './shapes.js';

/** A whole number as it stands in a query. */
export const wholeNumber = (least: number, most: number) =>
  z.pipe(
    z.pipe(z.string().check(z.regex(/^\d{1,15}$/, 'a whole number')), z.transform(Number)),
    z.int().check(z.gte(least), z.lte(most)),
  );

/** A place in a room's history, as it stands in a query. */
export const seqQuery = z.optional(wholeNumber(0, Number.MAX_SAFE_INTEGER));

/** Nine to eleven digits are seconds in all likelihood, which must not be read as a day in January 1970. */
const MILLISECONDS = /^(?:\d{1,8}|\d{12,15})$/;
/** A moment as it stands in a query; read as milliseconds. A date alone is its midnight, UTC. */
export const moment = z.pipe(
  z.union(
    [z.string().check(z.regex(MILLISECONDS)), z.iso.datetime({ offset: true }), z.iso.date()],
    // In a query a plus sign means a space: the commonest way to get this wrong.
    'a time: milliseconds and not seconds, or ISO 8601 with Z or an offset (whose + is written %2B)',
  ),
  z.transform((text: string) => (MILLISECONDS.test(text) ? Number(text) : Date.parse(text))),
);

/** Whether two ends of a part, where both are given, leave room for something. */
export const ascend = (first: number | undefined, end: number | undefined) =>
  first === undefined || end === undefined || first < end;

const PLACE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(\d{1,15})$/;
/** How much of a room is known already, `<epoch>:<rev>`: the id of an event. */
export const placeQuery = z.pipe(
  z.string().check(z.regex(PLACE, 'the id of an event, <epoch>:<rev>')),
  z.transform((text: string): Head => {
    const [, epoch = '', rev] = PLACE.exec(text) ?? [];
    return { epoch, rev: Number(rev) };
  }),
);
