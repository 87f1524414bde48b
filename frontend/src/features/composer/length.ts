import { LIMITS } from '@parley/protocol';

/** Close to the limit one is told how much is left. */
const TELL_FROM = LIMITS.messageLength - 500;

/** Whether the text may be sent, and what is to be said about its length. */
export function lengthOf(text: string): { isTooLong: boolean; words: string | null } {
  const left = LIMITS.messageLength - text.length;
  if (left < 0) return { isTooLong: true, words: `${-left} characters too many. Shorten it to send it.` };
  return { isTooLong: false, words: text.length > TELL_FROM ? `${left} left` : null };
}
