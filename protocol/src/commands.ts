import * as z from 'zod/mini';
import { AnyChange } from './changes.js';
import { Emoji } from './emoji.js';
import { RoomId, Seq, Uuid } from './ids.js';
import { LIMITS } from './limits.js';
import { ban, givenRole, mute, settings, someSetting } from './moderation.js';
import { NewRoom } from './new-room.js';
import { Head, Member, Message, Reaction, ReactionList, Room } from './shapes.js';
import { line, MessageText } from './text.js';

const nothing = z.object({});
const ofRoom = z.strictObject({ roomId: RoomId });
const member = { roomId: RoomId, userId: Uuid };

/** Who a socket turned out to be. Tokens are given to guests only: an account already has its own. */
export const Identity = z.object({
  userId: Uuid,
  username: z.string(),
  accessToken: z.optional(z.string()),
  refreshToken: z.optional(z.string()),
});
export type Identity = z.infer<typeof Identity>;

/** The entry to a room: what one who just came needs to know. */
export const Entry = z.object({ room: Room, epoch: Uuid, rev: Seq });

/** What became of one room since the head the client named. */
export const SyncedRoom = z.discriminatedUnion('status', [
  z.object({ status: z.literal('ok') }),
  /**
   * The state, now, of everything that changed since, up to `rev`, in the order of `changeKinds`: memberships, settings,
   * messages that were edited or deleted, then the new ones, ascending by seq. With `more` it is a part: ask again from `rev`.
   */
  z.object({
    status: z.literal('delta'),
    epoch: Uuid,
    rev: Seq,
    changes: z.array(AnyChange),
    more: z.optional(z.literal(true)),
  }),
  /** Too much, or another history: forget the room's messages and start from this newest page. */
  z.object({
    status: z.literal('reload'),
    epoch: Uuid,
    rev: Seq,
    messages: z.array(Message),
    annexes: z.optional(z.array(AnyChange)),
  }),
  /** No longer yours to see: forget the room. */
  z.object({ status: z.literal('gone') }),
]);
export type SyncedRoom = z.infer<typeof SyncedRoom>;

/** Which page of a room's history: the newest, the newest below `before`, or the oldest above `after`; never both. */
export const HistoryQuery = {
  limit: z.optional(z.int().check(z.gte(1), z.lte(LIMITS.historyPageMax))),
  before: z.optional(Seq),
  after: z.optional(Seq),
};

/**
 * Everything a client may ask of a server on a socket. Handlers and clients take their types from this table; what each
 * means is told by `commandDescriptions`.
 */
export const commands = {
  authenticate: {
    input: z.union([
      z.strictObject({ token: z.string().check(z.minLength(1), z.maxLength(4_096)) }),
      z.strictObject({ username: line(50), userId: z.optional(z.unknown()) }),
    ]),
    output: Identity,
  },
  create_room: { input: NewRoom, output: Room },
  join_room: { input: ofRoom, output: Entry },
  watch_room: { input: ofRoom, output: Entry },
  unwatch_room: { input: ofRoom, output: nothing },
  leave_room: { input: ofRoom, output: nothing },
  update_room: { input: z.strictObject({ roomId: RoomId, ...settings }).check(someSetting), output: Room },
  transfer_room: { input: z.strictObject(member), output: Member },
  set_role: { input: z.strictObject({ ...member, ...givenRole }), output: Member },
  remove_member: { input: z.strictObject(member), output: Member },
  ban_member: { input: z.strictObject({ ...member, ...ban }), output: Member },
  unban_member: { input: z.strictObject(member), output: Member },
  mute_member: { input: z.strictObject({ ...member, ...mute }), output: Member },
  unmute_member: { input: z.strictObject(member), output: Member },
  send_message: {
    input: z.strictObject({ roomId: RoomId, message: MessageText, clientId: z.optional(Uuid) }),
    output: z.extend(Message, { dup: z.optional(z.literal(true)) }),
  },
  read_history: {
    input: z
      .strictObject({ roomId: RoomId, ...HistoryQuery })
      .check(z.refine((q) => q.before === undefined || q.after === undefined, 'before or after, not both')),
    output: z.object({
      messages: z.array(Message),
      annexes: z.optional(z.array(AnyChange)),
      hasMore: z.boolean(),
    }),
  },
  edit_message: {
    input: z.strictObject({ roomId: RoomId, seq: Seq, message: MessageText }),
    output: Message,
  },
  delete_message: { input: z.strictObject({ roomId: RoomId, seq: Seq }), output: Message },
  react: {
    input: z.strictObject({ roomId: RoomId, seq: Seq, emoji: Emoji, on: z.boolean() }),
    output: Reaction,
  },
  read_reactions: { input: z.strictObject({ roomId: RoomId, seq: Seq }), output: ReactionList },
  typing: { input: z.strictObject({ roomId: RoomId, isTyping: z.boolean() }), output: nothing },
  mark_read: {
    input: z.strictObject({ roomId: RoomId, seq: Seq }),
    output: z.object({ roomId: RoomId, seq: Seq }),
  },
  ping: { input: z.strictObject({}), output: nothing },
  sync: {
    input: z.strictObject({
      rooms: z
        .record(RoomId, Head)
        .check(
          z.refine(
            (rooms) => Object.keys(rooms).length <= LIMITS.syncRooms,
            `at most ${LIMITS.syncRooms} rooms`,
          ),
        ),
      watch: z.array(RoomId).check(z.maxLength(LIMITS.syncRooms)),
    }),
    output: z.object({ rooms: z.record(RoomId, SyncedRoom), mine: z.array(Room) }),
  },
} as const;

export type CommandName = keyof typeof commands;
export type Input<N extends CommandName> = z.infer<(typeof commands)[N]['input']>;
export type Output<N extends CommandName> = z.infer<(typeof commands)[N]['output']>;
