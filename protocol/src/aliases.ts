import * as z from 'zod/mini';
import { failure } from './events.js';
import { Seq, Uuid } from './ids.js';
import { RoomUser } from './shapes.js';
import { line, MessageText } from './text.js';

/** The one room of a client that speaks in aliases. */
export const ALIAS_ROOM = 'general';

/**
 * The words of a chat with one room and no accounts, over Socket.IO: a connection whose first word is one of `client`
 * is answered in those of `server`. What else an object holds is ignored.
 */
export const aliases = {
  /** What a client may say, each with an acknowledgement if it likes. */
  client: {
    'client.setUsername': z.object({ username: line(50) }),
    'client.message': z.object({ message: MessageText.check(z.maxLength(1_000, 'too_long')) }),
  },
  /** What the server says: one object each. */
  server: {
    'server.info': z.object({ instance: z.string(), instances: z.array(z.string()), version: z.string() }),
    'server.message': z.object({
      id: Uuid,
      seq: Seq,
      userId: Uuid,
      username: z.string(),
      message: z.string(),
      timestamp: z.int(),
    }),
    'server.userJoined': RoomUser,
    'server.notification': z.discriminatedUnion('type', [
      z.object({ type: z.literal('info'), message: z.string() }),
      z.object({ type: z.literal('error'), ...failure }),
    ]),
  },
} as const;

export type ClientAlias = keyof (typeof aliases)['client'];
export type ServerAlias = keyof (typeof aliases)['server'];
export type AliasPayload<N extends ServerAlias> = z.infer<(typeof aliases)['server'][N]>;
