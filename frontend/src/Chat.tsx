import { ParleyClient, type Session, unreadOf } from '@parley/client';
import { useEffect, useState } from 'react';
import { Conversation } from './features/conversation/Conversation.js';
import { Welcome } from './features/conversation/Welcome.js';
import { Sidebar } from './features/rooms/Sidebar.js';
import { useRoomInAddress } from './room-in-address.js';
import { useStore } from './use-store.js';

/** Everything one sees when signed in. */
export function Chat({ session }: { session: Session }) {
  const [client] = useState(() => new ParleyClient({ session }));
  const [roomId, goTo] = useRoomInAddress();
  const { rooms } = useStore(client);
  const unread = rooms?.reduce((sum, room) => sum + unreadOf(room), 0) ?? 0;

  useEffect(() => {
    const retry = () => client.connection.retryNow();
    void client.connect();
    window.addEventListener('online', retry);
    return () => {
      window.removeEventListener('online', retry);
      client.disconnect();
    };
  }, [client]);

  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) Parley` : 'Parley';
  }, [unread]);

  return (
    <div className="chat" data-pane={roomId === null ? 'rooms' : 'conversation'}>
      <Sidebar client={client} roomId={roomId} goTo={goTo} />
      {roomId === null ? (
        <Welcome name={client.me.username} />
      ) : (
        <Conversation key={roomId} client={client} roomId={roomId} goTo={goTo} />
      )}
    </div>
  );
}
