import { LIMITS } from '@parley/protocol';

/** Close to the limit one is told how much is left. */
const TELL_FROM = LIMITS.messageLength - 500;

/** Whether the text may be sent, and what is to be said about its length. */
export function lengthOf(text: string): { isTooLong: boolean; words: string | null } {
  const left = LIMITS.messageLength - text.length;
  if (left < 0)
    return {
      isTooLong: true,
      words: `${inDigits(-left)} characters too many. Longer texts cannot be sent yet: shorten it, or send it in parts.`,
    };
  return { isTooLong: false, words: text.length > TELL_FROM ? `${left} left` : null };
}

/** So many characters fit into the field besides what stands there and is not replaced. */
export function spaceIn({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): number {
  return LIMITS.draftLength - value.length + (selectionEnd - selectionStart);
}

export function inDigits(count: number): string {
  return count.toLocaleString();
}
