import { Pencil, X } from 'lucide-react';

interface EditBarProps {
  /** The text as it stands; null where it is not known here. */
  original: string | null;
  onCancel(): void;
}

/** Above the field while a message of mine is changed in it. */
export function EditBar({ original, onCancel }: EditBarProps) {
  return (
    <div className="edit-bar">
      <Pencil aria-hidden="true" />
      <strong>Edit message</strong>
      <span className="quiet" dir="auto">
        {original}
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
