import type { ReactNode } from 'react';
import { useAction } from '../../lib/requests/use-action.js';
import { Problem } from '../Problem.js';
import { Dialog } from './Dialog.js';

interface ConfirmProps {
  title: string;
  about: string;
  /** What it is about, shown. */
  children?: ReactNode;
  /** What is done, as the button says it. */
  action: string;
  onConfirm(): Promise<void>;
  onClose(): void;
}

/** Asks before something that is hard to undo. The focus is on the way back. */
export default function Confirm({ title, about, children, action, onConfirm, onClose }: ConfirmProps) {
  const confirm = useAction(onConfirm);
  return (
    <Dialog title={title} about={about} onClose={onClose}>
      {children}
      <Problem text={confirm.problem} />
      <div className="choices">
        <button type="button" className="secondary" data-safe="" onClick={onClose}>
          Cancel
        </button>
        <button type="button" className="danger" disabled={confirm.busy} onClick={() => void confirm.run()}>
          {action}
        </button>
      </div>
    </Dialog>
  );
}
