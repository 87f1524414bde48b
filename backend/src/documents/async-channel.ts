import type { ErrorCode } from '@parley/protocol';
import { Examples } from './examples.js';
import type { JsonSchema } from './json-schema.js';
import type { SchemaBook } from './schema-book.js';

/** Something one side may say. */
interface Saying {
  readonly name: string;
  readonly summary: string;
  readonly description?: string | undefined;
  readonly payload: JsonSchema;
  /** With everything that may be left out, too. */
  readonly whole: boolean;
}

/** One channel of an AsyncAPI document, filled message by message, with an operation for each. */
export class AsyncChannel {
  private readonly messages: Record<string, unknown> = {};
  readonly operations: Record<string, unknown> = {};

  constructor(
    private readonly id: string,
    private readonly head: { address: string; title: string; description: string },
    private readonly book: SchemaBook,
    /** Which server it is on: the one called like it, unless told otherwise. */
    private readonly server = id,
  ) {}

  get channel() {
    return { ...this.head, servers: [{ $ref: `#/servers/${this.server}` }], messages: this.messages };
  }

  /** What clients send. `answers`: the keys of messages that may answer it; `refusals`: what it may fail with. */
  receives(key: string, saying: Saying, answers: readonly string[], refusals: readonly ErrorCode[]): void {
    this.keep(key, saying);
    const reply = { channel: this.self, messages: answers.map((answer) => this.refer(answer)) };
    this.operations[`${this.id}_${key}`] = {
      action: 'receive',
      title: saying.name,
      summary: saying.summary,
      channel: this.self,
      messages: [this.refer(key)],
      ...(answers.length > 0 ? { reply } : {}),
      'x-refusals': refusals,
    };
  }

  /** What the server says of itself. */
  sends(key: string, saying: Saying): void {
    this.keep(key, saying);
    this.operations[`${this.id}_${key}`] = {
      action: 'send',
      title: saying.name,
      summary: saying.summary,
      channel: this.self,
      messages: [this.refer(key)],
    };
  }

  /** A message that is only ever an answer. */
  keep(key: string, { name, summary, description, payload, whole }: Saying): void {
    const examples = new Examples(this.book.components).of(payload, whole);
    this.messages[key] = {
      name,
      title: name,
      summary,
      ...(description ? { description } : {}),
      contentType: 'application/json',
      payload,
      examples: examples.map((example) => ({ payload: example })),
    };
  }

  private get self() {
    return { $ref: `#/channels/${this.id}` };
  }

  private refer(key: string) {
    return { $ref: `#/channels/${this.id}/messages/${key}` };
  }
}
