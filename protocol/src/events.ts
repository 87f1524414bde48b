import * as z from 'zod/mini';
import { Identity } from './commands.js';
import { type ErrorCode, errors } from './errors.js';
import { RoomId, Seq, Uuid } from './ids.js';
import { Head, Member, Message, Room, RoomUser } from './shapes.js';

const ErrorCodes = z.enum(Object.keys(errors) as [ErrorCode, ...ErrorCode[]]);
/** What stands in every error on the wire. */
export const failure = {
  code: ErrorCodes,
  message: z.string(),
  retry: z.boolean(),
  retryAfterMs: z.optional(z.number()),
};

/** Everything a server may tell a socket: each event's arguments, in order. */
export const events = {
  /** The instance one is connected to, and the others one may move to. The first event of every identified socket. */
  server_info: z.tuple([
    z.object({ instance: z.string(), instances: z.array(z.string()), version: z.string() }),
  ]),
  authenticated: z.tuple([Identity]),
  /** To the joining socket alone, before any live message: the newest page, ascending. */
  message_history: z.tuple([z.array(Message), z.object({ roomId: RoomId, epoch: Uuid, rev: Seq })]),
  /** To the joining socket alone: who watches the room now. */
  room_users: z.tuple([z.array(RoomUser), z.object({ roomId: RoomId, total: z.int() })]),

  // Changes of a room, each one rev above the last.
  message: z.tuple([Message]),
  /** A message was edited or deleted: how it stands now. */
  message_updated: z.tuple([Message]),
  member_updated: z.tuple([Member]),
  /** Everything up to `rev` has been told, though some revs between were overtaken by later changes. */
  room_head: z.tuple([z.extend(Head, { roomId: RoomId })]),

  // Passing things of a room, stored nowhere.
  user_joined: z.tuple([z.extend(RoomUser, { roomId: RoomId })]),
  user_left: z.tuple([z.extend(RoomUser, { roomId: RoomId })]),
  user_typing: z.tuple([z.extend(RoomUser, { roomId: RoomId, isTyping: z.boolean() })]),
  /** Who came online or went; above LIMITS.presenceWatchers only the count of watchers. */
  presence: z.tuple([
    z.object({
      roomId: RoomId,
      changes: z.array(z.extend(RoomUser, { online: z.boolean() })),
      watchers: z.int(),
    }),
  ]),

  // On my own channel: all my sockets, whatever they watch.
  room_added: z.tuple([Room]),
  room_removed: z.tuple([z.object({ roomId: RoomId })]),
  room_read: z.tuple([z.object({ roomId: RoomId, seq: Seq })]),
  /** At most once a second for each of my rooms that this socket does not watch. */
  room_activity: z.tuple([z.object({ roomId: RoomId, lastSeq: Seq })]),

  /**
   * There is a new public room, as one sees it who is no member. To everybody signed in but its maker, who hears
   * room_added. A hint for lists of rooms to browse: when too many are made at once, some are not told.
   */
  room_created: z.tuple([Room]),

  /** A command failed that asked for no acknowledgement. */
  error: z.tuple([
    z.object({
      ...failure,
      command: z.string(),
      roomId: z.optional(z.string()),
      clientId: z.optional(z.string()),
    }),
  ]),
  /** The last event before the server ends a connection. With `retry`, come back after `afterMs`. */
  goodbye: z.tuple([z.object({ ...failure, afterMs: z.int() })]),
} as const;

export type EventName = keyof typeof events;
export type EventArgs<N extends EventName> = z.infer<(typeof events)[N]>;
