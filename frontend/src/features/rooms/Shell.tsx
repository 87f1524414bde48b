import { type ParleyClient, unreadOf } from '@parley/client';
import { useEffect } from 'react';
import { useRoomInAddress } from '../../room-in-address.js';
import { useStore } from '../../use-store.js';
import { Conversation } from '../conversation/Conversation.js';
import { Sidebar } from './Sidebar.js';
import { Welcome } from './Welcome.js';

interface ShellProps {
  client: ParleyClient;
  onSignOut(): void;
}

/** The three columns: my rooms, the open one, who is in it. On a narrow screen one at a time. */
export function Shell({ client, onSignOut }: ShellProps) {
  const [roomId, goTo] = useRoomInAddress();
  const { rooms } = useStore(client);
  const unread = rooms?.reduce((sum, room) => sum + unreadOf(room), 0) ?? 0;

  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) Parley` : 'Parley';
  }, [unread]);

  return (
    <div className="chat" data-pane={roomId === null ? 'rooms' : 'conversation'}>
      <Sidebar client={client} roomId={roomId} goTo={goTo} onSignOut={onSignOut} />
      {roomId === null ? (
        <Welcome name={client.me.username} />
      ) : (
        <Conversation key={roomId} client={client} roomId={roomId} goTo={goTo} />
      )}
    </div>
  );
}
