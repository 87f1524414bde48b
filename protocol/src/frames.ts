import * as z from 'zod/mini';
import { HistoryQuery, Identity } from './commands.js';
import { failure } from './events.js';
import { RoomId, Seq, Uuid } from './ids.js';
import { MessageText } from './text.js';

/**
 * A room as programs on `/ws` name it: by a number where its id is one, else by its id. The group 1001 is the room
 * `1001`.
 */
export const GroupId = z.union(
  [z.int().check(z.gte(0)), RoomId],
  'a whole number from 0 to 9007199254740991, or a room id',
);
export type GroupId = z.infer<typeof GroupId>;

export function roomIdOf(groupId: GroupId): string {
  return String(groupId);
}

export function groupIdOf(roomId: string): GroupId {
  const number = Number(roomId);
  return Number.isSafeInteger(number) && String(number) === roomId ? number : roomId;
}

/** Programs that know one form of frame send a `message` with each. */
const place = { groupId: GroupId, message: z.optional(z.unknown()) };
const said = {
  groupId: GroupId,
  /** Empty when it was deleted. */
  message: z.string(),
  userId: Uuid,
  username: z.string(),
  /** The message's place in its room: 1, 2, 3 ... */
  seq: Seq,
  /** Milliseconds of the server's clock. */
  timestamp: z.int(),
  clientId: Uuid,
  /** When its text was last changed, and when it was deleted; absent when it was not. */
  editedAt: z.optional(z.int()),
  deletedAt: z.optional(z.int()),
};
const Said = z.object({ type: z.literal('MESSAGE'), ...said });

/**
 * What goes over a plain WebSocket: one JSON object a text frame, its form told by `type`. What each means is told by
 * `frameDescriptions`.
 */
export const frames = {
  /** What a program may send. */
  client: {
    SUBSCRIBE: z.strictObject({ type: z.literal('SUBSCRIBE'), ...place }),
    UNSUBSCRIBE: z.strictObject({ type: z.literal('UNSUBSCRIBE'), ...place }),
    MESSAGE: z.strictObject({
      type: z.literal('MESSAGE'),
      groupId: GroupId,
      message: MessageText,
      clientId: z.optional(Uuid),
    }),
    HISTORY: z.strictObject({ type: z.literal('HISTORY'), groupId: GroupId, ...HistoryQuery }),
    AUTHENTICATE: z.union(
      [
        z.strictObject({ type: z.literal('AUTHENTICATE'), token: z.string() }),
        z.strictObject({ type: z.literal('AUTHENTICATE'), username: z.string() }),
      ],
      'a token, or a username',
    ),
  },
  /** What the server says. */
  server: {
    CONNECTED: z.extend(Identity, { type: z.literal('CONNECTED') }),
    TOKEN_EXPIRING: z.object({ type: z.literal('TOKEN_EXPIRING'), expiresAt: z.int(), inMs: z.int() }),
    SUBSCRIBED: z.object({ type: z.literal('SUBSCRIBED'), groupId: GroupId, seq: Seq }),
    UNSUBSCRIBED: z.object({ type: z.literal('UNSUBSCRIBED'), groupId: GroupId }),
    MESSAGE: Said,
    MESSAGE_UPDATED: z.object({ type: z.literal('MESSAGE_UPDATED'), ...said }),
    STORED: z.object({
      type: z.literal('STORED'),
      groupId: GroupId,
      clientId: Uuid,
      seq: Seq,
      timestamp: z.int(),
      dup: z.optional(z.literal(true)),
    }),
    HISTORY: z.object({
      type: z.literal('HISTORY'),
      groupId: GroupId,
      messages: z.array(Said),
      hasMore: z.boolean(),
    }),
    ERROR: z.object({
      type: z.literal('ERROR'),
      ...failure,
      frame: z.optional(z.string()),
      groupId: z.optional(z.union([z.number(), z.string()])),
      clientId: z.optional(z.string()),
      afterMs: z.optional(z.int()),
    }),
  },
} as const;

type OneOf<T extends Record<string, z.ZodMiniType>> = { [N in keyof T]: z.infer<T[N]> }[keyof T];
export type ClientFrame = OneOf<(typeof frames)['client']>;
export type ServerFrame = OneOf<(typeof frames)['server']>;
