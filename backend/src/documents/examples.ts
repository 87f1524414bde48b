import type { JsonSchema } from './json-schema.js';

/** Values as one meets them, by the name of the field. A field without one gets the least its schema takes. */
const BY_NAME: Readonly<Record<string, unknown>> = {
  accessToken: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0YjZl.c2lnbmF0dXJl',
  token: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0YjZl.c2lnbmF0dXJl',
  refreshToken: 'yhR2c0m3mJ1iQm1nYw5kZlB0c2VyV2Vy',
  username: 'Ada',
  password: 'correct horse battery',
  oldPassword: 'correct horse battery',
  newPassword: 'staple in the moonlight',
  device: 'Firefox on Linux',
  address: '192.0.2.7',
  createdAt: 1_763_683_200_000,
  lastUsedAt: 1_763_683_200_000,
  name: 'Tea house',
  topic: 'What is worth a cup',
  message: 'Hello!',
  query: 'tea',
  groupId: 1001,
  frame: 'MESSAGE',
  seq: 42,
  rev: 57,
  emoji: '👍',
  firstRev: 57,
  count: 1,
  lastSeq: 42,
  readSeq: 40,
  lastAt: 1_763_683_200_000,
  timestamp: 1_763_683_200_000,
  before: 42,
  after: 42,
  instance: 'chat-1',
  instances: ['http://localhost:3000', 'http://localhost:3001'],
  version: '0.1.0',
  uptime: 12,
  total: 2,
  forMs: 600_000,
  slowSeconds: 30,
  reason: 'Sold the cups',
  watchers: 2,
  afterMs: 1_000,
  code: 'not_found',
  checks: { postgres: 'ok', redis: 'ok' },
  command: 'send_message',
  role: 'member',
};
const UUID_OF: Readonly<Record<string, string>> = {
  clientId: '0f8fad5b-d9cb-469f-a165-70867728950e',
  userId: '4b6e4a0e-5d0c-4c1c-9f0e-3f1f2a7c9d21',
  epoch: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
};
/** Left out: what is there after something seldom happened, and would not go together. */
const SELDOM: readonly string[] = ['editedAt', 'deletedAt', 'dup', 'retryAfterMs', 'mutedUntil', 'banned'];
const ANY_UUID = '16fd2706-8baf-433b-82da-8c7fada847da';
const ROOM_ID = 'general';

/** Makes an example of a schema whose references point into `components`. */
export class Examples {
  constructor(private readonly components: Readonly<Record<string, JsonSchema>>) {}

  /** One example for each way the schema allows. `whole`: with everything that may be left out, too. */
  of(schema: JsonSchema, whole: boolean): unknown[] {
    const { anyOf, oneOf } = this.look(schema);
    return (oneOf ?? anyOf ?? [schema]).map((way) => this.one(way, '', whole));
  }

  private one(schema: JsonSchema, name: string, whole: boolean): unknown {
    const named = schema.$ref?.split('/').at(-1);
    if (named === 'Uuid') return UUID_OF[name] ?? ANY_UUID;
    if (named === 'RoomId') return ROOM_ID;
    const it = this.look(schema);
    if (it.examples) return it.examples[0];
    if ('const' in it) return it.const;
    if (isOf(it, BY_NAME[name])) return BY_NAME[name];
    if (it.enum) return it.enum[0];
    const [way] = it.oneOf ?? it.anyOf ?? it.allOf ?? [];
    if (way) return this.one(way, name, whole);
    const places = it.prefixItems ?? (Array.isArray(it.items) ? it.items : null);
    if (places) return places.map((place) => this.one(place, '', whole));
    if (it.type === 'array') return [this.one(itemsOf(it), singular(name), whole)];
    if (it.type === 'object') return this.object(it, name, whole);
    return PLAIN[String(it.type)] ?? null;
  }

  private object(
    { properties, required = [], additionalProperties }: JsonSchema,
    name: string,
    whole: boolean,
  ) {
    const entries = Object.entries(properties ?? {}).filter(
      ([key]) => required.includes(key) || (whole && !SELDOM.includes(key)),
    );
    const fields = entries.map(([key, property]) => [key, this.one(property, key, whole)]);
    // A record: one entry shows what it holds.
    if (!properties && typeof additionalProperties === 'object') {
      fields.push([ROOM_ID, this.one(additionalProperties, singular(name), whole)]);
    }
    return Object.fromEntries(fields);
  }

  private look(schema: JsonSchema): JsonSchema {
    const name = schema.$ref?.split('/').at(-1);
    return name === undefined ? schema : (this.components[name] ?? {});
  }
}

const PLAIN: Readonly<Record<string, unknown>> = { string: 'text', integer: 1, number: 1, boolean: true };

/** Whether a value is of the schema's type: a list of messages is called like a message's text. */
function isOf({ type }: JsonSchema, value: unknown): boolean {
  const kind = Array.isArray(value) ? 'array' : typeof value;
  return [type].flat().some((one) => one === kind || (one === 'integer' && Number.isInteger(value)));
}

function itemsOf({ items }: JsonSchema): JsonSchema {
  return typeof items === 'object' && !Array.isArray(items) ? items : {};
}

function singular(name: string): string {
  return name === 'watch' ? 'roomId' : name.replace(/s$/, '');
}
