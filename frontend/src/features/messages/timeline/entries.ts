import type { JoinLeave, Pending } from '@parley/client';
import type { Message } from '@parley/protocol';

/**
 * One row of the message list. `seq` is its place: of the message, or of the one it stands beside; it never falls from
 * one entry to the next. `begins`: it shows its author, the next rows of the same author do not.
 */
export type Entry =
  | { kind: 'day'; key: string; seq: number; at: number }
  | { kind: 'new'; key: string; seq: number }
  | { kind: 'message'; key: string; seq: number; message: Message; begins: boolean }
  | { kind: 'joinLeaves'; key: string; seq: number; joinLeaves: readonly JoinLeave[] }
  | { kind: 'pending'; key: string; seq: number; pending: Pending; begins: boolean };

/** The index of the first entry that stands at `seq` or after it; the length when none does. */
export function indexAt(entries: readonly Entry[], seq: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.seq ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of a message itself, beside which a day or a divider may stand. Null: it is not here. */
export function indexOfMessage(entries: readonly Entry[], seq: number): number | null {
  for (let index = indexAt(entries, seq); entries[index]?.seq === seq; index += 1) {
    if (entries[index]?.kind === 'message') return index;
  }
  return null;
}

/** True for a message, stored or not: one can go there. */
export function isSaid(entry: Entry | undefined): entry is Extract<Entry, { kind: 'message' | 'pending' }> {
  return entry?.kind === 'message' || entry?.kind === 'pending';
}
