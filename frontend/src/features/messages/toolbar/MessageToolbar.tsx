import { type Room, reactionsOn } from '@parley/client';
import type { Message } from '@parley/protocol';
import { Link2, Pencil, SmilePlus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { CopyButton } from '../../../ui/CopyButton.js';
import { mostUsed } from '../../emoji/most-used.js';
import { useMessageActions } from '../actions/message-actions.js';

/** What one can do with a message, beside it while it is pointed at or has the focus. Of a deleted one the link stays. */
export function MessageToolbar({ message }: { message: Message }) {
  const { room, linkTo, edit, remove, rightsOver, mayReact, react, pickReaction } = useMessageActions();
  // They stay in their places while one looks at them.
  const [quick] = useState(() => mostUsed(room.state.history.me));
  const { seq, message: text, deletedAt } = message;
  const stands = deletedAt === undefined;
  const may = rightsOver(message);
  return (
    <div className="message-toolbar" role="toolbar" aria-label="Message">
      {stands && mayReact && (
        <>
          {quick.map((emoji) => (
            <button
              key={emoji}
              type="button"
              className="tool quick-reaction"
              aria-label={`React with ${emoji}`}
              onClick={() => react(seq, emoji, !isMine(room, seq, emoji))}
            >
              {emoji}
            </button>
          ))}
          <button
            type="button"
            className="tool"
            aria-label="Add reaction"
            title="Add reaction"
            onClick={({ currentTarget }) => pickReaction(seq, currentTarget)}
          >
            <SmilePlus size={16} aria-hidden="true" />
          </button>
        </>
      )}
      {stands && <CopyButton label="Copy text" text={text} />}
      <CopyButton label="Copy link" text={linkTo(seq)} icon={Link2} />
      {may.edit && (
        <button type="button" className="tool" aria-label="Edit" title="Edit" onClick={() => edit(seq)}>
          <Pencil size={16} aria-hidden="true" />
        </button>
      )}
      {may.delete && (
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

function isMine(room: Room, seq: number, emoji: string): boolean {
  return reactionsOn(room.state.history, seq).some((one) => one.emoji === emoji && one.mine);
}
