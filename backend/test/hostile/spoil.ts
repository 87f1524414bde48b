/**
 * What somebody may put where something else belongs, as JSON text: some of it is in no value of JavaScript, such as a
 * key `__proto__` or a number beyond all.
 */
export const FRAGMENTS: readonly string[] = [
  ...['null', 'true', '0', '-1', '1.5', '-0', '1e999', '-1e999', '1e308', '9007199254740993', '[]', '{}'],
  ...['[null]', '[[[]]]', '[[],{},null,"x"]', '{"$ne":""}', '{"$gt":"","$where":"sleep(1)"}'],
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"admin":true}}}',
  '{"toString":1,"valueOf":null,"toJSON":{}}',
  '{"length":1000000000,"0":"x"}',
  '{"then":{"call":1},"next":1}',
  '{"_placeholder":true,"num":0}',
  ...[
    '""',
    '" "',
    '"\\n"',
    '"\\u0000"',
    '"a\\u0000b"',
    '"\\ud800"',
    '"\\udfff\\ud800"',
    '"\\ufeff"',
    '"\\u202ea"',
  ],
  ...['"__proto__"', '"constructor"', '"hasOwnProperty"', '"undefined"', '"NaN"', '"-1"', '"0x10"', '"1e3"'],
  ...[
    '"chat_events"',
    '"chat:history:general"',
    '"{general}"',
    '"a:b"',
    '"../"',
    '"%00"',
    '"general\\n"',
    '"*"',
  ],
  '"\' OR 1=1; --"',
  // An id, and then something.
  '"4b6e4a0e-5d0c-4c1c-9f0e-3f1f2a7c9d21\\u0000"',
  '"4B6E4A0E-5D0C-4C1C-9F0E-3F1F2A7C9D21"',
  JSON.stringify('x'.repeat(10_000)),
  `${'['.repeat(500)}${']'.repeat(500)}`,
  `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`,
  `[${Array.from({ length: 1_000 }, () => '"general"').join(',')}]`,
];

/** Fields nobody asked for. */
const FIELDS = [
  '"__proto__":{"admin":true}',
  '"constructor":{}',
  '"admin":true',
  '"":0',
  '"userId\\u0000":1',
];

const HERE = '\u0001';
const MARK = JSON.stringify(HERE);

/** A sample with each fragment at each of its places, with each place left out, and with fields too many: JSON texts. */
export function spoil(sample: unknown): string[] {
  return [
    ...FRAGMENTS,
    ...placesOf(sample).flatMap((marked) => FRAGMENTS.map((f) => put(marked, f))),
    ...resized(sample),
  ];
}

/** Copies of a sample, each with one place marked. */
function placesOf(sample: unknown): string[] {
  if (typeof sample !== 'object' || sample === null) return [];
  return Object.entries(sample).flatMap(([key, value]) => {
    const within = placesOf(value).map((marked) => withField(sample, key, marked));
    return [withField(sample, key, MARK), ...within];
  });
}

function resized(sample: unknown): string[] {
  if (typeof sample !== 'object' || sample === null) return [];
  const text = JSON.stringify(sample);
  const without = Object.keys(sample).map((key) => JSON.stringify({ ...sample, [key]: undefined }));
  if (Array.isArray(sample)) return [JSON.stringify([...sample, ...sample])];
  const fields = FIELDS.map((field) => (text === '{}' ? `{${field}}` : `{${field},${text.slice(1)}`));
  const inner = Object.entries(sample).flatMap(([key, value]) =>
    resized(value).map((changed) => withField(sample, key, changed)),
  );
  return [...without, ...fields, ...inner];
}

function withField(sample: unknown, key: string, json: string): string {
  const marked = Array.isArray(sample)
    ? sample.map((value, i) => (String(i) === key ? HERE : value))
    : { ...Object(sample), [key]: HERE };
  return put(JSON.stringify(marked), json);
}

function put(marked: string, json: string): string {
  return marked.replace(MARK, () => json);
}
