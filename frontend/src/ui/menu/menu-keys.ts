import type { KeyboardEvent, RefObject } from 'react';

/** Arrows, Home, End and first letters move within a menu; Tab leaves it. */
export function useMenuKeys(list: RefObject<HTMLElement | null>) {
  return (event: KeyboardEvent) => {
    if (!list.current) return;
    const items = [...list.current.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
    if (event.key === 'Tab') {
      list.current.hidePopover();
      return;
    }
    const at = items.findIndex((item) => item.matches(':focus'));
    const next = nextItem(
      event.key,
      at,
      items.map(({ innerText }) => innerText),
    );
    if (next === null) return;
    event.preventDefault();
    items[next]?.focus();
  };
}

/** Where a key leads to from an item; null when it means nothing here. */
export function nextItem(key: string, at: number, texts: readonly string[]): number | null {
  const count = texts.length;
  if (count === 0) return null;
  if (key === 'ArrowDown') return (at + 1) % count;
  if (key === 'ArrowUp') return (at - 1 + count) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key.length !== 1 || key === ' ') return null;
  const after = texts.map((_, i) => (at + 1 + i) % count);
  return after.find((i) => texts[i]?.trim().toLowerCase().startsWith(key.toLowerCase())) ?? null;
}
