import type { ErrorCode } from '@parley/protocol';
import type { JsonSchema } from './json-schema.js';
import { refusalSchema } from './refusals.js';

/** The one answer to a command. */
export function replySchema(data: JsonSchema, refusals: readonly ErrorCode[]): JsonSchema {
  return {
    oneOf: [
      {
        type: 'object',
        properties: { ok: { type: 'boolean', const: true }, data },
        required: ['ok', 'data'],
      },
      {
        type: 'object',
        properties: { ok: { type: 'boolean', const: false }, error: refusalSchema(refusals) },
        required: ['ok', 'error'],
      },
    ],
  };
}
