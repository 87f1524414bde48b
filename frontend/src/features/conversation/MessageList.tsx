import type { ParleyClient, Room } from '@parley/client';
import type { Room as RoomShape } from '@parley/protocol';
import { useEffect, useMemo, useState } from 'react';
import { linkToMessage } from '../../room-in-address.js';
import { useStore } from '../../use-store.js';
import { useLeaders } from '../people/use-leaders.js';
import { Announcer } from './Announcer.js';
import { EmptyRoom } from './EmptyRoom.js';
import { LiveTimeline } from './live-timeline.js';
import { LogActionsProvider } from './log-actions.js';
import { MessageLog } from './MessageLog.js';
import { rightsOver } from './rights.js';
import { Skeleton } from './Skeleton.js';
import { loadRichText } from './text/rich-text-loader.js';
import { useFirstUnread } from './use-first-unread.js';

interface MessageListProps {
  client: ParleyClient;
  room: Room;
  /** Null until the server told it. */
  shape: RoomShape | null;
  name: string;
  /** The message in the composer, to be changed. */
  editing: number | null;
  onEdit(seq: number): void;
  onDelete(seq: number): void;
}

/** What is said in the room, or why there is nothing to see yet. */
export function MessageList(props: MessageListProps) {
  const { client, room, shape, name, editing, onEdit, onDelete } = props;
  const [timeline] = useState(() => new LiveTimeline(room, client.me.id));
  const { history } = useStore(room);
  const decided = useFirstUnread(timeline, shape);
  const leaders = useLeaders(client, shape);
  const actions = useMemo(
    () => ({
      retry: (clientId: string) => void room.retry(clientId)?.done.catch(() => undefined),
      discard: (clientId: string) => room.discard(clientId),
      linkTo: (seq: number) => linkToMessage(room.id, seq),
      edit: onEdit,
      remove: onDelete,
      rightsOver: (userId: string) => rightsOver(userId, client.me, shape, leaders),
    }),
    [room, client, shape, leaders, onEdit, onDelete],
  );
  // Most rooms have some Markdown in them; what draws it is fetched when there is nothing better to do.
  useEffect(() => {
    const timer = setTimeout(loadRichText, 1_000);
    return () => clearTimeout(timer);
  }, []);

  const isThere = history.head !== null && decided;
  const isEmpty = isThere && history.messages.length === 0 && history.pending.length === 0;
  return (
    <LogActionsProvider value={actions}>
      <div className="list-frame">
        {!isThere && <Skeleton />}
        {isThere && (
          <MessageLog
            room={room}
            timeline={timeline}
            me={client.me}
            readSeq={shape?.readSeq ?? 0}
            editing={editing}
          >
            {isEmpty && <EmptyRoom name={name} isDirect={shape?.kind === 'direct'} />}
          </MessageLog>
        )}
      </div>
      <Announcer room={room} me={client.me.id} />
    </LogActionsProvider>
  );
}
