import * as z from 'zod/mini';
import { LIMITS } from './limits.js';

/** PostgreSQL cannot store U+0000, and a lone surrogate has no UTF-8: either would spoil a whole batch. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && !LONE_SURROGATE.test(text);
}
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Text that a database can take. */
export const storable = z.refine<string>(isStorable, 'no U+0000 and no lone surrogates');

/** Whether there is anything in it to see: marks need a letter to stand on, and much of Unicode is drawn as nothing. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text);
}
/** The last group has no property that says so: Braille without dots, annotations, a notehead that is none, joiners of hieroglyphs. */
const VISIBLE =
  /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{M}\p{Cc}\u2800\uFFF9-\uFFFC\u{1D159}\u{13430}-\u{1343F}]/u;

/** Lines as texts are stored with them: a paste from Windows has CR LF, and some old programs CR alone. */
function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** A text without what no message may hold and no reader sees: colours of a terminal that came along with a paste. */
export function withoutControls(text: string): string {
  return withLineFeeds(text).replace(new RegExp(UNPRINTABLE, 'gu'), '');
}

/** A message's text. Too long a text and an empty one have codes of their own, so that a client can say what is wrong. */
export const MessageText = z.string().check(
  z.overwrite(withLineFeeds),
  z.minLength(1, 'empty_text'),
  z.maxLength(LIMITS.messageLength, 'too_long'),
  storable,
  z.refine(isVisible, 'empty_text'),
  // They show nothing, some take six bytes each in JSON, and in a terminal they are commands.
  z.refine((text) => !UNPRINTABLE.test(text), 'no control characters but tabs and line feeds'),
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
      (text) => (text === '' || isVisible(text)) && !HIDDEN.test(text) && !PILED_MARKS.test(text),
      'no invisible characters, no turns of the direction of writing, no piles of marks',
    ),
  );
const UNPRINTABLE = /(?![\t\n])\p{Cc}/u;
const CONTROL = /[\p{Cc}\u2028\u2029]/u;
/** The joiners, selectors and tags that letters and emoji are made with may stand in a name. */
const HIDDEN =
  /\p{Bidi_Control}|(?!\u200C|\u200D|\uFE0E|\uFE0F|[\u{E0020}-\u{E007F}])\p{Default_Ignorable_Code_Point}/u;
const PILED_MARKS = /\p{M}{5}/u;
