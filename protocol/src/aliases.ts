import * as z from 'zod/mini';
import { failure } from './events.js';
import { Seq, Uuid } from './ids.js';
import { RoomUser } from './shapes.js';
import { line, MessageText } from './text.js';

/** The one room of whoever speaks in aliases. */
export const ALIAS_ROOM = 'general';

/**
 * The words of a chat with one room and no accounts, over Socket.IO: a connection whose first word is one of `client`
 * is answered in those of `server`. What else an object holds is ignored.
 */
export const aliases = {
  /** What a client may say, each with an acknowledgement if it likes. */
  client: {
    /** Makes me a guest of that name, a member of the room, and this connection hear it. Answered by my identity. */
    'client.setUsername': z.object({ username: line(50) }),
    /** Stores a message. Answered by it. */
    'client.message': z.object({ message: MessageText.check(z.maxLength(1_000, 'too_long')) }),
  },
  /** What the server says: one object each. */
  server: {
    /** The instance one is connected to, and the others. */
    'server.info': z.object({ instance: z.string(), instances: z.array(z.string()), version: z.string() }),
    /** To all, its sender too, ascending by seq. `timestamp` is in ms of the server's clock. */
    'server.message': z.object({
      id: Uuid,
      seq: Seq,
      userId: Uuid,
      username: z.string(),
      message: z.string(),
      timestamp: z.int(),
    }),
    /** To all, also to whoever joined. */
    'server.userJoined': RoomUser,
    /** Something a person should know: an `info` to all, or an `error` to the one whose word it answers. */
    'server.notification': z.discriminatedUnion('type', [
      z.object({ type: z.literal('info'), message: z.string() }),
      z.object({ type: z.literal('error'), ...failure }),
    ]),
  },
} as const;

export type ClientAlias = keyof (typeof aliases)['client'];
export type ServerAlias = keyof (typeof aliases)['server'];
export type AliasPayload<N extends ServerAlias> = z.infer<(typeof aliases)['server'][N]>;
