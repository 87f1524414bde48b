import type { ClientAlias, ServerAlias } from './aliases.js';
import type { CommandName } from './commands.js';

/** What each alias means, in words, for the documents. `as`: the command whose answer and refusals are its own. */
export const aliasDescriptions = {
  client: {
    'client.setUsername': {
      means: 'Makes me a guest of that name, a member of the room, and this connection hear it.',
      as: 'authenticate',
    },
    'client.message': { means: 'Stores a message in the room.', as: 'send_message' },
  },
  server: {
    'server.info': 'The instance one is connected to, and the others.',
    'server.message': 'Something was said. To all, its sender too, ascending by seq.',
    'server.userJoined': 'A user came. To all, and to that user, too.',
    'server.notification':
      'Something a person should know: an `info` to all, or an `error` to the one whose word it answers.',
  },
} as const satisfies {
  client: Record<ClientAlias, { readonly means: string; readonly as: CommandName }>;
  server: Record<ServerAlias, string>;
};
