import { reactionsOn } from '@parley/client';
import { SmilePlus } from 'lucide-react';
import { useMemo, useRef, useSyncExternalStore } from 'react';
import { useMessageActions } from '../actions/message-actions.js';
import { Reaction } from './Reaction.js';

/** The reactions to a message, under its text. Nothing where there are none. */
export function Reactions({ seq }: { seq: number }) {
  const { room, mayReact, pickReaction } = useMessageActions();
  const known = useSyncExternalStore(room.subscribe, () => room.state.history.reactions.get(seq));
  const wishes = useSyncExternalStore(room.subscribe, () => room.state.history.reacting.get(seq));
  const shown = useMemo(() => {
    const { me } = room.state.history;
    const one = <T,>(value: T | undefined) => new Map(value === undefined ? [] : [[seq, value]]);
    return reactionsOn({ me, reactions: one(known), reacting: one(wishes) }, seq);
  }, [room, seq, known, wishes]);
  // What was there when the row was drawn does not pop.
  const first = useRef(new Set(shown.map(({ emoji }) => emoji)));
  if (shown.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a set of fields is of a form
    <div className="reactions" role="group" aria-label="Reactions">
      {shown.map((reaction) => (
        <Reaction
          key={reaction.emoji}
          seq={seq}
          reaction={reaction}
          pops={!first.current.has(reaction.emoji)}
        />
      ))}
      {mayReact && (
        <button
          type="button"
          className="reaction add-reaction"
          aria-label="Add reaction"
          title="Add reaction"
          onClick={({ currentTarget }) => pickReaction(seq, currentTarget)}
        >
          <SmilePlus size={16} aria-hidden="true" />
        </button>
      )}
    </div>
  );
}
