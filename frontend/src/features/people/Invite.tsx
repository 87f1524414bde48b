import type { ParleyClient } from '@parley/client';
import type { Room } from '@parley/protocol';
import { isolate } from '../../isolate.js';
import { toast } from '../notices/toasts.js';
import FindPerson from './FindPerson.js';
import { useMembers } from './use-members.js';

interface InviteProps {
  client: ParleyClient;
  room: Room;
  onClose(): void;
}

/** Brings people into a room, one after the other. */
export default function Invite({ client, room, onClose }: InviteProps) {
  const members = useMembers(client, room.id);
  return (
    <FindPerson
      client={client}
      title={`Add to ${isolate(room.name)}`}
      about="Whoever you choose is in at once, and reads what was said before."
      already={new Set(members?.map(({ userId }) => userId))}
      onClose={onClose}
      onChosen={async (userId) => {
        await client.rest.invite(room.id, userId);
        toast({ text: `Added to ${isolate(room.name)}.` });
      }}
    />
  );
}
