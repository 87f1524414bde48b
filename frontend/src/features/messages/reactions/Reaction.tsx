import type { ShownReaction } from '@parley/client';
import { useState } from 'react';
import { useMessageActions } from '../actions/message-actions.js';
import { reactedBy } from './reacted-by.js';

interface ReactionProps {
  seq: number;
  reaction: ShownReaction;
  /** It came while the message was in sight. */
  pops: boolean;
}

/** One emoji and how many have it. A press makes it mine or takes that back; pointed at, it says whose it is. */
export function Reaction({ seq, reaction: { emoji, count, mine }, pops }: ReactionProps) {
  const { room, mayReact, react } = useMessageActions();
  const [users, setUsers] = useState<readonly { userId: string; username: string }[] | null>(null);
  const ask = () => {
    room
      .whoReacted(seq)
      .then((all) => setUsers(all.find((one) => one.emoji === emoji)?.users ?? []))
      // Without an answer the number says enough.
      .catch(() => setUsers(null));
  };
  const by = users && reactedBy(users, count, room.state.history.me, mine);
  return (
    <button
      type="button"
      className="reaction"
      data-pops={pops || undefined}
      aria-pressed={mine}
      aria-disabled={!mayReact}
      aria-label={`${emoji} ${count}${by ? `, ${by}` : ''}`}
      onPointerEnter={({ pointerType }) => pointerType !== 'touch' && ask()}
      onFocus={ask}
      onPointerLeave={() => setUsers(null)}
      onBlur={() => setUsers(null)}
      onClick={() => mayReact && react(seq, emoji, !mine)}
    >
      <span className="glyph" aria-hidden="true">
        {emoji}
      </span>
      <span className="numeral" aria-hidden="true">
        {count}
      </span>
      {by && (
        <span className="reacted-by" role="tooltip">
          <span className="glyph" aria-hidden="true">
            {emoji}
          </span>
          <span>{by}</span>
        </span>
      )}
    </button>
  );
}
