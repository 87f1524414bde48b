import { useSyncExternalStore } from 'react';

/** The rows that ask for their toolbar, by clientId: the one under the pointer, and the one that a key led to. */
let pointedAt: string | null = null;
let focused: string | null = null;
/** A key led to a row after the pointer last moved: one that only rests somewhere takes no toolbar away. */
let isByKey = false;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function tell(): void {
  for (const listener of [...listeners]) listener();
}

/** The one row whose toolbar is shown, if any. */
export function rowWithToolbar(): string | null {
  return isByKey ? focused : (pointedAt ?? focused);
}

/** Whether the toolbar of this row is shown. Of all rows one at most shows it. */
export function useToolbarShown(clientId: string): boolean {
  return useSyncExternalStore(subscribe, () => rowWithToolbar() === clientId);
}

/** The pointer is above this row, be it that the rows moved below it. */
export function pointAt(clientId: string, isOn: boolean): void {
  if (!isOn && pointedAt !== clientId) return;
  pointedAt = isOn ? clientId : null;
  tell();
}

/** The pointer was moved by a hand. */
export function pointerMoved(): void {
  if (!isByKey) return;
  isByKey = false;
  tell();
}

/** Whether a finger was the last to do something: what it touches gets the focus, too, and wants no toolbar of a pointer. */
let isByFinger = false;
globalThis.document?.addEventListener(
  'pointerdown',
  ({ pointerType }) => (isByFinger = pointerType === 'touch'),
  true,
);
globalThis.document?.addEventListener('keydown', () => (isByFinger = false), true);

/*
 * Heard at the document and not by the rows: React hands out no event that comes while it changes the page, and it is
 * then that a dialog that is taken away gives the focus back to a row.
 */
globalThis.document?.addEventListener('focusin', ({ target }) => {
  const key = rowAround(target)?.dataset.key;
  if (key !== undefined) focusOn(key, !isByFinger);
});
globalThis.document?.addEventListener('focusout', ({ target, relatedTarget }) => {
  const left = rowAround(target);
  if (left?.dataset.key !== undefined && left !== rowAround(relatedTarget)) focusOn(left.dataset.key, false);
});

function rowAround(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('.message-row') : null;
}

export function focusOn(clientId: string, isOn: boolean): void {
  if (!isOn && focused !== clientId) return;
  focused = isOn ? clientId : null;
  isByKey = isOn;
  tell();
}

/** The row is not drawn any more: nothing tells that the pointer left it. */
export function forgetRow(clientId: string): void {
  pointAt(clientId, false);
  focusOn(clientId, false);
}
