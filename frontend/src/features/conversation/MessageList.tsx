import type { Passing, RoomState } from '@parley/client';
import type { User } from '@parley/protocol';
import { useMemo } from 'react';
import { Icon } from '../../ui/Icon.js';
import { EntryLine } from './EntryLine.js';
import { timeline } from './timeline.js';
import { useScroll } from './use-scroll.js';

interface MessageListProps {
  history: RoomState;
  passing: readonly Passing[];
  me: User;
  loadingOlder: boolean;
  onOlder(): void;
  onRetry(clientId: string): void;
  onDelete(clientId: string): void;
  onEnd(atEnd: boolean): void;
}

export function MessageList(props: MessageListProps) {
  const { history, passing, me, loadingOlder, onOlder, onRetry, onDelete, onEnd } = props;
  const { messages, pending, hasOlder, head } = history;
  const entries = useMemo(
    () => timeline(messages, pending, passing, me.id),
    [messages, pending, passing, me.id],
  );
  const scroll = useScroll(messages[0]?.seq ?? 0, entries.length, pending.length, { onOlder, onEnd });

  return (
    <div className="list-frame">
      <div className="list" ref={scroll.list} onScroll={scroll.onScroll} role="log" aria-label="Messages">
        {hasOlder && (
          <button type="button" className="older" disabled={loadingOlder} onClick={onOlder}>
            {loadingOlder ? 'Loading …' : 'Older messages'}
          </button>
        )}
        {!hasOlder && head && <p className="quiet beginning">This is where the conversation begins.</p>}
        {!head && <p className="quiet beginning">Loading …</p>}
        <ol>
          {entries.map((entry) => (
            <EntryLine key={entry.key} entry={entry} me={me} onRetry={onRetry} onDelete={onDelete} />
          ))}
        </ol>
      </div>
      {!scroll.atEnd && (
        <button type="button" className="to-end" onClick={scroll.toEnd}>
          <Icon name="down" /> Newest messages
        </button>
      )}
    </div>
  );
}
