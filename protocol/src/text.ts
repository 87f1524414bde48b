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

/** A name or a topic: one line of storable text, all of which is seen, and which keeps its marks and its direction to itself. */
export const line = (longest: number, shortest = 1) =>
  z.string().check(
    z.trim(),
    z.minLength(shortest),
    z.maxLength(longest),
    storable,
    z.refine((text) => !CONTROL.test(text), 'no control characters'),
    z.refine(
      (text) => (text === '' || VISIBLE.test(text)) && !HIDDEN.test(text) && !PILED_MARKS.test(text),
      'no invisible characters, no turns of the direction of writing, no piles of marks',
    ),
  );
const CONTROL = /[\p{Cc}\u2028\u2029]/u;
const VISIBLE = /[^\p{Default_Ignorable_Code_Point}\p{White_Space}\p{M}]/u;
/** The joiners, selectors and tags that letters and emoji are made with may stand in a name. */
const HIDDEN =
  /\p{Bidi_Control}|(?!\u200C|\u200D|\uFE0E|\uFE0F|[\u{E0020}-\u{E007F}])\p{Default_Ignorable_Code_Point}/u;
const PILED_MARKS = /\p{M}{5}/u;
