import * as z from 'zod/mini';
import { Uuid } from './ids.js';
import { LIMITS } from './limits.js';
import { ban, givenRole, mute, settings, someSetting } from './moderation.js';
import { NewRoom } from './new-room.js';
import { ascend, moment, placeQuery, seqQuery, wholeNumber } from './query.js';
import { line, storable } from './text.js';

/** `session: 'cookie'` keeps the refresh token in an httpOnly cookie instead of the answer. */
const session = z.optional(z.enum(['cookie', 'body']));
/** Part of a name. */
const search = z.optional(z.string().check(z.maxLength(64), storable));
const cursor = z.optional(z.string().check(z.regex(/^[\w-]{1,1024}$/, 'one that an answer had')));
/** A part of a list: so many rows, behind the page whose answer had this cursor. */
const page = (rows: number) => ({ limit: z._default(wholeNumber(1, LIMITS.listPageMax), rows), cursor });
const password = z.string().check(z.minLength(8), z.maxLength(256));
/** A part of a room's time: `since` and later, before `until`. */
const time = { since: z.optional(moment), until: z.optional(moment) };
const timeAscends = z.refine<{ since?: number | undefined; until?: number | undefined }>(
  ({ since, until }) => ascend(since, until),
  'since must lie before until',
);

/** Bodies and queries of the REST routes. */
export const rest = {
  register: z.strictObject({ username: line(32), password, session }),
  /** A login with any text is an attempt, not a mistake of form: only sizes are bounded. */
  login: z.strictObject({
    username: z.string().check(z.minLength(1), z.maxLength(256)),
    password: z.string().check(z.minLength(1), z.maxLength(256)),
    session,
  }),
  guest: z.strictObject({ username: line(50), session }),
  /** Empty when the refresh token comes in its cookie. */
  refresh: z.strictObject({ refreshToken: z.optional(z.string().check(z.minLength(1), z.maxLength(256))) }),
  changePassword: z.strictObject({
    oldPassword: z.string().check(z.minLength(1), z.maxLength(256)),
    newPassword: password,
  }),
  createRoom: NewRoom,
  invite: z.strictObject({ userId: Uuid }),
  updateRoom: z.strictObject(settings).check(someSetting),
  transferRoom: z.strictObject({ userId: Uuid }),
  setRole: z.strictObject(givenRole),
  mute: z.strictObject(mute),
  ban: z.strictObject({ userId: Uuid, ...ban }),
  rooms: z.strictObject({
    scope: z.optional(z.enum(['mine', 'public'])),
    query: search,
    limit: z.optional(wholeNumber(1, LIMITS.listPageMax)),
    cursor,
  }),
  users: z.strictObject({ query: search, ...page(LIMITS.peoplePage) }),
  members: z.strictObject({ query: search, ...page(LIMITS.listPageMax) }),
  bans: z.strictObject(page(LIMITS.listPageMax)),
  /** A page: below `before`, above `after`, or with `around` in its middle; else the newest, or with `since` the first. */
  history: z
    .strictObject({
      limit: z._default(wholeNumber(1, LIMITS.historyPageMax), LIMITS.historyPage),
      before: seqQuery,
      after: seqQuery,
      around: seqQuery,
      ...time,
      userId: z.optional(Uuid),
    })
    .check(
      z.refine(
        ({ before, after, around }) => [before, after, around].filter((at) => at !== undefined).length <= 1,
        'before, after or around: one of them at most',
      ),
      z.refine(
        ({ around, since, until }) => around === undefined || (since === undefined && until === undefined),
        'around goes with neither since nor until',
      ),
      timeAscends,
    ),
  /** A part of a room, or the whole: above `after`, below `before`. */
  export: z.strictObject({ after: seqQuery, before: seqQuery, ...time }).check(
    z.refine(({ after, before }) => ascend(after, before), 'after must lie below before'),
    timeAscends,
  ),
  /** From where on to follow a room. */
  events: z.strictObject({ after: z.optional(placeQuery) }),
} as const;
export type Body<N extends keyof typeof rest> = z.infer<(typeof rest)[N]>;
