import type { Message } from '@parley/protocol';
import { Link2, Pencil, Trash2 } from 'lucide-react';
import { CopyButton } from './CopyButton.js';
import { useLogActions } from './log-actions.js';

/** What one can do with a message, beside it while it is pointed at or has the focus. Of a deleted one the link stays. */
export function LineTools({ message }: { message: Message }) {
  const { linkTo, edit, remove, rightsOver } = useLogActions();
  const { seq, userId, message: text, deletedAt } = message;
  const stands = deletedAt === undefined;
  const may = rightsOver(userId);
  return (
    <div className="tools" role="toolbar" aria-label="Message">
      {stands && <CopyButton label="Copy text" text={text} />}
      <CopyButton label="Copy link" text={linkTo(seq)} icon={Link2} />
      {stands && may.edit && (
        <button type="button" className="tool" aria-label="Edit" title="Edit" onClick={() => edit(seq)}>
          <Pencil size={16} aria-hidden="true" />
        </button>
      )}
      {stands && may.delete && (
        <button
          type="button"
          className="tool danger-tool"
          aria-label="Delete"
          title="Delete"
          onClick={() => remove(seq)}
        >
          <Trash2 size={16} aria-hidden="true" />
        </button>
      )}
    </div>
  );
}
