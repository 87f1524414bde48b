import type * as z from 'zod/mini';
import { Examples } from '../../src/documents/examples.js';
import { SchemaBook } from '../../src/documents/schema-book.js';

/** What a schema takes, one of each way it has, with everything that may be left out and without. */
export function samplesOf(schema: z.ZodMiniType): unknown[] {
  const book = new SchemaBook('draft-2020-12');
  const written = book.write(schema, 'input');
  const examples = new Examples(book.components);
  const samples = [...examples.of(written, false), ...examples.of(written, true)];
  return [...new Map(samples.map((sample) => [JSON.stringify(sample), sample])).values()];
}
