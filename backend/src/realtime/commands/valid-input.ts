import type * as z from 'zod/mini';
import { refuse } from '../../chat/refusal.js';

/** @throws Refusal `too_long`, `empty_text` or `bad_request`, the last with a message that names the field */
export function validInput<T>(schema: z.ZodMiniType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (issue?.message === 'too_long' || issue?.message === 'empty_text') return refuse(issue.message);
  const where = issue?.path.join('.');
  return refuse('bad_request', `${where ? `${where}: ` : ''}${issue?.message ?? 'malformed'}`.slice(0, 200));
}
