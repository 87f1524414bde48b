import { X } from 'lucide-react';
import { type ReactNode, useId, useRef } from 'react';
import { useModal } from './use-modal.js';

interface DialogProps {
  title: string;
  /** A sentence below the title. */
  about?: string;
  onClose(): void;
  children: ReactNode;
}

/** A window over the page. Escape, the cross and a click beside it close it; focus stays inside and returns. */
export function Dialog({ title, about, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useModal(dialog);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has Escape
    <dialog
      ref={dialog}
      className="dialog"
      tabIndex={-1}
      aria-labelledby={titleId}
      // One that is gone has nothing left to close.
      onClose={(event) => event.currentTarget.isConnected && onClose()}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current.close();
      }}
    >
      <div className="inside">
        <header>
          <h2 id={titleId}>{title}</h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
            <X />
          </button>
        </header>
        {about && <p className="about quiet">{about}</p>}
        {children}
      </div>
    </dialog>
  );
}
