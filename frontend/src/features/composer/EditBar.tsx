import { Pencil, X } from 'lucide-react';
import { usePlainText } from '../message-text/use-plain-text.js';

interface EditBarProps {
  /** The text as it stands; null where it is not known here. */
  original: string | null;
  onCancel(): void;
}

/** Above the field while a message of mine is changed in it. */
export function EditBar({ original, onCancel }: EditBarProps) {
  const plain = usePlainText(original ?? '');
  return (
    <div className="edit-bar">
      <Pencil aria-hidden="true" />
      <strong>Edit message</strong>
      <span className="quiet" dir="auto">
        {plain}
      </span>
      <button
        type="button"
        className="icon-button small"
        aria-label="Cancel editing"
        title="Cancel (Esc)"
        onClick={onCancel}
      >
        <X />
      </button>
    </div>
  );
}
