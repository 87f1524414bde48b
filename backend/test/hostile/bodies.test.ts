import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { RestTarget } from './rest-target.js';
import { faultsOf, JSON_BODY, ROUTES, routeOf } from './route-judge.js';
import { samplesOf } from './samples.js';
import { spoil } from './spoil.js';

const target = new RestTarget();

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const NO_JSON = ['{', '{"a":', '"text"', '[', '{"a":1}}', '\u0000', '{"a":01}', "{'a':1}", 'NaN'];

describe.each(ROUTES.filter((name) => routeOf(name).body))('a body of %s', (name) => {
  const { body: schema } = routeOf(name);
  const texts = schema ? [...new Set(samplesOf(schema).flatMap(spoil))] : [];
  // No body is an empty one.
  const takes = (text: string) => schema?.safeParse(JSON.parse(text) ?? {}).success === true;

  test('with something else at one place is refused in the one shape, and changes nothing', async () => {
    const before = await target.stored();
    const headers = { ...target.attacker, ...JSON_BODY };
    const calls = texts.filter((text) => !takes(text)).map((body) => ({ headers, body }));
    expect(calls.length).toBeGreaterThan(50);
    expect(await faultsOf(target.url, name, calls, { refused: true })).toEqual([]);
    expect(await target.stored()).toEqual(before);
  });

  test('that is well-formed after all is answered as documented', async () => {
    const calls = texts.filter(takes).map(async (body) => ({
      headers: { ...(await target.throwaway()), ...JSON_BODY },
      body,
    }));
    expect(await faultsOf(target.url, name, await Promise.all(calls))).toEqual([]);
  });

  test('that is no JSON, of another type, encoded, or unpacks to more than may be is refused', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, '['));
    const bodies: [Record<string, string>, string | Buffer][] = [
      ...NO_JSON.map((text): [Record<string, string>, string] => [JSON_BODY, text]),
      [JSON_BODY, Buffer.from([0xff, 0xfe, 0x7b, 0x00])],
      [JSON_BODY, `{"a":"${'x'.repeat(200_000)}"}`],
      [JSON_BODY, `${'['.repeat(40_000)}${']'.repeat(40_000)}`],
      [{ 'content-type': 'application/json; charset=utf-7' }, '{"no":1}'],
      [{ 'content-type': 'application/json; charset=utf-16' }, '{"no":1}'],
      [{ ...JSON_BODY, 'content-encoding': 'gzip' }, bomb],
      [{ ...JSON_BODY, 'content-encoding': 'deflate' }, 'no deflate'],
      [{ ...JSON_BODY, 'content-encoding': 'br' }, 'no brotli'],
      [{ ...JSON_BODY, 'content-encoding': 'zip' }, '{}'],
      [FORM, 'a[__proto__][admin]=1&a[constructor]=2'],
      [FORM, Array.from({ length: 2_000 }, () => 'a=1').join('&')],
      [FORM, `a${'[b]'.repeat(5_000)}=1`],
    ];
    const calls = bodies.map(([headers, body]) => ({ headers: { ...target.attacker, ...headers }, body }));
    const before = await target.stored();
    expect(await faultsOf(target.url, name, calls, { refused: true })).toEqual([]);
    expect(await target.stored()).toEqual(before);
  });
});
