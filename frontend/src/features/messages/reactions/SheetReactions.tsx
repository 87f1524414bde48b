import type { Output } from '@parley/client';
import { SmilePlus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { mostUsed } from '../../emoji/most-used.js';
import type { MessageActions } from '../actions/message-actions.js';
import { reactedBy } from './reacted-by.js';

/** As many as fit beside each other on a narrow screen, with the one that leads to all others. */
const QUICK = 5;

interface SheetReactionsProps {
  seq: number;
  actions: MessageActions;
  onClose(): void;
}

/** For a finger: the emoji one uses most, all others, and who has reacted with what. */
export function SheetReactions({ seq, actions, onClose }: SheetReactionsProps) {
  const { room, mayReact, react, pickReaction } = actions;
  const { me } = room.state.history;
  const [quick] = useState(() => mostUsed(me, QUICK));
  const [reactions, setReactions] = useState<Output<'read_reactions'>['reactions']>([]);
  useEffect(() => {
    // Without an answer there is nothing to tell.
    room.whoReacted(seq).then(setReactions, () => undefined);
  }, [room, seq]);
  const isMine = (emoji: string) => reactions.some((one) => one.emoji === emoji && one.mine);
  return (
    <>
      {mayReact && (
        <div className="quick-reactions">
          {quick.map((emoji) => (
            <button
              key={emoji}
              type="button"
              aria-label={`React with ${emoji}`}
              aria-pressed={isMine(emoji)}
              onClick={() => {
                onClose();
                react(seq, emoji, !isMine(emoji));
              }}
            >
              {emoji}
            </button>
          ))}
          <button
            type="button"
            aria-label="Add reaction"
            onClick={({ currentTarget }) => {
              onClose();
              pickReaction(seq, currentTarget);
            }}
          >
            <SmilePlus />
          </button>
        </div>
      )}
      {reactions.length > 0 && (
        <ul className="who-reacted">
          {reactions.map(({ emoji, count, mine, users }) => (
            <li key={emoji}>
              <span className="glyph">{emoji}</span> {reactedBy(users, count, me, mine)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
