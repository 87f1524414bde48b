import type { ParleyClient, Room } from '@parley/client';
import type { Message, Room as RoomShape } from '@parley/protocol';
import { useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { behindFirstRoom, firstRoomDrawn } from '../../lib/lazy/first-room.js';
import { useStorePerFrame } from '../../lib/store/use-store-per-frame.js';
import { messageRights } from '../../rights/message-rights.js';
import { lazyDialog } from '../../ui/dialog/lazy-dialog.js';
import { useAway } from '../connection/use-away.js';
import { loadRichText } from '../message-text/rich-text-loader.js';
import { linkToMessage } from '../navigation/room-in-address.js';
import { useMemberRoles } from '../people/use-member-roles.js';
import { Announcer } from './Announcer.js';
import { MessageActionsProvider } from './actions/message-actions.js';
import { MessageLog } from './list/MessageLog.js';
import { EmptyRoom } from './placeholders/EmptyRoom.js';
import { NotOpenedYet } from './placeholders/NotOpenedYet.js';
import { Skeleton } from './placeholders/Skeleton.js';
import { ReactionPicker } from './reactions/ReactionPicker.js';
import { useMayReact } from './reactions/use-may-react.js';
import { useReact } from './reactions/use-react.js';
import { LiveTimeline } from './timeline/live-timeline.js';
import { useFirstUnread } from './timeline/use-first-unread.js';

const MessageSheet = lazyDialog(
  behindFirstRoom(() => import('./toolbar/MessageSheet.js')),
  { title: () => 'Message' },
);

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
  const [pressed, setPressed] = useState<Message | null>(null);
  const [picking, setPicking] = useState<{ seq: number; at: DOMRect } | null>(null);
  const mayReact = useMayReact(shape);
  const react = useReact(room, client.me.id);
  const [timeline] = useState(() => new LiveTimeline(room, client.me.id));
  const { history } = useStorePerFrame(room);
  const decided = useFirstUnread(timeline, shape);
  const roles = useMemberRoles(client, shape);
  const shows = shape?.showJoinLeave === true;
  useLayoutEffect(() => timeline.showJoinLeave(shows), [timeline, shows]);
  const actions = useMemo(
    () => ({
      room,
      mayReact,
      react,
      pickReaction: (seq: number, beside: Element) => setPicking({ seq, at: beside.getBoundingClientRect() }),
      retry: (clientId: string) => void room.retry(clientId)?.done.catch(() => undefined),
      discard: (clientId: string) => room.discard(clientId),
      linkTo: (seq: number) => linkToMessage(room.id, seq),
      edit: onEdit,
      remove: onDelete,
      openSheet: setPressed,
      rightsOver: (message: Message) => messageRights(message, client.me, shape, roles),
    }),
    [room, client, shape, roles, mayReact, react, onEdit, onDelete],
  );
  // Most rooms have some Markdown in them; what draws it is fetched when there is nothing better to do.
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const behind = new AbortController();
    void firstRoomDrawn.then(() => {
      if (!behind.signal.aborted) timer = setTimeout(loadRichText, 1_000);
    });
    return () => {
      behind.abort();
      clearTimeout(timer);
    };
  }, []);

  const isUnknown = useAway(client.connection) && history.head === null;
  const isThere = history.head !== null && decided;
  const isEmpty = isThere && history.messages.length === 0 && history.pending.length === 0;
  return (
    <MessageActionsProvider value={actions}>
      <div className="list-frame">
        {isUnknown && <NotOpenedYet connection={client.connection} />}
        {!isThere && !isUnknown && <Skeleton />}
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
      {picking && (
        <ReactionPicker
          at={picking.at}
          onClose={() => setPicking(null)}
          onChoose={(emoji) => {
            setPicking(null);
            react(picking.seq, emoji, true);
          }}
        />
      )}
      {pressed && <MessageSheet message={pressed} actions={actions} onClose={() => setPressed(null)} />}
    </MessageActionsProvider>
  );
}
