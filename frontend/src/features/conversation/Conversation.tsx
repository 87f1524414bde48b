import type { ParleyClient } from '@parley/client';
import { OpenConversation } from './OpenConversation.js';
import { useRoom } from './use-room.js';

interface ConversationProps {
  client: ParleyClient;
  roomId: string;
  goTo(roomId: string | null): void;
}

export function Conversation({ client, roomId, goTo }: ConversationProps) {
  const room = useRoom(client, roomId);
  return room && <OpenConversation client={client} room={room} goTo={goTo} />;
}
