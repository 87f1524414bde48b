import { type RefObject, useEffect } from 'react';

/** Opens a dialog above the page as soon as it is there, and goes to its first field, or to the choice that is safe. */
export function useModal(dialog: RefObject<HTMLDialogElement | null>): void {
  useEffect(() => {
    dialog.current?.showModal();
    // By itself a dialog focuses whatever comes first in it, which is the cross.
    dialog.current?.querySelector<HTMLElement>('input, select, [data-safe]')?.focus();
  }, [dialog]);
}
