import { Parser } from '@asyncapi/parser';
import { describe, expect, test } from '@jest/globals';
import { aliases, commands, errors, events, frames } from '@parley/protocol';
import { Validator } from '@seriousme/openapi-schema-validator';
import { asyncApi } from '../../src/documents/asyncapi.js';
import { openApi } from '../../src/documents/openapi.js';
import { Judge } from './judge.js';

const openapi = openApi('1.2.3');
const asyncapi = asyncApi('1.2.3');
/** As they are sent. */
const sent = <T>(document: T): T => JSON.parse(JSON.stringify(document));

test('the OpenAPI document is one of version 3.1', async () => {
  const validator = new Validator();
  const result = await validator.validate(sent(openapi));
  expect(result.errors).toBeUndefined();
  expect(result.valid).toBe(true);
  expect(validator.version).toBe('3.1');
});

test('the AsyncAPI document is one of version 3, and nothing of it is doubtful', async () => {
  const { document, diagnostics } = await new Parser().parse(JSON.stringify(asyncapi));
  const [error, warning] = [0, 1];
  expect(diagnostics.filter(({ severity }) => severity === error || severity === warning)).toEqual([]);
  expect(document?.version()).toMatch(/^3\./);
}, 20_000);

describe('every example is of the shape it stands for', () => {
  test('over HTTP', () => {
    const judge = Judge.ofOpenApi(sent(openapi));
    const examples = judge.pointers('example').concat(judge.pointers('examples'));
    expect(examples.length).toBeGreaterThan(40);
    for (const pointer of examples) expect(judge.faultsOfExample(pointer)).toEqual([]);
  });

  test('on sockets', () => {
    const judge = Judge.ofAsyncApi(sent(asyncapi));
    const examples = judge.pointers('examples');
    expect(examples.length).toBeGreaterThan(30);
    for (const pointer of examples) expect(judge.faultsOfExample(pointer)).toEqual([]);
  });
});

test('[O1] every command, event, frame, alias and error code of the protocol is told of', () => {
  const told = Object.keys(asyncapi.operations).sort();
  const known = [
    ...Object.keys(commands).map((name) => `socketio_${name}`),
    ...Object.keys(events).map((name) => `socketio_${name}_event`),
    ...Object.keys(frames.client).map((name) => `ws_${name}`),
    ...Object.keys(frames.server).map((name) => `ws_${name}_frame`),
    ...Object.keys(aliases.client)
      .concat(Object.keys(aliases.server))
      .map((name) => `aliases_${name}`),
  ];
  expect(told).toEqual(known.sort());
  expect(openapi['x-errors']).toEqual(errors);
  expect(asyncapi['x-errors']).toEqual(errors);
});
