import type { CommandName } from './commands.js';
import type { frames } from './frames.js';

type ClientFrameName = keyof (typeof frames)['client'];
type ServerFrameName = keyof (typeof frames)['server'];

interface FrameDescription {
  readonly means: string;
  /** What follows where it could be done. Where not, an ERROR. */
  readonly answers: readonly ServerFrameName[];
  /** The command that it is, whose refusals are its own. */
  readonly as: CommandName;
}

/** What each frame of a plain WebSocket means, in words, for the documents. */
export const frameDescriptions = {
  client: {
    SUBSCRIBE: {
      means: 'Makes me a member where I may be one, and this connection hear the room.',
      answers: ['SUBSCRIBED'],
      as: 'join_room',
    },
    UNSUBSCRIBE: {
      means: 'This connection hears the room no longer; the membership stays.',
      answers: ['UNSUBSCRIBED'],
      as: 'unwatch_room',
    },
    MESSAGE: {
      means: 'Stores one message. The same `clientId` is the same message, for ever.',
      answers: ['STORED'],
      as: 'send_message',
    },
    HISTORY: {
      means: 'Asks for a page of what was said.',
      answers: ['HISTORY'],
      as: 'read_history',
    },
    AUTHENTICATE: {
      means:
        'Says who I am, once, where the connection came without a token and is no guest; and later brings a new token of the same session.',
      answers: ['CONNECTED'],
      as: 'authenticate',
    },
  },
  server: {
    CONNECTED:
      'Who one is, before anything else. Guests get the tokens by which they may come back as the same person.',
    TOKEN_EXPIRING:
      'The token ends in `inMs`: renew it over HTTP, then AUTHENTICATE with the new one. Else the connection is closed at that time.',
    SUBSCRIBED: 'From here on each message of the room comes once and in order: the next one is `seq + 1`.',
    UNSUBSCRIBED: 'As asked for, or because one is no longer a member of the room.',
    MESSAGE: 'Something was said. To all who are subscribed, its sender too.',
    MESSAGE_UPDATED: 'A message was edited or deleted: how it stands now.',
    STORED: 'A message with a `clientId` is committed to disk. `dup`: it was before.',
    HISTORY: 'A page of what was said, ascending by seq, each as it would come live.',
    ERROR:
      'A frame could not be done: `frame`, `groupId` and `clientId` say which, as far as it said so itself. Without a `frame` it is the last word before the server closes the connection; with `retry`, come back after `afterMs`.',
  },
} as const satisfies {
  client: Record<ClientFrameName, FrameDescription>;
  server: Record<ServerFrameName, string>;
};
