import { groupIdOf, type Message, type ServerFrame } from '@parley/protocol';
import type { Encoder, Vocabulary } from '../connection/encoder.js';
import { Frame } from '../connection/frame.js';
import { textFrame } from '../connection/raw-websocket-writer.js';

/** What of all that happens is told on `/ws`, and in which frame. */
const FRAMES: Vocabulary<ServerFrame> = {
  authenticated: (identity) => ({ type: 'CONNECTED', ...identity }),
  token_expiring: (token) => ({ type: 'TOKEN_EXPIRING', ...token }),
  // The page is on request here; its end says which message will be the first that is heard live.
  message_history: (messages, { roomId }) => ({
    type: 'SUBSCRIBED',
    groupId: groupIdOf(roomId),
    seq: messages.at(-1)?.seq ?? 0,
  }),
  message: saidFrame,
  message_updated: (updated) => ({ ...saidFrame(updated), type: 'MESSAGE_UPDATED' }),
  member_updated: null,
  room_updated: null,
  reaction_updated: null,
  room_removed: ({ roomId }) => ({ type: 'UNSUBSCRIBED', groupId: groupIdOf(roomId) }),
  goodbye: (goodbye) => ({ type: 'ERROR', ...goodbye }),
};

/** The frames of protocol/src/frames.ts. */
export const wsEncoder: Encoder = {
  encode(event, args) {
    const make = FRAMES[event] as ((...args: unknown[]) => ServerFrame) | null | undefined;
    return make ? encodeFrame(make(...args.map((json) => JSON.parse(json)))) : null;
  },
};

export function encodeFrame(frame: ServerFrame): Frame {
  return new Frame(JSON.stringify(frame), textFrame);
}

export function saidFrame(said: Message): Extract<ServerFrame, { type: 'MESSAGE' }> {
  const { roomId, message, userId, username, seq, timestamp, clientId, editedAt, deletedAt } = said;
  return {
    type: 'MESSAGE',
    groupId: groupIdOf(roomId),
    message,
    userId,
    username,
    seq,
    timestamp,
    clientId,
    ...(editedAt === undefined ? {} : { editedAt }),
    ...(deletedAt === undefined ? {} : { deletedAt }),
  };
}
