import type { Message } from '@parley/protocol';
import type { Around, Span } from '../stores/message-log.js';
import type { Annexes } from './annexes.js';
import type { Sides } from './page-window.js';

export interface HotMessage {
  seq: number;
  json: string;
  /** What stands beside it, as JSON texts. */
  annexes: readonly string[];
}

/**
 * The messages around a position, from a room's newest ones; null when those do not reach that far back, or the span
 * is one person's. Messages stand at consecutive seqs that end with `lastSeq`, so a seq is an index.
 */
export function sliceHot(
  { messages, annexes }: { messages: readonly string[]; annexes: Pick<Annexes, 'of'> },
  lastSeq: number,
  { first, last, userId }: Span,
  { at, below, above }: Around,
): Sides<HotMessage> | null {
  const oldest = lastSeq - messages.length + 1;
  const from = Math.max(first, at - below);
  if (userId !== undefined || from < oldest) return null;
  const slice = (begin: number, end: number) =>
    messages
      .slice(begin - oldest, end - oldest)
      .map((json, i) => ({ seq: begin + i, json, annexes: annexes.of(begin + i) }));
  return { below: slice(from, at), above: slice(at, Math.min(last + 1, at + above)) };
}

/** 0 of none. */
export function lastSeqOf(messages: readonly string[]): number {
  const last = messages.at(-1);
  return last === undefined ? 0 : seqOf(last);
}

export function seqOf(json: string): number {
  const { seq }: Message = JSON.parse(json);
  return seq;
}
