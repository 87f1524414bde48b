import { useAction } from '../use-action.js';
import { Dialog } from './Dialog.js';
import { Problem } from './Problem.js';

interface ConfirmProps {
  title: string;
  about: string;
  /** What is done, as the button says it. */
  action: string;
  onConfirm(): Promise<void>;
  onClose(): void;
}

/** Asks before something that is hard to undo. */
export default function Confirm({ title, about, action, onConfirm, onClose }: ConfirmProps) {
  const confirm = useAction(onConfirm);
  return (
    <Dialog title={title} about={about} onClose={onClose}>
      <Problem text={confirm.problem} />
      <div className="choices">
        <button type="button" className="secondary" onClick={onClose}>
          Cancel
        </button>
        <button type="button" className="danger" disabled={confirm.busy} onClick={() => void confirm.run()}>
          {action}
        </button>
      </div>
    </Dialog>
  );
}
