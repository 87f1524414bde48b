import {
  COMMAND_REFUSALS,
  type CommandName,
  commandDescriptions,
  commands,
  type ErrorCode,
  type EventName,
  eventDescriptions,
  events,
} from '@parley/protocol';
import { AsyncChannel } from './async-channel.js';
import type { JsonSchema } from './json-schema.js';
import { replySchema } from './reply-schema.js';
import type { SchemaBook } from './schema-book.js';

const ABOUT = `\`socket.emit(command, input, acknowledge)\` with one object, strictly of its shape. Every command is
answered exactly once: \`{ ok: true, data }\` or \`{ ok: false, error }\`. Without an acknowledgement a failure comes as the
event \`error\`. An event's payload is the list of its arguments, in order.`;

/** Commands and events on Socket.IO. */
export function socketChannel(book: SchemaBook): AsyncChannel {
  const head = { address: '/', title: 'Socket.IO', description: ABOUT };
  const channel = new AsyncChannel('socketio', head, book);
  for (const name of Object.keys(commands) as CommandName[]) addCommand(channel, book, name);
  for (const name of Object.keys(events) as EventName[]) addEvent(channel, book, name);
  return channel;
}

function addCommand(channel: AsyncChannel, book: SchemaBook, name: CommandName): void {
  const words: { means: string; more?: string } = commandDescriptions[name];
  const refusals = refusalsOfCommand(name);
  const { input, output } = commands[name];
  channel.keep(`${name}_answer`, {
    name: `${name} (answer)`,
    summary: `The acknowledgement of ${name}.`,
    payload: replySchema(book.write(output, 'output'), refusals),
    whole: true,
  });
  const saying = {
    name,
    summary: words.means,
    description: words.more,
    payload: book.write(input, 'input'),
    whole: false,
  };
  channel.receives(name, saying, [`${name}_answer`], refusals);
}

export function refusalsOfCommand(name: CommandName): ErrorCode[] {
  return [...new Set<ErrorCode>([...commandDescriptions[name].refusals, ...COMMAND_REFUSALS])];
}

function addEvent(channel: AsyncChannel, book: SchemaBook, name: EventName): void {
  const { means, args } = eventDescriptions[name];
  const payload = book.write(events[name], 'output');
  const places = Array.isArray(payload.items) ? payload.items : [];
  if (places.length !== args.length)
    throw new Error(`${name} has ${places.length} arguments, not ${args.length}.`);
  // A command may have an event's name: what is said of a thing is called like it.
  channel.sends(`${name}_event`, {
    name,
    summary: means,
    payload: { ...payload, items: named(places, args) },
    whole: true,
  });
}

function named(places: readonly JsonSchema[], names: readonly string[]): JsonSchema[] {
  return places.map((place, i) => ({ title: names[i] ?? '', ...place }));
}
