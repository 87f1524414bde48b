import type { Answer, Entry, Way } from './entry.js';
import type { Schema, Shapes } from './schema.js';

/** As much of an AsyncAPI document as a Parley server writes. */
export interface AsyncApi {
  channels: Record<string, { description: string; messages: Record<string, Message> }>;
  operations: Record<string, Operation>;
  components: { schemas: Shapes };
}

interface Message {
  name: string;
  summary: string;
  description?: string;
  payload: Schema;
  examples: { payload: unknown }[];
}

interface Reference {
  $ref: string;
}

interface Operation {
  action: 'receive' | 'send';
  channel: Reference;
  messages: Reference[];
  reply?: { messages: Reference[] };
  'x-refusals'?: string[];
}

const SECTIONS: Readonly<Record<string, readonly [ask: string, hear: string]>> = {
  socketio: ['Commands', 'Events'],
  ws: ['Frames to send', 'Frames to hear'],
  aliases: ['Aliases to send', 'Aliases to hear'],
};

export function readAsyncApi({ channels, operations }: AsyncApi): Entry[] {
  return Object.entries(operations).flatMap(([id, operation]) => {
    const way = lastOf(operation.channel) as Way;
    const messages = channels[way]?.messages ?? {};
    const find = (reference: Reference | undefined) => messages[lastOf(reference)];
    const message = find(operation.messages[0]);
    if (!message) return [];
    const side = operation.action === 'receive' ? 'ask' : 'hear';
    return {
      id: `${way}/${id.slice(way.length + 1)}`,
      way,
      side,
      section: SECTIONS[way]?.[side === 'ask' ? 0 : 1] ?? way,
      name: message.name,
      summary: message.summary,
      more: message.description ?? '',
      needsToken: false,
      parameters: [],
      schema: message.payload,
      examples: message.examples.map(({ payload }) => payload),
      answers: (operation.reply?.messages ?? []).flatMap((reference) => toAnswers(way, find(reference))),
      refusals: operation['x-refusals'] ?? [],
    };
  });
}

/** An acknowledgement is told by what it says when all went well; its refusals are told by their codes. */
function toAnswers(way: Way, message: Message | undefined): Answer[] {
  if (!message || message.name === 'ERROR') return [];
  const { payload, examples, summary, name } = message;
  const schema = payload.oneOf?.[0] ?? payload;
  return [
    { label: way === 'ws' ? name : 'Acknowledgement', means: summary, schema, example: examples[0]?.payload },
  ];
}

function lastOf(reference: Reference | undefined): string {
  return reference?.$ref.split('/').at(-1) ?? '';
}
