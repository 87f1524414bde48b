import type { Pending } from '@parley/client';
import type { Message } from '@parley/protocol';
import type { Entry } from './entries.js';
import { EntryWriter, type Frame } from './write-entries.js';

export interface Shown extends Frame {
  messages: readonly Message[];
  pending: readonly Pending[];
}

/** What is shown, from the oldest down. A new object with every change. */
export interface Timeline {
  readonly shown: Shown;
  readonly entries: readonly Entry[];
  /** Entries were put above those that stood here; the others are the same, counted from the end. */
  readonly shift: boolean;
  /** Another number: another list, and nothing of the former one stands where it stood. */
  readonly era: number;
  /** More came than one step may show: grow once more. */
  readonly behind: boolean;
}

export function timeline(shown: Shown, era = 0): Timeline {
  return { shown, entries: write([], shown, 0), shift: false, era, behind: false };
}

/**
 * The timeline after a change. Usually something was said, and only that is written; the keys of what stood stay, so a
 * pending message does not blink when it is stored.
 */
export function grow(before: Timeline, shown: Shown): Timeline {
  const was = before.shown;
  if (isSame(was, shown)) return before.shift ? { ...before, shift: false } : before;
  const [first] = was.messages;
  if (!first) return timeline(shown, before.era);
  const above = shown.messages.indexOf(first);
  if (above < 0) return timeline(shown, isElsewhere(was, shown) ? before.era + 1 : before.era);
  if (above > 0) {
    // A list cannot grow at both ends at once and keep the eye where it is: first above, then below.
    const onlyAbove = { ...was, messages: [...shown.messages.slice(0, above), ...was.messages] };
    const entries = write([], onlyAbove, 0);
    return { shown: onlyAbove, entries, shift: true, era: before.era, behind: !isSame(onlyAbove, shown) };
  }
  const kept = sameUntil(was.messages, shown.messages);
  const sameFrame = was.passing === shown.passing && was.firstUnread === shown.firstUnread;
  if (!sameFrame || kept < was.messages.length) return timeline(shown, before.era);
  const stored = before.entries.slice(0, before.entries.length - was.pending.length);
  return {
    shown,
    entries: write(stored, shown, kept),
    shift: false,
    era: before.era,
    behind: false,
  };
}

function write(entries: Entry[], shown: Shown, from: number): Entry[] {
  const writer = new EntryWriter(entries, shown);
  for (let index = from; index < shown.messages.length; index += 1) {
    const message = shown.messages[index];
    if (message) writer.message(message);
  }
  writer.passingsUpTo(Number.MAX_SAFE_INTEGER);
  for (const pending of shown.pending) writer.pending(pending);
  return writer.entries;
}

function isSame(a: Shown, b: Shown): boolean {
  const sameFrame = a.passing === b.passing && a.firstUnread === b.firstUnread;
  if (!sameFrame || a.pending !== b.pending || a.messages.length !== b.messages.length) return false;
  return a.messages === b.messages || sameUntil(a.messages, b.messages) === a.messages.length;
}

function sameUntil(a: readonly Message[], b: readonly Message[]): number {
  let index = 0;
  while (index < a.length && a[index] === b[index]) index += 1;
  return index;
}

/** True when no message of one list is in the other. */
function isElsewhere(was: Shown, now: Shown): boolean {
  const [first, last] = [now.messages[0], was.messages.at(-1)];
  return !first || !last || first.seq > last.seq;
}
