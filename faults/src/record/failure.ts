import type { Message } from '@parley/protocol';

/** Something a client's view of a room must never do. */
export type Failure =
  | { is: 'doubled'; seq: number }
  | { is: 'out of order'; seq: number; after: number }
  | { is: 'hole'; from: number; to: number }
  | { is: 'head went back'; from: number; to: number };

interface Shown {
  me: string;
  head: { epoch: string; rev: number } | null;
  messages: readonly Message[];
}

/**
 * What is wrong with the step from one view to the next. Looks from the newest message back to the first that both
 * share: nearly always a few.
 */
export function failuresOf(before: Shown, after: Shown): Failure[] {
  const failures = failuresIn(after, sharedFrom(before.messages, after.messages));
  if (before.head && after.head?.epoch === before.head.epoch && after.head.rev < before.head.rev) {
    failures.push({ is: 'head went back', from: before.head.rev, to: after.head.rev });
  }
  return failures;
}

/** A message of my own may stand ahead of others that are still on their way: behind it alone a hole is none. */
export function failuresIn({ me, messages }: Shown, first = 0): Failure[] {
  const failures: Failure[] = [];
  for (let i = Math.max(first, 1); i < messages.length; i++) {
    const [last, next] = [messages[i - 1], messages[i]];
    if (!last || !next) continue;
    if (next.seq === last.seq) failures.push({ is: 'doubled', seq: next.seq });
    else if (next.seq < last.seq) failures.push({ is: 'out of order', seq: next.seq, after: last.seq });
    else if (next.seq > last.seq + 1 && next.userId !== me) {
      failures.push({ is: 'hole', from: last.seq, to: next.seq });
    }
  }
  return failures;
}

function sharedFrom(before: readonly Message[], after: readonly Message[]): number {
  let i = after.length - 1;
  while (i >= 0 && after[i] !== before[i]) i -= 1;
  return i;
}
