import { ALIAS_ROOM, type AliasPayload, type EventArgs, type ServerAlias } from '@parley/protocol';
import type { Encoder, Vocabulary } from '../connection/encoder.js';
import { packetOf } from './socket-io-encoder.js';

type Said = { [N in ServerAlias]: [name: N, payload: AliasPayload<N>] }[ServerAlias];

/** What of all that happens is told in aliases, and by which. */
const ALIASES: Vocabulary<Said> = {
  server_info: ({ instance, instances, version }) => ['server.info', { instance, instances, version }],
  message: ({ id, seq, userId, username, message, timestamp }) => [
    'server.message',
    { id, seq, userId, username, message, timestamp },
  ],
  message_updated: null,
  member_updated: null,
  room_updated: null,
  reaction_updated: null,
  user_joined: ({ userId, username }) => ['server.userJoined', { userId, username }],
  user_left: ({ username }) => ['server.notification', { type: 'info', message: `${username} left.` }],
  room_removed: () => [
    'server.notification',
    { type: 'info', message: `You are no longer in ${ALIAS_ROOM}.` },
  ],
  error: failure,
  goodbye: failure,
};

/** Socket.IO's packets of protocol/src/aliases.ts. */
export const aliasEncoder: Encoder = {
  encode(event, args) {
    // The table pairs each event with its arguments; the compiler loses the pairing at the look-up.
    const say = ALIASES[event] as ((...args: unknown[]) => Said) | null | undefined;
    if (!say) return null;
    const [name, payload] = say(...args.map((json) => JSON.parse(json)));
    return packetOf(name, [JSON.stringify(payload)]);
  },
};

function failure({ code, message, retry, retryAfterMs }: EventArgs<'error' | 'goodbye'>[0]): Said {
  return ['server.notification', { type: 'error', code, message, retry, retryAfterMs }];
}
