import * as z from 'zod/mini';
import { RoomId, Seq, Uuid } from './ids.js';

/** A person as others see one. */
export const User = z.object({
  id: Uuid,
  username: z.string(),
  kind: z.enum(['account', 'guest']),
  role: z.enum(['member', 'admin']),
});
export type User = z.infer<typeof User>;

/** What stands in lists of people in a room. */
export const RoomUser = z.object({
  userId: Uuid,
  username: z.string(),
  /** They came without an account; absent for all others. */
  guest: z.optional(z.literal(true)),
});
export type RoomUser = z.infer<typeof RoomUser>;

/** One stored message. `seq` is its place in the room, `rev` the place of its last change; both count 1, 2, 3 ... */
export const Message = z.object({
  id: Uuid,
  roomId: RoomId,
  seq: Seq,
  rev: Seq,
  clientId: Uuid,
  userId: Uuid,
  username: z.string(),
  /** Its writer came without an account; absent for all others. */
  guest: z.optional(z.literal(true)),
  /** Empty when it was deleted. */
  message: z.string(),
  /** When it was stored, in milliseconds of the server's clock; so are the others. */
  timestamp: z.int(),
  /** When its text was last changed; absent when it never was. */
  editedAt: z.optional(z.int()),
  /** When it was deleted; absent while it stands. It keeps its place. */
  deletedAt: z.optional(z.int()),
});
export type Message = z.infer<typeof Message>;

export const RoomKind = z.enum(['public', 'private', 'direct']);
export type RoomKind = z.infer<typeof RoomKind>;
/** By what they may do, the least first. */
export const MemberRole = z.enum(['member', 'moderator', 'owner']);
export type MemberRole = z.infer<typeof MemberRole>;

/** A room as one person sees it. */
export const Room = z.object({
  id: RoomId,
  /** For a direct room, the other person's name. */
  name: z.string(),
  kind: RoomKind,
  topic: z.string(),
  epoch: Uuid,
  /** The newest change and the newest message. */
  rev: Seq,
  lastSeq: Seq,
  /** When the newest message was stored, ms; null in a room without one. */
  lastAt: z.nullable(z.int()),
  /** How far I have read. Unread is `lastSeq - readSeq`. */
  readSeq: Seq,
  /** My place in it; null when I am not a member. */
  role: z.nullable(MemberRole),
  /** Until when I am muted in it, ms; absent when I am not. */
  mutedUntil: z.optional(z.int()),
  /** How many seconds members wait between two messages; absent without slow mode. */
  slowSeconds: z.optional(z.int()),
  /** Clients show who comes into it and goes away from it; absent where they do not. */
  showJoinLeave: z.optional(z.literal(true)),
  /** The other person of a direct room. `online` is told in lists of my rooms, and of a room that is new to me, as far as it is known. */
  peer: z.nullable(z.extend(RoomUser, { online: z.optional(z.boolean()) })),
});
export type Room = z.infer<typeof Room>;

/** A membership as it stands after its last change. One that ended stays, as a tombstone, with `member: false`. */
export const Member = z.object({
  roomId: RoomId,
  rev: Seq,
  userId: Uuid,
  username: z.string(),
  /** They have no account; absent for all others. */
  guest: z.optional(z.literal(true)),
  role: MemberRole,
  member: z.boolean(),
  /** Until when they are muted, ms; absent when they are not. */
  mutedUntil: z.optional(z.int()),
  /** They are banned. */
  banned: z.optional(z.literal(true)),
});
export type Member = z.infer<typeof Member>;

/** What a room is called and how it is led, as it stands after the last change of these. */
export const RoomSettings = z.object({
  roomId: RoomId,
  rev: Seq,
  name: z.string(),
  topic: z.string(),
  /** 0 without slow mode. */
  slowSeconds: z.int(),
  /** Clients show who comes and goes; absent where they do not. */
  showJoinLeave: z.optional(z.literal(true)),
});
export type RoomSettings = z.infer<typeof RoomSettings>;

/** One emoji on one message as it stands after its last change. With a count of 0 it is gone. */
export const Reaction = z.object({
  roomId: RoomId,
  rev: Seq,
  /** The message's. */
  seq: Seq,
  /** Fully qualified, as `qualifiedEmoji` makes it. */
  emoji: z.string(),
  /** The rev at which it was first put on the message: by it those of a message are ordered. */
  firstRev: Seq,
  /** How many users have put it there. */
  count: z.int(),
  /** LIMITS.reactionUsers of them, the latest first. */
  userIds: z.array(Uuid),
});
export type Reaction = z.infer<typeof Reaction>;

/** The reactions to one message. Of the users of each the latest, LIMITS.reactionNames at most; `count` has all. */
export const ReactionList = z.object({
  reactions: z.array(
    z.object({
      emoji: z.string(),
      count: z.int(),
      /** I am one of them. */
      mine: z.boolean(),
      users: z.array(RoomUser),
    }),
  ),
});
export type ReactionList = z.infer<typeof ReactionList>;

/** A place in a room's history. */
export const Head = z.object({ epoch: Uuid, rev: Seq });
export type Head = z.infer<typeof Head>;
