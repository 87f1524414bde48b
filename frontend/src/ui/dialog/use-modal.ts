import { type RefObject, useLayoutEffect } from 'react';
import { takeTypedAhead } from '../menu/typed-ahead.js';

/**
 * Opens a dialog above the page in the same turn in which it is drawn, so that the next key is its own, and goes to its
 * first field, or to the choice that is safe. When it goes, the focus returns to where it was.
 */
export function useModal(dialog: RefObject<HTMLDialogElement | null>): void {
  useLayoutEffect(() => {
    const opened = dialog.current;
    if (!opened) return;
    opened.showModal();
    // By itself a dialog focuses whatever comes first in it, which is the cross.
    const first = opened.querySelector<HTMLElement>('input, select, [data-safe]');
    (first ?? opened).focus();
    takeTypedAhead(opened, first);
    return () => opened.close();
  }, [dialog]);
}
