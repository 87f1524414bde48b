import type { Pending } from '@parley/client';
import type { Message } from '@parley/protocol';
import { type Entry, indexOfMessage } from './entries.js';
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
 * The timeline after a change. Usually something was said or edited, and only that is written; the keys of what stood
 * stay, so a pending message does not blink when it is stored.
 */
export function grow(before: Timeline, shown: Shown): Timeline {
  const was = before.shown;
  if (isSame(was, shown)) return before.shift ? { ...before, shift: false } : before;
  const [first] = was.messages;
  if (!first) return timeline(shown, before.era);
  const above = placeOf(shown.messages, first);
  if (above === null) {
    const gone = placeOf(was.messages, shown.messages[0]);
    if (gone === null) return timeline(shown, before.era + 1);
    return shifted(before, shown, was.messages.slice(gone));
  }
  if (above > 0) return shifted(before, shown, [...shown.messages.slice(0, above), ...was.messages]);
  const stored = before.entries.slice(0, before.entries.length - was.pending.length);
  const sameFrame = was.joinLeaves === shown.joinLeaves && was.firstUnread === shown.firstUnread;
  if (!sameFrame || !amend(stored, was.messages, shown.messages)) return timeline(shown, before.era);
  return {
    shown,
    entries: write(stored, shown, was.messages.length),
    shift: false,
    era: before.era,
    behind: false,
  };
}

/** A list cannot change at both ends at once and keep the view where it is: first above, then below. */
function shifted(before: Timeline, shown: Shown, messages: readonly Message[]): Timeline {
  const onlyAbove = {
    ...before.shown,
    messages,
    joinLeaves: knownOf(before.shown.joinLeaves, shown.joinLeaves),
  };
  const entries = write([], onlyAbove, 0);
  return { shown: onlyAbove, entries, shift: true, era: before.era, behind: !isSame(onlyAbove, shown) };
}

/** Joins and leaves, without the news; those that go with the oldest messages are gone from it. */
function knownOf(was: Shown['joinLeaves'], now: Shown['joinLeaves']): Shown['joinLeaves'] {
  const last = was.at(-1)?.id ?? 0;
  return (now.at(-1)?.id ?? 0) <= last ? now : now.filter(({ id }) => id <= last);
}

/** Puts edited and deleted messages where they stood. False when the list is another one, not only longer. */
function amend(entries: Entry[], was: readonly Message[], now: readonly Message[]): boolean {
  for (const [at, old] of was.entries()) {
    const message = now[at];
    if (message === old) continue;
    const index = indexOfMessage(entries, old.seq);
    const entry = index === null ? undefined : entries[index];
    if (message?.id !== old.id || index === null || entry?.kind !== 'message') return false;
    entries[index] = { ...entry, message };
  }
  return true;
}

function write(entries: Entry[], shown: Shown, from: number): Entry[] {
  const writer = new EntryWriter(entries, shown);
  for (let index = from; index < shown.messages.length; index += 1) {
    const message = shown.messages[index];
    if (message) writer.message(message);
  }
  writer.joinLeaveUpTo(Number.MAX_SAFE_INTEGER);
  for (const pending of shown.pending) writer.pending(pending);
  return writer.entries;
}

function isSame(a: Shown, b: Shown): boolean {
  const sameFrame = a.joinLeaves === b.joinLeaves && a.firstUnread === b.firstUnread;
  if (!sameFrame || a.pending !== b.pending || a.messages.length !== b.messages.length) return false;
  return a.messages === b.messages || sameUntil(a.messages, b.messages) === a.messages.length;
}

function sameUntil(a: readonly Message[], b: readonly Message[]): number {
  let index = 0;
  while (index < a.length && a[index] === b[index]) index += 1;
  return index;
}

/** From the beginning: it is there, or a page below. Null: it is not in the list. */
function placeOf(messages: readonly Message[], one: Message | undefined): number | null {
  const index = messages.findIndex(({ id }) => id === one?.id);
  return index < 0 ? null : index;
}
