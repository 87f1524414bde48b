import { type FocusEvent, type KeyboardEvent, type RefObject, useCallback, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import { type Entry, isSaid } from '../timeline/entries.js';

/** A row far away is drawn a few frames after one went there. */
const FRAMES = 12;

/** One Tab stop for the whole log; the arrow keys lead from message to message, Home and End to the ends. */
export function useRovingTabIndex(
  entries: readonly Entry[],
  log: RefObject<HTMLElement | null>,
  list: RefObject<VirtualizerHandle | null>,
) {
  const [tabStop, setTabStop] = useState<string | null>(null);
  const at = tabStop === null ? -1 : entries.findLastIndex(({ key }) => key === tabStop);
  const index = at >= 0 ? at : entries.findLastIndex(isSaid);

  const goTo = useCallback(
    (next: number) => {
      const key = entries[next]?.key;
      if (key === undefined) return;
      setTabStop(key);
      list.current?.scrollToIndex(next, { align: 'nearest' });
      focusSoon(log, key, FRAMES);
    },
    [entries, log, list],
  );

  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement)) return;
    const row = event.target.closest<HTMLElement>('[data-key]');
    if (!row) return;
    if (event.key === 'Escape' && event.target !== row) {
      event.stopPropagation();
      return row.focus({ preventScroll: true });
    }
    if (event.target !== row || event.ctrlKey || event.altKey || event.metaKey) return;
    const next = nextTabStop(entries, index, event.key);
    if (next === null) return;
    event.preventDefault();
    if (next >= 0) goTo(next);
  };
  const onFocus = (event: FocusEvent) => {
    setTabStop(event.target.closest<HTMLElement>('[data-key]')?.dataset.key ?? null);
  };
  return { tabStop: entries[index]?.key ?? null, kept: at >= 0 ? at : null, onKeyDown, onFocus };
}

/** The index a key leads to, -1 where there is none; null: not our key. */
export function nextTabStop(entries: readonly Entry[], from: number, key: string): number | null {
  switch (key) {
    case 'ArrowUp':
      return entries.findLastIndex((entry, index) => index < from && isSaid(entry));
    case 'ArrowDown':
      return entries.findIndex((entry, index) => index > from && isSaid(entry));
    case 'Home':
      return entries.findIndex(isSaid);
    case 'End':
      return entries.findLastIndex(isSaid);
    default:
      return null;
  }
}

function focusSoon(log: RefObject<HTMLElement | null>, key: string, frames: number): void {
  requestAnimationFrame(() => {
    const row = log.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
    row?.focus({ preventScroll: true });
    if (document.activeElement !== row && frames > 0) focusSoon(log, key, frames - 1);
  });
}
