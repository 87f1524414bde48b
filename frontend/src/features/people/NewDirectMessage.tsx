import type { ParleyClient } from '@parley/client';
import FindPerson from './FindPerson.js';

interface NewDirectMessageProps {
  client: ParleyClient;
  onClose(): void;
  onMade(roomId: string): void;
}

/** Finds a person to write to, and opens the room of the two. */
export default function NewDirectMessage({ client, onClose, onMade }: NewDirectMessageProps) {
  return (
    <FindPerson
      client={client}
      title="New message"
      about="To one person. Nobody else sees it."
      onClose={onClose}
      onChosen={async (userId) => {
        const room = await client.createRoom({ kind: 'direct', userIds: [userId] });
        onMade(room.id);
      }}
    />
  );
}
