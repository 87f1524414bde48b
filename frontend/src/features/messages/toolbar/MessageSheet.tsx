import type { Message } from '@parley/protocol';
import { Copy, Link2, Pencil, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { copy } from '../../../lib/browser/clipboard.js';
import { exactly } from '../../../time/times.js';
import { Sheet } from '../../../ui/dialog/Sheet.js';
import { GuestMark } from '../../../ui/person/GuestMark.js';
import { toast } from '../../../ui/toast/toasts.js';
import type { MessageActions } from '../actions/message-actions.js';
import { SheetReactions } from '../reactions/SheetReactions.js';

interface MessageSheetProps {
  message: Message;
  actions: MessageActions;
  onClose(): void;
}

/** What one can do with a message, for a finger: in rows, from the lower edge. */
export default function MessageSheet({ message, actions, onClose }: MessageSheetProps) {
  const { seq, username, guest, message: text, timestamp, deletedAt } = message;
  const stands = deletedAt === undefined;
  const may = actions.rightsOver(message);
  const row = (words: string, icon: ReactNode, act: () => void, danger = false) => (
    <button
      type="button"
      className={danger ? 'row danger-row' : 'row'}
      onClick={() => {
        onClose();
        act();
      }}
    >
      {icon}
      <span className="name">{words}</span>
    </button>
  );
  const put = async (what: string, done: string) =>
    toast({ text: (await copy(what)) ? done : 'It could not be copied.' });
  return (
    <Sheet label="Message" onClose={onClose}>
      <header>
        <strong dir="auto">{username}</strong> {guest && <GuestMark />}
        <time dateTime={new Date(timestamp).toISOString()}>{exactly(timestamp)}</time>
      </header>
      {stands && <SheetReactions seq={seq} actions={actions} onClose={onClose} />}
      {stands && row('Copy text', <Copy />, () => void put(text, 'The text is copied.'))}
      {row('Copy link', <Link2 />, () => void put(actions.linkTo(seq), 'The link is copied.'))}
      {may.edit && row('Edit', <Pencil />, () => actions.edit(seq))}
      {may.delete && row('Delete …', <Trash2 />, () => actions.remove(seq), true)}
    </Sheet>
  );
}
