import { describe, expect, test } from '@jest/globals';
import { draftOf, pathOf, readBody } from '../src/docs/console/draft.js';
import { eventsOf } from '../src/docs/console/http.js';
import { LiveLog } from '../src/docs/console/live-log.js';
import type { Entry } from '../src/docs/reading/entry.js';
import { boundWords, typeWords } from '../src/docs/reading/schema.js';
import { snippetsFor } from '../src/docs/reference/snippets.js';

const HISTORY: Entry = {
  id: 'http/history',
  way: 'http',
  side: 'ask',
  section: 'History',
  name: 'history',
  method: 'GET',
  path: '/api/chat/{roomId}/history',
  summary: '',
  more: '',
  needsToken: true,
  parameters: [
    { name: 'roomId', place: 'path', required: true, schema: { type: 'string' } },
    { name: 'limit', place: 'query', required: false, schema: { type: 'integer' } },
    { name: 'since', place: 'query', required: false, schema: { type: 'string' } },
  ],
  schema: null,
  examples: [],
  answers: [],
  refusals: [],
};

describe('what one is about to send', () => {
  test('begins with an example, and takes of the query what was given', () => {
    const draft = draftOf(HISTORY);
    expect(pathOf(HISTORY, draft)).toBe('/api/chat/general/history');
    const parameters = { roomId: 'a/b', limit: '5', since: '2026-11-20T00:00:00+01:00' };
    expect(pathOf(HISTORY, { ...draft, parameters })).toBe(
      '/api/chat/a%2Fb/history?limit=5&since=2026-11-20T00%3A00%3A00%2B01%3A00',
    );
  });

  test('is JSON, or nothing, or told to be neither', () => {
    expect(readBody(' {"a": 1} ')).toEqual({ value: { a: 1 }, problem: null });
    expect(readBody(' ')).toEqual({ value: undefined, problem: null });
    expect(readBody('{').problem).toMatch(/not JSON/);
  });
});

test('events are read whole, however the network cuts them, and what keeps the line open is none', async () => {
  const stream =
    ': hello\n\nevent: message\nid: e:1\ndata: {"message":"Grüße"}\n\n: still here\n\ndata: 2\n\nevent: cut';
  const bytes = new TextEncoder().encode(stream);
  const heard: unknown[] = [];
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  for await (const event of eventsOf(new Response(body))) heard.push(event);
  expect(heard).toEqual([
    { name: 'message', data: { message: 'Grüße' } },
    { name: 'message', data: 2 },
  ]);
});

test('a log that is paused holds back what comes, and forgets the oldest of too many', () => {
  const log = new LiveLog();
  log.pause();
  log.add({ kind: 'heard', name: 'first' });
  expect(log.store.state).toMatchObject({ entries: [], held: [{ name: 'first' }] });
  log.goOn();
  for (let n = 1; n <= 500; n += 1) log.add({ kind: 'heard', name: `${n}` });
  const { entries } = log.store.state;
  expect(entries).toHaveLength(500);
  expect(entries[0]?.name).toBe('1');
});

test('schemas are told in words', () => {
  const ref = { $ref: '#/components/schemas/Message' };
  expect(typeWords({ type: 'array', items: ref })).toBe('list of Message');
  expect(typeWords({ anyOf: [ref, { type: 'null' }] })).toBe('Message or null');
  expect(typeWords({ enum: ['mine', 'public'] })).toBe('"mine" or "public"');
  expect(boundWords({ type: 'string', minLength: 1, maxLength: 8_000 })).toEqual(['1 to 8000 characters']);
  expect(boundWords({ type: 'integer', minimum: 1, maximum: 100, default: 50 })).toEqual([
    '1 to 100',
    '50 unless given',
  ]);
});

test('a route is shown as one pastes it into a shell', () => {
  expect(snippetsFor(HISTORY, 'http://chat.example')[0]?.text).toBe(
    `curl 'http://chat.example/api/chat/general/history?limit=50' \\\n  -H "Authorization: Bearer $TOKEN"`,
  );
});
