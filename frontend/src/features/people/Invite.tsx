import type { ParleyClient } from '@parley/client';
import type { Room } from '@parley/protocol';
import { isolate } from '../../lib/text/isolate.js';
import { toast } from '../../ui/toast/toasts.js';
import FindPerson from './FindPerson.js';
import { useMembers } from './use-members.js';

interface InviteProps {
  client: ParleyClient;
  room: Room;
  onClose(): void;
}

/** Brings people into a room, one after the other. */
export default function Invite({ client, room, onClose }: InviteProps) {
  const known = useMembers(client, room.id);
  return (
    <FindPerson
      client={client}
      title={`Add to ${isolate(room.name)}`}
      about="People you add are in at once, and can read what was said before."
      already={new Set(known?.members.map(({ userId }) => userId))}
      onClose={onClose}
      onChosen={async (userId) => {
        await client.rest.invite(room.id, userId);
        toast({ text: `Added to ${isolate(room.name)}.` });
      }}
    />
  );
}
