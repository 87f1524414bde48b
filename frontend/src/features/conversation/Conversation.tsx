import type { ParleyClient } from '@parley/client';
import { OpenConversation } from './OpenConversation.js';
import { useRoom } from './use-room.js';

interface ConversationProps {
  client: ParleyClient;
  roomId: string;
  goTo(roomId: string | null): void;
}

export function Conversation({ client, roomId, goTo }: ConversationProps) {
  const [opened, openAgain] = useRoom(client, roomId);
  return (
    opened && (
      <OpenConversation key={opened.turn} client={client} room={opened.room} onJoin={openAgain} goTo={goTo} />
    )
  );
}
