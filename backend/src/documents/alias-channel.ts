import {
  ALIAS_ROOM,
  aliasDescriptions,
  aliases,
  type ClientAlias,
  commands,
  type ServerAlias,
} from '@parley/protocol';
import { AsyncChannel } from './async-channel.js';
import type { JsonSchema } from './json-schema.js';
import { replySchema } from './reply-schema.js';
import type { SchemaBook } from './schema-book.js';
import { refusalsOfCommand } from './socket-channel.js';

const ABOUT = `A chat with one room, \`${ALIAS_ROOM}\`, and no accounts: a connection whose first word is one of these hears these
and no others. One object each, with an acknowledgement if one likes.`;

/** The aliases of Socket.IO. */
export function aliasChannel(book: SchemaBook): AsyncChannel {
  const head = { address: '/', title: 'Aliases', description: ABOUT };
  const channel = new AsyncChannel('aliases', head, book, 'socketio');
  for (const name of Object.keys(aliases.client) as ClientAlias[]) {
    const { means, as } = aliasDescriptions.client[name];
    const refusals = refusalsOfCommand(as);
    const answer = `${name}_answer`;
    channel.keep(answer, {
      name: `${name} (answer)`,
      summary: `The acknowledgement of ${name}.`,
      payload: replySchema(book.write(commands[as].output, 'output'), refusals),
      whole: true,
    });
    const payload = book.write(aliases.client[name], 'input');
    channel.receives(name, { name, summary: means, payload, whole: false }, [answer], refusals);
  }
  for (const name of Object.keys(aliases.server) as ServerAlias[]) {
    const payload = listed(book.write(aliases.server[name], 'output'));
    channel.sends(name, { name, summary: aliasDescriptions.server[name], payload, whole: true });
  }
  return channel;
}

/** As on the main channel, a payload is the list of an event's arguments. */
function listed(argument: JsonSchema): JsonSchema {
  return { type: 'array', items: [argument], minItems: 1, maxItems: 1 };
}
