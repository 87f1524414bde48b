import { expect, test } from '@jest/globals';
import { ParleyError, type ParleyErrorCode } from '@parley/client';
import { commands, errors, rest } from '@parley/protocol';
import { explain } from '../src/lib/requests/explain.js';

/** Every way in which the schemas say that an input is not of their form, as the server would tell it. */
function saidOf(schema: {
  safeParse(input: unknown): { success: boolean; error?: { issues: readonly Issue[] } };
}) {
  return [
    {},
    { name: '\u0001', topic: '\u0001', reason: '\u0001', roomId: 'No Room', message: 7, id: '!' },
  ].flatMap((input) =>
    (schema.safeParse(input).error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`),
  );
}
interface Issue {
  path: readonly PropertyKey[];
  message: string;
}

test('no word of a schema is ever shown to a person', () => {
  const said = [...Object.values(commands).map(({ input }) => input), ...Object.values(rest)].flatMap(saidOf);
  expect(said.length).toBeGreaterThan(50);
  for (const message of said) {
    const words = explain(new ParleyError('bad_request', message, false));
    expect(words).not.toContain(message);
    expect(words).not.toMatch(/[a-z][A-Z]|expected|Invalid|a-z|uuid|_|:/);
    expect(words).toMatch(/^[A-Z].*\.$/);
  }
});

test('every code of the protocol has a sentence for people', () => {
  for (const code of Object.keys(errors) as ParleyErrorCode[]) {
    const words = explain(new ParleyError(code, 'A sentence of the server.', false));
    expect(words).toMatch(/^[A-Z][^_{}]*\.$/);
  }
});
