import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { extendObject, Printed, printedArray, printObject } from '../src/json/printed.js';

const anObject = fc.dictionary(fc.string(), fc.option(fc.jsonValue(), { nil: undefined }));

/** The same fields, of which some are printed before. */
function somePrinted(fields: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(fields).map(([name, value], i) => {
    const isPrinted = i % 2 === 0 && value !== undefined;
    return [name, isPrinted ? new Printed(JSON.stringify(value)) : value] as const;
  });
  return Object.fromEntries(entries);
}

test('an object of printed parts and others is, byte for byte, what JSON.stringify makes of it', () => {
  fc.assert(
    fc.property(anObject, (fields) => {
      expect(printObject(somePrinted(fields))).toBe(JSON.stringify(fields));
    }),
  );
});

test('a printed object with more fields is the object of both, whichever has none', () => {
  fc.assert(
    fc.property(anObject, anObject, (fields, more) => {
      const added = Object.fromEntries(Object.entries(more).map(([name, value]) => [`more ${name}`, value]));
      const first = Object.fromEntries(Object.entries(fields).map(([name, value]) => [`own ${name}`, value]));
      expect(extendObject(JSON.stringify(first), somePrinted(added))).toBe(
        JSON.stringify({ ...first, ...added }),
      );
    }),
  );
});

test('an array of printed elements is the array of them', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (values) => {
      expect(printedArray(values.map((value) => JSON.stringify(value))).text).toBe(JSON.stringify(values));
    }),
  );
});
