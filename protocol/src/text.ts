import * as z from 'zod/mini';
import { LIMITS } from './limits.js';

/** PostgreSQL cannot store U+0000, and a lone surrogate has no UTF-8: either would spoil a whole batch. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && !LONE_SURROGATE.test(text);
}
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Text that a database can take. */
export const storable = z.refine<string>(isStorable, 'no U+0000 and no lone surrogates');

/** A message's text. The longest text has an error code of its own, so that a client can say which bound it hit. */
export const MessageText = z.string().check(
  z.minLength(1),
  z.maxLength(LIMITS.messageLength, 'too_long'),
  storable,
  z.refine((text) => text.trim() !== '', 'not only white space'),
);

/** A name or a topic: one line of storable text. */
export const line = (longest: number) =>
  z.string().check(
    z.trim(),
    z.minLength(1),
    z.maxLength(longest),
    storable,
    z.refine((text) => !CONTROL.test(text), 'no control characters'),
  );
const CONTROL = /[\p{Cc}\u2028\u2029]/u;
