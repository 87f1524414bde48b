import { Link2 } from 'lucide-react';
import { CopyButton } from './CopyButton.js';
import { useLogActions } from './log-actions.js';

/** What one can do with a message, beside it while it is pointed at or has the focus. */
export function LineTools({ seq, text }: { seq: number; text: string }) {
  const { linkTo } = useLogActions();
  return (
    <div className="tools" role="toolbar" aria-label="Message">
      <CopyButton label="Copy text" text={text} />
      <CopyButton label="Copy link" text={linkTo(seq)} icon={Link2} />
    </div>
  );
}
