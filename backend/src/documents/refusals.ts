import { type ErrorCode, errors } from '@parley/protocol';
import type { JsonSchema } from './json-schema.js';

/** One sentence a code, for a reader: which it is, what it means, whether trying again helps. */
export function describeRefusals(codes: readonly ErrorCode[]): string {
  return codes
    .map(
      (code) => `- \`${code}\`: ${errors[code].means}${errors[code].retry ? ' Trying again may help.' : ''}`,
    )
    .join('\n');
}

/** An error on the wire, whatever its code: a component of each document. */
export const ERROR_SHAPE: JsonSchema = {
  type: 'object',
  description: 'A failure. `message` is for people, `code` and `retry` for programs.',
  properties: {
    code: { type: 'string', enum: Object.keys(errors) },
    message: { type: 'string' },
    retry: { type: 'boolean', description: 'The same request may succeed later, unchanged.' },
    retryAfterMs: {
      type: 'number',
      description: 'How long to wait before trying again, ms; where it is known.',
    },
  },
  required: ['code', 'message', 'retry'],
};

/** An error that can only be one of these. */
export function refusalSchema(codes: readonly ErrorCode[]): JsonSchema {
  return {
    examples: codes.slice(0, 1).map(refusalExample),
    allOf: [{ $ref: '#/components/schemas/Error' }, { properties: { code: { enum: [...codes] } } }],
  };
}

function refusalExample(code: ErrorCode) {
  const { means, retry } = errors[code];
  return { code, message: means, retry, ...(code === 'rate_limited' ? { retryAfterMs: 1_200 } : {}) };
}

/** Those of one status together: `{ 401: [...], 404: [...] }`. */
export function byStatus(codes: readonly ErrorCode[]): Map<number, ErrorCode[]> {
  const found = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const { status } = errors[code];
    found.set(status, [...(found.get(status) ?? []), code]);
  }
  return found;
}
