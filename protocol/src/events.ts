import * as z from 'zod/mini';
import { AnyChange, changeEvents } from './changes.js';
import { Identity } from './commands.js';
import { type ErrorCode, errors } from './errors.js';
import { RoomId, Seq, Uuid } from './ids.js';
import { Head, Message, Room, RoomUser } from './shapes.js';

const ErrorCodes = z.enum(Object.keys(errors) as [ErrorCode, ...ErrorCode[]]);
/** What stands in every error on the wire. */
export const failure = {
  code: ErrorCodes,
  message: z.string(),
  retry: z.boolean(),
  retryAfterMs: z.optional(z.number()),
};

/** Everything a server may tell a socket: each event's arguments, in order. What each means: `eventDescriptions`. */
export const events = {
  server_info: z.tuple([
    z.object({
      instance: z.string(),
      instances: z.array(z.string()),
      version: z.string(),
      /** The server's clock, in ms: by it are the moments that a server tells. Absent from older servers. */
      now: z.optional(z.int()),
    }),
  ]),
  authenticated: z.tuple([Identity]),
  token_expiring: z.tuple([z.object({ expiresAt: z.int(), inMs: z.int() })]),
  message_history: z.tuple([
    z.array(Message),
    z.object({ roomId: RoomId, epoch: Uuid, rev: Seq, annexes: z.optional(z.array(AnyChange)) }),
  ]),
  room_users: z.tuple([z.array(RoomUser), z.object({ roomId: RoomId, total: z.int() })]),

  // Changes of a room, each one rev above the last.
  ...changeEvents,
  room_head: z.tuple([z.extend(Head, { roomId: RoomId })]),

  // Passing things of a room, stored nowhere.
  user_joined: z.tuple([z.extend(RoomUser, { roomId: RoomId })]),
  user_left: z.tuple([z.extend(RoomUser, { roomId: RoomId })]),
  user_typing: z.tuple([z.extend(RoomUser, { roomId: RoomId, isTyping: z.boolean() })]),
  presence: z.tuple([
    z.object({
      roomId: RoomId,
      changes: z.array(z.extend(RoomUser, { online: z.boolean() })),
      watchers: z.int(),
    }),
  ]),

  // On my own channel: all my sockets, whatever they watch.
  room_added: z.tuple([Room]),
  room_removed: z.tuple([z.object({ roomId: RoomId, banned: z.optional(z.literal(true)) })]),
  room_read: z.tuple([z.object({ roomId: RoomId, seq: Seq })]),
  room_activity: z.tuple([z.object({ roomId: RoomId, lastSeq: Seq })]),

  room_created: z.tuple([Room]),

  error: z.tuple([
    z.object({
      ...failure,
      command: z.string(),
      roomId: z.optional(z.string()),
      clientId: z.optional(z.string()),
    }),
  ]),
  goodbye: z.tuple([z.object({ ...failure, afterMs: z.int() })]),
} as const;

export type EventName = keyof typeof events;
export type EventArgs<N extends EventName> = z.infer<(typeof events)[N]>;
