import { type ReactNode, useRef } from 'react';
import { useModal } from './use-modal.js';

/** A window that comes from the lower edge, where the thumb is. A touch beside it or Escape closes it. */
export function Sheet({ label, onClose, children }: { label: string; onClose(): void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const touched = useRef(false);
  useModal(dialog);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has Escape
    <dialog
      ref={dialog}
      className="dialog sheet"
      aria-label={label}
      onClose={onClose}
      onPointerDownCapture={() => {
        touched.current = true;
      }}
      // The finger that opened it is lifted above it, which chooses nothing. Keys click without a press.
      onClickCapture={(event) => {
        if (touched.current || event.detail === 0) return;
        event.preventDefault();
        event.stopPropagation();
      }}
      onClick={({ target }) => {
        if (target === dialog.current) dialog.current.close();
      }}
    >
      <div className="inside">{children}</div>
    </dialog>
  );
}
