import { type RefObject, useEffect } from 'react';

/** Opens a dialog above the page as soon as it is there, and puts the cursor into its first field. */
export function useModal(dialog: RefObject<HTMLDialogElement | null>): void {
  useEffect(() => {
    dialog.current?.showModal();
    // By itself a dialog focuses whatever comes first in it, which is the cross.
    dialog.current?.querySelector('input')?.focus();
  }, [dialog]);
}
