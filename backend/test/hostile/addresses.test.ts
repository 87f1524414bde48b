import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { send } from './http.js';
import { RestTarget } from './rest-target.js';
import { faultsOf, JSON_BODY, paramsOf, pathOf, ROUTES, routeOf } from './route-judge.js';
import { samplesOf } from './samples.js';

const target = new RestTarget();

const LONG = 'x'.repeat(5_000);
/** As they stand in an address, encoded or not. */
const SEGMENTS = [
  ...[
    '',
    '..',
    '../..',
    '..%2f..%2fetc%2fpasswd',
    '.',
    '%2e%2e',
    '%00',
    'a%00b',
    '%',
    '%zz',
    '%ff',
    '%c0%ae',
    '%ed%a0%80',
  ],
  ...[
    '__proto__',
    'constructor',
    'null',
    'undefined',
    '-1',
    '1e9',
    'chat_events',
    '%7Bgeneral%7D',
    'a:b',
    'a%0Ab',
  ],
  ...['General', 'general%20', 'general;x=1', 'general%3Fx', '*', '%F0%9F%8D%B5', '%27%20OR%201=1--', LONG],
  '4B6E4A0E-5D0C-4C1C-9F0E-3F1F2A7C9D21',
];
const QUERIES = ['__proto__[x]=1', 'a[b][c]=1&a=2', '%00=%00', '=', '&&&', LONG, 'a=1&'.repeat(2_000)];
const VALUES = [
  '',
  '-1',
  '0',
  '1e3',
  '0x10',
  'NaN',
  '99999999999999999999',
  '%00',
  '%ff',
  '%ed%a0%80',
  '%',
  '{}',
  LONG,
];

describe.each(ROUTES)('%s', (name) => {
  const route = routeOf(name);
  const path = pathOf(route);

  test('answers a hostile address as documented, or as no route at all', async () => {
    const headers = { ...(await target.throwaway()), ...JSON_BODY };
    const spoilt = paramsOf(route).flatMap((key) =>
      SEGMENTS.map((segment) => pathOf(route, { [key]: segment })),
    );
    const calls = [...spoilt, ...QUERIES.map((query) => `${path}?${query}`)].map((each) => ({
      path: each,
      headers,
    }));
    // A session that ended by this very route is an answer, too.
    const more = ['not_found', 'bad_request', 'session_ended'] as const;
    expect(await faultsOf(target.url, name, calls, { more: [...more] })).toEqual([]);
  });

  test('answers a hostile query as documented', async () => {
    const headers = await target.throwaway();
    const samples = route.query ? samplesOf(route.query) : [];
    const keys = [...new Set(samples.flatMap((sample) => Object.keys(Object(sample))))];
    const calls = keys.flatMap((key) =>
      [
        ...VALUES.map((value) => `${key}=${value}`),
        ...[
          `${key}=1&${key}=2`,
          `${key}[]=1`,
          `${key}[$ne]=1`,
          `${key}[__proto__]=1`,
          key,
          `${key.toUpperCase()}=1`,
        ],
      ].map((query) => ({ path: `${path}?${query}`, headers })),
    );
    expect(await faultsOf(target.url, name, calls)).toEqual([]);
  });

  test('answers hostile headers as documented', async () => {
    const { authorization } = await target.throwaway();
    const tokens = [
      '',
      'Bearer',
      'Bearer ',
      'Bearer a b',
      'Basic eDp4',
      `Bearer ${LONG}`,
      'Bearer ..',
      'bearer \u00ff',
    ];
    const others = [
      ...[
        { origin: 'null' },
        { origin: 'http://' },
        { host: '' },
        { host: 'evil.example' },
        { 'last-event-id': 'x:y' },
      ],
      { 'if-none-match': LONG, 'accept-encoding': ';;q=9', accept: '\u00ff' },
      { 'x-forwarded-for': '\u00ff, ::1, 999', cookie: '%00=%ff; =; __proto__=1' },
    ];
    const calls = [
      ...tokens.map((token) => ({ headers: { authorization: token } })),
      ...others.map((headers) => ({ headers: { authorization, ...headers } })),
    ];
    expect(await faultsOf(target.url, name, calls, { more: ['bad_request', 'session_ended'] })).toEqual([]);
  });
});

test('a head that is too large, and methods nobody serves, are refused', async () => {
  const headers = { ...target.attacker, 'x-large': 'x'.repeat(20_000) };
  expect((await send(target.url, { path: '/api/me', headers })).status).toBe(431);
  for (const method of ['TRACE', 'PROPFIND', 'PATCH', 'PUT']) {
    const { status } = await send(target.url, { method, path: '/api/rooms', headers: target.attacker });
    expect([method, status]).toEqual([method, 405]);
  }
});

test('whatever is sent to whatever route, the answer is documented', async () => {
  const call = fc.record({
    // All but those that may end the attacker's own session.
    name: fc.constantFrom(...ROUTES.filter((name) => !/log_?out|session|password/.test(name))),
    param: fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.constantFrom(...SEGMENTS)),
    query: fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }),
    body: fc.oneof(fc.json(), fc.string()),
  });
  await fc.assert(
    fc.asyncProperty(call, async ({ name, param, query, body }) => {
      const route = routeOf(name);
      const params = Object.fromEntries(paramsOf(route).map((key) => [key, encoded(param.slice(0, 1_000))]));
      const path = `${pathOf(route, params)}?${new URLSearchParams(query)}`;
      const headers = { ...target.attacker, ...JSON_BODY };
      const sent = { path, headers, body: route.method === 'GET' ? '' : body };
      expect(await faultsOf(target.url, name, [sent], { more: ['not_found', 'bad_request'] })).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

/** Byte by byte: also what is half a character. */
function encoded(text: string): string {
  const bytes = [...Buffer.from(text)];
  return bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}
