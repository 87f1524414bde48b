import * as z from 'zod/mini';
import { AnyChange } from './changes.js';
import { Seq, Uuid } from './ids.js';
import { MemberRole, Message, Room, RoomUser, User } from './shapes.js';

// Apart from the bodies of the same routes, which the page needs as types alone and so need not load.

/** What register, login, guest and refresh answer. `refreshToken` is absent when it went into a cookie. */
export const SignedIn = z.object({
  accessToken: z.string(),
  refreshToken: z.optional(z.string()),
  user: User,
});
export type SignedIn = z.infer<typeof SignedIn>;

/** A page of messages, ascending by seq. */
export const HistoryPage = z.object({
  success: z.literal(true),
  messages: z.array(Message),
  annexes: z.optional(z.array(AnyChange)),
  /** There is more in the direction that was asked for; with `around` in either. */
  hasMore: z.boolean(),
  /** What fits the query lies before the page, or behind it. */
  hasOlder: z.boolean(),
  hasNewer: z.boolean(),
  /** The seqs to go on from: the page before this one is `before` the one, the next is `after` the other. */
  before: Seq,
  after: Seq,
});
export type HistoryPage = z.infer<typeof HistoryPage>;

/** One place where I am signed in. */
export const ListedSession = z.object({
  id: Uuid,
  /** Milliseconds of the server's clock; so is the other. */
  createdAt: z.int(),
  /** When its tokens were renewed last, which a client in use does every few minutes. */
  lastUsedAt: z.int(),
  /** Browser and system in a few words, or a program's name; null where nothing was said. */
  device: z.nullable(z.string()),
  /** From where it was used last. */
  address: z.nullable(z.string()),
  /** It is the one that asks. */
  current: z.boolean(),
});
export type ListedSession = z.infer<typeof ListedSession>;

export const SessionList = z.object({ sessions: z.array(ListedSession) });
/** How a list ends here. `cursor` is for the next page, where there is more. */
const pageEnd = { hasMore: z.boolean(), cursor: z.optional(z.string()) };

export const RoomList = z.object({ rooms: z.array(Room), ...pageEnd });
export const UserList = z.object({ users: z.array(z.extend(User, { online: z.boolean() })), ...pageEnd });
export const MemberList = z.object({
  /** How many the room has, named here or not. */
  total: z.int(),
  members: z.array(
    z.extend(RoomUser, { role: MemberRole, online: z.boolean(), mutedUntil: z.optional(z.int()) }),
  ),
  ...pageEnd,
});
/** `until` in ms, null for good; `reason` may be empty. */
export const BanList = z.object({
  bans: z.array(z.extend(RoomUser, { until: z.nullable(z.int()), reason: z.string() })),
  ...pageEnd,
});
