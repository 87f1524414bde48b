import type { WheelEvent } from 'react';

/** A line of a wheel that counts in lines, px. */
const LINE_PX = 20;

/** Over what stands below the list a wheel scrolls the list: for the user it is one with it. */
export function scrollLog({ currentTarget, ctrlKey, deltaY, deltaMode }: WheelEvent): void {
  const list = currentTarget.closest('.conversation')?.querySelector('.list');
  // With Ctrl it zooms the page.
  if (!list || ctrlKey) return;
  const unit = deltaMode === 0 ? 1 : deltaMode === 1 ? LINE_PX : list.clientHeight;
  list.scrollBy({ top: deltaY * unit, behavior: 'instant' });
}
